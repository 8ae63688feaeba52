using System.Globalization;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>How settlements lie in the database, and what is read to find some of them.</summary>
[NeedsPostgres]
public sealed class PostgresStorageTests : IAsyncLifetime
{
    private const string Small = "H14112300001";

    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly DateTimeOffset March = new(2026, 3, 14, 2, 30, 0, TimeSpan.Zero);

    private PostgresSchema schema = null!;

    public async Task InitializeAsync() => schema = await PostgresSchema.CreateAsync();

    public Task DisposeAsync() => schema.RemoveAsync();

    [ContractFact]
    public async Task Every_month_keeps_rows_in_one_piece_and_is_searched_by_hospital()
    {
        await WriteAsync(
            new Visit("R1", 300_00).Posting(),
            new Visit("R2", 100_00) { SettledTime = March.AddMonths(1) }.Posting(),
            new Visit("R3", 10_00) { SettledTime = March.AddMonths(6) }.Posting());

        Assert.Equal(3L, await schema.AskAsync(
            """
            SELECT count(*) FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relname ~ '^settlement_2026_..$'
            AND reloptions = '{toast_tuple_target=8160,autovacuum_vacuum_cost_delay=20}'
            """));
        Assert.Equal(3L, await schema.AskAsync(
            """
            SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema AND tablename ~ '^settlement_2026_..$'
            AND indexdef LIKE '%(hospital_code, settled_at, settlement_id)'
            """));
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
            var filter = new SettlementFilter { HospitalCode = new HospitalCode(Small), Limit = 50 };
            var page = await ledger.ListAsync(filter, CancellationToken.None).WaitAsync(Patience);
            Assert.Equal(["S1", "S2", "S3"], page.Select(s => s.Document.RequestId));
        }

        await Waiting.Until("what was read is counted", async () => await CountedAsync("seq_tup_read + idx_tup_fetch") > before);
        Assert.Equal(3, await CountedAsync("seq_tup_read + idx_tup_fetch") - before);
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
        Assert.Equal(PostingEffect.Done, outcome.Result);
    }

    private async Task<long> CountedAsync(string what) => Convert.ToInt64(
        await schema.AskAsync(
            $"SELECT sum({what}) FROM pg_stat_user_tables WHERE schemaname = current_schema AND relname ~ '^settlement_2026_..$'"),
        CultureInfo.InvariantCulture);
}
