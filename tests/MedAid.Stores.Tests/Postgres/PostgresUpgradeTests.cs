using System.Globalization;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A database that an older version wrote comes up to date with its books unchanged, and what a step is for holds after it.</summary>
[NeedsPostgres]
public sealed class PostgresUpgradeTests : IAsyncLifetime
{
    private const string Small = "H14112300001";

    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly DateTimeOffset March = new(2026, 3, 14, 2, 30, 0, TimeSpan.Zero);

    private PostgresSchema schema = null!;
    private PostgresSchema older = null!;

    public async Task InitializeAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        older = await PostgresSchema.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await schema.RemoveAsync();
        await older.RemoveAsync();
    }

    [ContractFact]
    public async Task Books_of_the_first_version_are_the_same_to_the_byte_after_every_step()
    {
        var first = await FirstVersionAsync();
        var before = await first.BooksAsync();
        await using var database = older.Open();
        var steps = await new PostgresMigrations(database).MigrateAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal([2, 3], steps.Take(2).Select(s => s.Number));
        Assert.Equal(before, await first.BooksAsync());
        await using var ledger = new PostgresLedger(database);
        var proof = await ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Empty(proof.Differences);

        // Three settlements and a reversal, three entries each; two persons with a counter each.
        Assert.Equal((4, 12, 2), (proof.Settlements, proof.Entries, proof.Counters));
        var again = await ledger.PostAsync(new Visit("R1", 300_00).Posting(), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(PostResult.Replayed, again.Result);
        var reversed = await ledger.FindAsync(SettlementIds.Of("R2"), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(SettlementIds.Of("U2"), reversed!.ReversedBySettlementId);
        await OlderBooks.AssertStandingAsync(ledger);
    }

    [ContractFact]
    public async Task Months_of_before_and_of_after_are_stored_and_searched_alike()
    {
        await FirstVersionAsync();
        await using var database = older.Open();
        await using var ledger = new PostgresLedger(database);
        await PostAsync(ledger, new Visit("R9", 10_00) { SettledTime = March.AddMonths(6) }.Posting());

        // March and April were there; September came.
        Assert.Equal(3L, await older.AskAsync(
            """
            SELECT count(*) FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relname ~ '^settlement_2026_..$'
            AND reloptions = '{toast_tuple_target=8160}'
            """));
        Assert.Equal(3L, await older.AskAsync(
            """
            SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema AND tablename ~ '^settlement_2026_..$'
            AND indexdef LIKE '%(hospital_code, settled_at, settlement_id)'
            """));
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience)).Differences);
    }

    [ContractFact]
    public async Task A_page_of_a_small_hospital_is_found_without_reading_the_others()
    {
        await WriteAsync(
        [
            .. Enumerable.Range(1, 3).Select(i => new Visit($"S{i}", 10_00) { Hospital = Small, SettledTime = March.AddDays(-i) }.Posting()),
            .. Enumerable.Range(1, 600).Select(i => new Visit($"B{i}", 10_00) { SettledTime = March.AddSeconds(i) }.Posting()),
        ]);
        Assert.Null(await schema.RunAsync("ANALYZE"));

        // What a session did is counted for good when it has ended.
        await Waiting.Until("what was written is counted", async () => await CountedAsync("n_tup_ins") == 603);
        var before = await CountedAsync("seq_tup_read + idx_tup_fetch");
        await using (var database = schema.Open())
        {
            await using var ledger = new PostgresLedger(database);
            var filter = new SettlementFilter { HospitalCode = Small, Limit = 50 };
            var page = await ledger.ListAsync(filter, CancellationToken.None).WaitAsync(Patience);
            Assert.Equal(["S1", "S2", "S3"], page.Select(s => s.Document.RequestId));
        }

        await Waiting.Until("what was read is counted", async () => await CountedAsync("seq_tup_read + idx_tup_fetch") > before);
        Assert.Equal(3, await CountedAsync("seq_tup_read + idx_tup_fetch") - before);
    }

    private async Task<FirstVersion> FirstVersionAsync()
    {
        await WriteAsync(
            new Visit("R1", 300_00).Posting(),
            (new Visit("R2", 500_00) with { Person = "P2" }).Posting(),
            new Visit("R3", 100_00) { SettledTime = March.AddMonths(1) }.Posting());
        await using (var database = schema.Open())
        {
            await using var ledger = new PostgresLedger(database);
            await ledger.ReverseAsync(new Undoing("U2", SettlementIds.Of("R2")).Posting(), CancellationToken.None).WaitAsync(Patience);
        }

        var first = new FirstVersion(older);
        await first.WriteAsync(schema);
        return first;
    }

    private async Task WriteAsync(params SettlementPosting[] postings)
    {
        await using var database = schema.Open();
        await using var ledger = new PostgresLedger(database);
        await Task.WhenAll(postings.Select(p => PostAsync(ledger, p)));
    }

    private static async Task PostAsync(PostgresLedger ledger, SettlementPosting posting)
    {
        var outcome = await ledger.PostAsync(posting, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(PostResult.Done, outcome.Result);
    }

    private async Task<long> CountedAsync(string what) => Convert.ToInt64(
        await schema.AskAsync(
            $"SELECT sum({what}) FROM pg_stat_user_tables WHERE schemaname = current_schema AND relname ~ '^settlement_2026_..$'"),
        CultureInfo.InvariantCulture);
}
