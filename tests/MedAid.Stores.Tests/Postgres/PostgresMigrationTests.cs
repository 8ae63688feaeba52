using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;
using Npgsql;

namespace MedAid.Stores.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresMigrationTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }

    [ContractFact]
    public async Task Steps_are_pending_before_and_applied_after()
    {
        var migrations = new PostgresMigrations(database);
        var before = await migrations.StatusAsync(CancellationToken.None).WaitAsync(Patience);
        var done = await migrations.MigrateAsync(CancellationToken.None).WaitAsync(Patience);
        var after = await migrations.StatusAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal((1, "0001-first"), (before[0].Number, before[0].Name));
        Assert.All(before, m => Assert.Null(m.Applied));
        Assert.Equal(before.Select(m => m.Name), done.Select(m => m.Name));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(m => m.Number));
        Assert.All(after, m => Assert.NotNull(m.Applied));
        Assert.Empty(await migrations.MigrateAsync(CancellationToken.None).WaitAsync(Patience));
    }

    [ContractFact]
    public async Task Gateways_that_start_at_once_do_each_step_once()
    {
        var databases = Enumerable.Range(0, 6).Select(_ => schema.Open()).ToArray();
        await Task.WhenAll(databases.Select(d => d.ReadyAsync(CancellationToken.None))).WaitAsync(Patience);

        var status = await new PostgresMigrations(database).StatusAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal((long)status.Count, await schema.AskAsync("SELECT count(*) FROM migration"));
        foreach (var opened in databases)
        {
            await opened.DisposeAsync();
        }
    }

    [ContractFact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await database.ReadyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Null(await schema.RunAsync("INSERT INTO migration (number, name) VALUES (99, '0099-of-the-future')"));
        await using var older = schema.Open();

        var refused = await Assert.ThrowsAsync<UnfitDatabaseException>(() => older.ReadyAsync(CancellationToken.None).WaitAsync(Patience));
        Assert.Contains("0099-of-the-future", refused.Message, StringComparison.Ordinal);
        Assert.Contains("升级本程序", refused.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_database_whose_first_step_was_another_is_refused_and_said_not_to_be_newer()
    {
        await database.ReadyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Null(await schema.RunAsync("UPDATE migration SET name = '0001-of-a-trial'"));
        await using var other = schema.Open();

        var refused = await Assert.ThrowsAsync<UnfitDatabaseException>(() => other.ReadyAsync(CancellationToken.None).WaitAsync(Patience));
        Assert.Contains("第 1 步是 0001-of-a-trial", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("升级本程序", refused.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Books_that_were_written_before_a_start_are_whole_after_it()
    {
        await using (var ledger = new PostgresLedger(database))
        {
            await ledger.PostAsync(new Visit("R1", 300_00).Posting(), CancellationToken.None).WaitAsync(Patience);
        }

        await using var later = schema.Open();
        await using var reopened = new PostgresLedger(later);
        var proof = await reopened.VerifyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal((1, 3, 1), (proof.Settlements, proof.Entries, proof.Counters));
        Assert.Empty(proof.Differences);
    }

    [ContractFact]
    public async Task A_month_begins_at_midnight_in_China()
    {
        await using var ledger = new PostgresLedger(database);

        // 15:59:59 UTC on 31 May is one second before June in China; a second later is June.
        var may = new DateTimeOffset(2026, 5, 31, 15, 59, 59, TimeSpan.Zero);
        await ledger.PostAsync(new Visit("may", 10_00) { SettledTime = may }.Posting(), CancellationToken.None).WaitAsync(Patience);
        await ledger.PostAsync(new Visit("june", 10_00) { SettledTime = may.AddSeconds(1) }.Posting(), CancellationToken.None)
            .WaitAsync(Patience);

        Assert.Equal("may", await schema.AskAsync("SELECT request_id FROM settlement_2026_05"));
        Assert.Equal("june", await schema.AskAsync("SELECT request_id FROM settlement_2026_06"));
    }

    [ContractFact]
    public async Task The_views_show_a_settlement_as_rows()
    {
        await using var ledger = new PostgresLedger(database);
        await ledger.PostAsync(new Visit("R1", 300_00).Posting(), CancellationToken.None).WaitAsync(Patience);
        await ledger.PostAsync(new Visit("R2", 2_000_00).Posting(), CancellationToken.None).WaitAsync(Patience);

        // 150.00 of the first; of the second 850.00, since the cap is 1,000.00.
        Assert.Equal(1_000_00m, await schema.AskAsync("SELECT sum(amount_fen) FROM entry WHERE account = 'advance_receivable'"));
        Assert.Equal(0m, await schema.AskAsync("SELECT sum(amount_fen) FROM entry"));
        Assert.Equal(850_00L, await schema.AskAsync("SELECT max(paid_fen) FROM layer_line WHERE layer = 'relief' AND advanced"));
        Assert.Equal(
            $"{SettlementIds.Of("R1")}",
            await schema.AskAsync("SELECT settlement_id FROM counter_change WHERE added_fen = 15000 AND person_key = 'P1'"));
    }

    [ContractFact]
    public async Task Commits_that_are_not_waited_for_are_refused_with_what_to_set()
    {
        var careless = new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Options = "-c synchronous_commit=off" };
        await using var opened = new PostgresDatabase(careless.ToString());

        var refused = await Assert.ThrowsAsync<UnfitDatabaseException>(() => opened.ReadyAsync(CancellationToken.None).WaitAsync(Patience));
        Assert.Contains("synchronous_commit = on", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Database=medaid;Username=medaid", true)]
    [InlineData("Host=db", false)]
    [InlineData("Database=medaid", false)]
    [InlineData("Hst=db;Database=medaid", false)]
    [InlineData("nonsense", false)]
    public void A_connection_string_is_checked_before_anything_starts(string connectionString, bool good) =>
        Assert.Equal(good, PostgresDatabase.ProblemOf(connectionString) is null);
}
