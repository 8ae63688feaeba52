using System.Collections.Concurrent;
using MedAid.Settlement.Ledger;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>The months that have their partitions. A new one is made when the first settlement of it is about to be written.</summary>
internal sealed class PostgresMonths(PostgresDatabase database)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly ConcurrentDictionary<DateOnly, bool> made = [];

    /// <summary>The months of these records that are not known to have their partitions.</summary>
    public DateOnly[] Missing(IEnumerable<SettlementRecord> records) =>
        [.. records.Select(r => MonthOf(r.Document.SettledTime)).Where(m => !made.ContainsKey(m)).Distinct().Order()];

    /// <summary>Makes them; no transaction of the caller may be open, since it would stand in the way.</summary>
    public async Task MakeAsync(DateOnly[] months, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAloneAsync(cancellationToken);
        foreach (var month in months)
        {
            await using var make = new NpgsqlCommand("SELECT make_month($1)", connection) { Parameters = { new() { Value = month } } };
            await make.ExecuteNonQueryAsync(cancellationToken);
            made[month] = true;
        }
    }

    /// <summary>Trusts nothing any more: the database may have become another one.</summary>
    public void Forget() => made.Clear();

    private static DateOnly MonthOf(DateTimeOffset settledTime)
    {
        var local = settledTime.ToOffset(China);
        return new DateOnly(local.Year, local.Month, 1);
    }
}
