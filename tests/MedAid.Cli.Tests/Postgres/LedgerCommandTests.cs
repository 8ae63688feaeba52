using System.Text.Json;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;

namespace MedAid.Cli.Tests.Postgres;

/// <summary>`medaid ledger verify` on PostgreSQL: the auditor's word on the books, while gateways may run.</summary>
public sealed class LedgerCommandTests(DatabaseServer server) : IClassFixture<DatabaseServer>
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    [ServerFact]
    public async Task Books_that_are_right_are_counted()
    {
        var database = await server.NewDatabaseAsync();
        await Medaid.RunOnAsync(database, "db", "migrate");
        var empty = await Medaid.RunOnAsync(database, "ledger", "verify");
        Assert.Equal((0, "0 笔结算，0 条分录，0 个累计，0 条往来记录，0 处差异"), (empty.ExitCode, empty.Output.TrimEnd()));

        await WriteAsync(database);

        // Two settlements of one person: three entries each, one counter.
        var proved = await Medaid.RunOnAsync(database, "ledger", "verify");
        Assert.Equal((0, "2 笔结算，6 条分录，1 个累计，0 条往来记录，0 处差异"), (proved.ExitCode, proved.Output.TrimEnd()));
    }

    /// <summary>Nothing of the schema is there: to bring it up to date is not the business of a command that only reads.</summary>
    [ServerFact]
    public async Task A_database_older_than_the_program_is_refused_and_stays_as_it_is()
    {
        var database = await server.NewDatabaseAsync();
        var refused = await Medaid.RunOnAsync(database, "ledger", "verify");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("请先执行 medaid db migrate", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("待执行", (await Medaid.RunOnAsync(database, "db", "status")).Output, StringComparison.Ordinal);
    }

    [ServerFact]
    public async Task Books_that_somebody_changed_behind_the_gateway_are_not_right()
    {
        var database = await server.NewDatabaseAsync();
        await WriteAsync(database);
        await DatabaseServer.RunAsync(
            database,
            $"""
            DROP TRIGGER settlement_is_final ON settlement;
            UPDATE settlement SET patient_fen = patient_fen - 1 WHERE settlement_id = '{SettlementIds.Of("R2")}';
            UPDATE counter SET used_fen = used_fen - 1;
            """);

        var proved = await Medaid.RunOnAsync(database, "ledger", "verify");
        Assert.Equal(1, proved.ExitCode);
        Assert.Contains(SettlementIds.Of("R2").Text, proved.Output, StringComparison.Ordinal);

        // 300.00 / 2 + 500.00 / 2 = 400.00 were used of the year's limit.
        Assert.Contains("记为 399.99，按结算重算为 400.00", proved.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 笔结算，6 条分录，1 个累计，0 条往来记录，2 处差异", proved.Output.TrimEnd(), StringComparison.Ordinal);

        var json = await Medaid.RunOnAsync(database, "ledger", "verify", "--json");
        using var proof = JsonDocument.Parse(json.Output);
        Assert.Equal((1, 2), (json.ExitCode, proof.RootElement.GetProperty("differences").GetArrayLength()));
    }

    private static async Task WriteAsync(string connectionString)
    {
        await using var database = new PostgresDatabase(connectionString);
        await using var ledger = new PostgresLedger(database);
        foreach (var visit in (Visit[])[new("R1", 300_00), new("R2", 500_00)])
        {
            var outcome = await ledger.PostAsync(visit.Posting(), CancellationToken.None).WaitAsync(Patience);
            Assert.Equal(PostingEffect.Done, outcome.Result);
        }
    }
}
