using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Postgres;
using Npgsql;

namespace MedAid.Stores.Tests.Schema;

/// <summary>A later step on a database that is in use.</summary>
[NeedsPostgres]
public sealed class PostgresStepTests : IAsyncLifetime
{
    private const string Waiter = "FROM pg_locks WHERE NOT granted AND relation = 'person_detail'::regclass";

    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    /// <summary>R1 stands, R2 was reversed by U2: three settlements.</summary>
    public async Task InitializeAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        await using var ledger = new PostgresLedger(database);
        await OlderBooks.WriteAsync(ledger);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }

    [ContractFact]
    public async Task A_later_step_runs_once_on_a_filled_database_also_when_two_programs_start_at_once()
    {
        await using var other = schema.Open();
        var done = await Task.WhenAll(MigrateAsync(database), MigrateAsync(other)).Within();
        var again = await MigrateAsync(other).Within();

        Assert.Equal([MadeUpStep.Name], done.SelectMany(steps => steps).Select(s => s.Name));
        Assert.Empty(again);
        await AssertInOrderAsync();
    }

    [ContractFact]
    public async Task Who_only_reads_refuses_an_older_database_and_leaves_it_as_it_is()
    {
        var refused = await Assert.ThrowsAsync<UnfitDatabaseException>(
            () => new PostgresMigrations(database, MadeUpStep.Postgres).RequireAsync(CancellationToken.None).Within());

        Assert.Contains($"第 2 步 {MadeUpStep.Name} 还没有执行", refused.Message, StringComparison.Ordinal);
        Assert.Equal(true, await schema.AskAsync("SELECT to_regclass('remark') IS NULL"));
        await new PostgresMigrations(database).RequireAsync(CancellationToken.None).Within();
    }

    [ContractFact]
    public async Task A_step_whose_program_dies_in_the_midst_of_it_is_done_by_the_next_one()
    {
        Task<IReadOnlyList<MigrationStatus>> dying;
        await using (var reader = new NpgsqlConnection(schema.ConnectionString))
        {
            // The last statement of the step waits for whoever reads the table.
            await reader.OpenAsync().Within();
            await using var reading = await reader.BeginTransactionAsync().Within();
            await using var read = new NpgsqlCommand("SELECT count(*) FROM person_detail", reader);
            await read.ExecuteScalarAsync().Within();
            dying = MigrateAsync(database);
            await Waiting.Until("the step waits for the reader", async () => await schema.AskAsync($"SELECT count(*) {Waiter}") is 1L);
            await schema.AskAsync($"SELECT pg_terminate_backend(pid) {Waiter}");
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => dying.Within());
        }

        Assert.Equal(true, await schema.AskAsync("SELECT to_regclass('remark') IS NULL"));
        var steps = await MigrateAsync(database).Within();

        Assert.Equal([MadeUpStep.Name], steps.Select(s => s.Name));
        await AssertInOrderAsync();
    }

    private static Task<IReadOnlyList<MigrationStatus>> MigrateAsync(PostgresDatabase database) =>
        new PostgresMigrations(database, MadeUpStep.Postgres).MigrateAsync(CancellationToken.None);

    private async Task AssertInOrderAsync()
    {
        Assert.Equal(3 * MadeUpStep.RemarksOfOne, await schema.AskAsync("SELECT count(*) FROM remark"));
        Assert.Equal("1 2", await schema.AskAsync("SELECT string_agg(number::text, ' ' ORDER BY number) FROM migration"));
        await using var ledger = new PostgresLedger(database);
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None).Within()).Differences);
        await OlderBooks.AssertStandingAsync(ledger);
    }
}
