using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;
using Xunit.Abstractions;

namespace MedAid.Stores.Tests.Histories;

/// <summary>Random years of persons in the embedded ledger. <c>MEDAID_CASES</c> says how many, for a night.</summary>
public sealed class RandomYearTests(ITestOutputHelper report)
{
    private const int Histories = 100;

    [Fact]
    public async Task Random_years_of_persons_come_to_what_a_replay_of_them_does()
    {
        var folder = new EmbeddedFolder();
        await using (var ledger = new EmbeddedLedger(folder.Database))
        {
            await new RandomYears(new YearBook(ledger, new EmbeddedSql(folder.Database))).TryAsync(Histories, report.WriteLine);
        }

        await folder.RemoveAsync();
    }
}

/// <summary>The same on PostgreSQL and on SQLite beside it.</summary>
[NeedsPostgres]
public sealed class PostgresRandomYearTests(ITestOutputHelper report)
{
    private const int Histories = 80;

    [ContractFact]
    public async Task Random_years_of_persons_come_to_the_same_fen_on_both_databases()
    {
        var folder = new EmbeddedFolder();
        var schema = await PostgresSchema.CreateAsync();
        await using (var database = schema.Open())
        await using (var ledger = new PostgresLedger(database))
        await using (var beside = new EmbeddedLedger(folder.Database))
        {
            await new RandomYears(new(ledger, new PostgresSql(database)), new(beside, new EmbeddedSql(folder.Database))).TryAsync(Histories, report.WriteLine);
        }

        await schema.RemoveAsync();
        await folder.RemoveAsync();
    }
}
