using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Embedded;

public sealed class EmbeddedLedgerTests : LedgerContract
{
    private EmbeddedFolder folder = null!;

    protected override IReadOnlyList<string> Forgeries =>
    [
        "UPDATE request SET request_id = 'other' WHERE request_id = 'R1'",
        "DELETE FROM request WHERE request_id = 'R1'",
        "UPDATE settlement SET patient_fen = 0",
        "DELETE FROM settlement",
        "UPDATE settlement SET entries = '[]'",
        "UPDATE settlement SET lines = '[]'",
        "UPDATE settlement SET changes = '[]'",
        "UPDATE entry SET amount_fen = amount_fen + 1",
        "DELETE FROM layer_line",
        "UPDATE outbox SET kind = 1",
        "DELETE FROM outbox",
        "UPDATE counter SET used_fen = -1",
        "DELETE FROM counter",
        "INSERT OR REPLACE INTO request SELECT request_id, zeroblob(32), settlement_id, refusal, refusal_subject FROM request",
    ];

    /// <summary>A settlement like R1 of another visit is taken; what is wrong with it is why it is refused.</summary>
    [Fact]
    public async Task A_forged_settlement_is_refused_for_an_unbalanced_journal_or_a_second_reversal()
    {
        await PostAsync(new Visit("R1", 300_00));
        await PostAsync(new Visit("R2", 500_00));
        await ReverseAsync(new Undoing("U2", SettlementIds.Of("R2").Text));

        AssertRefused("sum to zero", "'[[\"patient_cash\",\"\",\"\",1]]'", "1", "NULL");
        AssertRefused("none is idle", "'[[\"patient_cash\",\"\",\"\",0]]'", "1", "NULL");
        AssertRefused("none is idle", "'[[\"patient_cash\",\"\",\"\",null]]'", "1", "NULL");
        AssertRefused("reversed once", "entries", "2", $"'{SettlementIds.Of("R2")}'");
        AssertRefused("reversed once", "entries", "2", "'S-nowhere'");
        Assert.Null(folder.Run(Forged("entries", "1", "NULL")));
    }

    [Fact]
    public void A_second_process_is_refused_at_the_door()
    {
        var refused = Assert.Throws<LedgerUnavailableException>(() => EmbeddedDatabase.Open(folder.Path));
        Assert.Contains("另一个 MedAid", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        Assert.Null(folder.Run("PRAGMA user_version = 99"));
        var refused = Assert.Throws<LedgerUnavailableException>(folder.Reopen);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_visit_under_other_request_ids_by_two_writers_at_once_is_settled_once()
    {
        await using var other = new EmbeddedLedger(folder.Database);
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 20)
            from writer in new[] { 0, 1 }
            let visit = new Visit($"R{i}-{writer}", 2_00) { VisitId = $"V{i}", Person = $"P{writer}" }
            select (writer == 0 ? Ledger : other).PostAsync(visit.Posting(), CancellationToken.None).WaitAsync(Patience));

        Assert.Equal(20, outcomes.Where(o => o.Document is not null).Select(o => o.Document!.VisitId).Distinct().Count());
        Assert.Equal(20, outcomes.Count(o => o.Refusal?.Reason == Refusal.VisitAlreadySettled));
        Assert.Empty(await DifferencesAsync());
    }

    private static string Forged(string entries, string kind, string reverses) =>
        $"""
        INSERT INTO settlement (
            settlement_id, request_id, kind, reverses_settlement_id, hospital_code, visit_id, batch, person_key, scheme, county_code,
            service_date, dialyses, settled_us, gross_fen, waived_fen, hospital_borne_fen, patient_fen, entries, lines, changes, document)
        SELECT 'S-forged', 'forged', {kind}, {reverses}, hospital_code, 'V-forged', batch, person_key, scheme, county_code,
            service_date, dialyses, settled_us, gross_fen, waived_fen, hospital_borne_fen, patient_fen, {entries}, lines, changes, document
        FROM settlement WHERE settlement_id = '{SettlementIds.Of("R1")}'
        """;

    private void AssertRefused(string reason, string entries, string kind, string reverses) =>
        Assert.Contains(reason, folder.Run(Forged(entries, kind, reverses)), StringComparison.Ordinal);

    protected override Task MakeStoreAsync()
    {
        folder = new EmbeddedFolder();
        return Task.CompletedTask;
    }

    protected override Task<ILedger> OpenAsync() => Task.FromResult<ILedger>(new EmbeddedLedger(folder.Database));

    protected override Task RemoveStoreAsync() => folder.RemoveAsync();

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));

    protected override Task DropGuardsAsync()
    {
        foreach (var name in folder.Ask("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        {
            Assert.Null(folder.Run($"DROP TRIGGER {name}"));
        }

        return Task.CompletedTask;
    }

    protected override string SqlOf(Tampering tampering)
    {
        var (r1, r3, u2) = (SettlementIds.Of("R1"), SettlementIds.Of("R3"), SettlementIds.Of("U2"));
        return tampering switch
        {
            Tampering.EntryAmount =>
                $"UPDATE settlement SET entries = json_set(entries, '$[1][3]', (entries ->> '$[1][3]') + 1) WHERE settlement_id = '{r1}'",
            Tampering.EntryAccounts =>
                $"""
                UPDATE settlement SET entries = json_set(entries, '$[1][0]', entries ->> '$[2][0]', '$[2][0]', entries ->> '$[1][0]')
                WHERE settlement_id = '{r1}'
                """,
            Tampering.LineAmount =>
                $"UPDATE settlement SET lines = json_set(lines, '$[0][3]', (lines ->> '$[0][3]') + 1) WHERE settlement_id = '{r1}'",
            Tampering.CounterLowered => "UPDATE counter SET used_fen = used_fen - 1 WHERE person_key = 'P1'",
            Tampering.CounterRemoved => "DELETE FROM counter WHERE person_key = 'P2'",
            Tampering.ChangeAmount =>
                $"UPDATE settlement SET changes = json_set(changes, '$[0][1]', (changes ->> '$[0][1]') + 1) WHERE settlement_id = '{r1}'",
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

public sealed class EmbeddedRegisterTests : RegisterContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(IEligibilityRegister Register, ISqlDatabase Database)> OpenAsync() =>
        Task.FromResult<(IEligibilityRegister, ISqlDatabase)>((new EmbeddedRegister(folder.Database), new EmbeddedSql(folder.Database)));

    protected override Task RemoveAsync() => folder.RemoveAsync();
}
