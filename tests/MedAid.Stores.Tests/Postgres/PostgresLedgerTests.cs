using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresLedgerTests : LedgerContract
{
    private readonly List<PostgresDatabase> databases = [];
    private PostgresSchema schema = null!;

    protected override IReadOnlyList<string> Forgeries =>
    [
        "UPDATE request SET request_id = 'other' WHERE request_id = 'R1'",
        "DELETE FROM request WHERE request_id = 'R1'",
        "TRUNCATE request",
        "UPDATE settlement SET patient_fen = 0",
        "UPDATE settlement SET settled_at = settled_at + interval '2 months'",
        "DELETE FROM settlement",
        "TRUNCATE settlement",
        "UPDATE settlement_2026_03 SET patient_fen = 0",
        "DELETE FROM settlement_2026_03",
        "TRUNCATE settlement_2026_03",
        "UPDATE reversal SET reversal_settlement_id = 'x'",
        "DELETE FROM reversal",
        "UPDATE outbox SET kind = 1",
        "DELETE FROM outbox",
        "TRUNCATE outbox_2026_03",
        "UPDATE counter SET used_fen = -1",
        "DELETE FROM counter",
        "UPDATE entry SET amount_fen = 1",
        $"INSERT INTO reversal VALUES ('{SettlementIds.Of("R2")}', 'S1')",
        "INSERT INTO request SELECT * FROM request",
    ];

    protected override async Task MakeStoreAsync() => schema = await PostgresSchema.CreateAsync();

    protected override Task<ILedger> OpenAsync()
    {
        databases.Add(schema.Open());
        return Task.FromResult<ILedger>(new PostgresLedger(databases[^1]));
    }

    protected override async Task RemoveStoreAsync()
    {
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }

        await schema.RemoveAsync();
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);

    protected override async Task DropGuardsAsync() => Assert.Null(await schema.RunAsync(
        """
        DROP TRIGGER request_is_final ON request;
        DROP TRIGGER reversal_is_final ON reversal;
        DROP TRIGGER settlement_is_final ON settlement;
        DROP TRIGGER outbox_is_final ON outbox;
        DROP TRIGGER counter_stays ON counter;
        ALTER TABLE settlement DROP CONSTRAINT settlement_journal_balances;
        """));

    protected override string SqlOf(Tampering tampering)
    {
        var (r1, r3, u2) = (SettlementIds.Of("R1"), SettlementIds.Of("R3"), SettlementIds.Of("U2"));
        return tampering switch
        {
            Tampering.EntryAmount => $"UPDATE settlement SET entry_fen[2] = entry_fen[2] + 1 WHERE settlement_id = '{r1}'",
            Tampering.EntryAccounts =>
                $"""
                UPDATE settlement SET entry_accounts[2] = entry_accounts[3], entry_accounts[3] = entry_accounts[2]
                WHERE settlement_id = '{r1}'
                """,
            Tampering.LineAmount => $"UPDATE settlement SET line_paid_fen[1] = line_paid_fen[1] + 1 WHERE settlement_id = '{r1}'",
            Tampering.CounterLowered => "UPDATE counter SET used_fen = used_fen - 1 WHERE person_key = 'P1'",
            Tampering.CounterRemoved => "DELETE FROM counter WHERE person_key = 'P2'",
            Tampering.ChangeAmount => $"UPDATE settlement SET change_fen[1] = change_fen[1] + 1 WHERE settlement_id = '{r1}'",
            Tampering.RequestRemoved => "DELETE FROM request WHERE request_id = 'R3'",
            Tampering.PatientColumn => $"UPDATE settlement SET patient_fen = patient_fen + 1 WHERE settlement_id = '{r1}'",
            Tampering.PersonColumn =>
                $"""
                UPDATE settlement SET person_key = 'P9' WHERE settlement_id = '{r3}';
                UPDATE counter SET person_key = 'P9' WHERE person_key = 'P2'
                """,
            Tampering.ServiceDateColumn => $"UPDATE settlement SET service_date = '2026-03-15' WHERE settlement_id = '{r1}'",
            Tampering.Document =>
                $"""
                UPDATE settlement SET document = (SELECT document FROM settlement WHERE settlement_id = '{r3}')
                WHERE settlement_id = '{r1}'
                """,
            Tampering.OutboxRemoved => $"DELETE FROM outbox WHERE settlement_id = '{r1}'",
            Tampering.ReversalTarget => $"UPDATE settlement SET reverses_settlement_id = '{r1}' WHERE settlement_id = '{u2}'",
            _ => throw new ArgumentOutOfRangeException(nameof(tampering)),
        };
    }
}

[NeedsPostgres]
public sealed class PostgresRegisterTests : RegisterContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<(IEligibilityRegister Register, ISqlDatabase Database)> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return (new PostgresRegister(database), new PostgresSql(database));
    }

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }
}
