using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// The facts of the search as they follow the ledger, drawn from it and kept beside it, on either database; failures are
/// exceptions of the store (LedgerUnavailableException).
/// </summary>
public sealed class EntitlementGapFacts(ISqlDatabase database)
{
    private const string Checkpoint = "gap_checkpoint";

    private const string CheckpointSql = "SELECT outbox_number, indicators_hash FROM gap_checkpoint";

    private static readonly string[] FactTables = ["gap_visit", "gap_indicator", "gap_year"];

    /// <summary>How far the facts follow the ledger.</summary>
    public Task<FactsCheckpoint> CheckpointAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(ReadCheckpointAsync, cancellationToken);

    /// <summary>
    /// Takes one part of the outbox into the facts, if they still stand at <paramref name="at"/>: first the visits, then what was undone.
    /// False: somebody else was quicker, and nothing was done.
    /// </summary>
    public Task<bool> FoldAsync(
        FactsCheckpoint at, FactsCheckpoint reached, IReadOnlyList<VisitFact> visits, IReadOnlyList<VisitUndone> undone,
        CancellationToken cancellationToken) => database.WriteAsync(
        Checkpoint,
        async session =>
        {
            if ((await ReadCheckpointAsync(session)).OutboxNumber != at.OutboxNumber)
            {
                return false;
            }

            var changes = visits.Select(v => (v.PersonKey, v.ServiceDate.Year, v.BurdenFen)).ToList();
            await InsertAsync(session, visits);
            changes.AddRange(await TakeOutAsync(session, undone));
            await AddToYearsAsync(session, changes);
            await MoveAsync(session, reached);
            return true;
        },
        cancellationToken);

    /// <summary>Begins to draw the facts anew: they are emptied first.</summary>
    public Task BeginRebuildAsync(CancellationToken cancellationToken) => database.WriteAsync(
        Checkpoint, session => MoveAsync(session, new FactsCheckpoint(FactsCheckpoint.Emptying, "")), cancellationToken);

    /// <summary>Empties a part of the facts; once nothing is left, they start again from the beginning of the ledger.</summary>
    public Task EmptyAsync(int limit, CancellationToken cancellationToken) => database.WriteAsync(
        Checkpoint,
        async session =>
        {
            if ((await ReadCheckpointAsync(session)).OutboxNumber != FactsCheckpoint.Emptying)
            {
                return 0;
            }

            var deleted = 0;
            foreach (var table in FactTables)
            {
                deleted += await session.ExecuteAsync(
                    $"DELETE FROM {table} WHERE person_key IN (SELECT person_key FROM {table} ORDER BY person_key LIMIT @0)", (long)limit);
            }

            return deleted > 0 ? deleted : await MoveAsync(session, new FactsCheckpoint(0, ""));
        },
        cancellationToken);

    internal static async Task<FactsCheckpoint> ReadCheckpointAsync(SqlSession session) =>
        (await session.QueryAsync(CheckpointSql, row => new FactsCheckpoint(row.GetInt64(0), row.GetString(1))))[0];

    private static Task<int> MoveAsync(SqlSession session, FactsCheckpoint to) => session.ExecuteAsync(
        "UPDATE gap_checkpoint SET outbox_number = @0, indicators_hash = @1", to.OutboxNumber, to.IndicatorsHash);

    private static async Task InsertAsync(SqlSession session, IReadOnlyList<VisitFact> visits)
    {
        await session.InsertAsync(
            "INSERT INTO gap_visit (person_key, service_date, settlement_id, county_code, burden_fen)",
            [.. visits.Select(v => new object?[] { v.PersonKey, v.ServiceDate, v.SettlementId, v.CountyCode, v.BurdenFen })]);
        await session.InsertAsync(
            "INSERT INTO gap_indicator (person_key, disease, indicator_id, service_date, settlement_id)",
            [
                .. from v in visits
                   from s in v.Indicators
                   select new object?[] { v.PersonKey, s.Disease, s.IndicatorId, v.ServiceDate, v.SettlementId },
            ]);
    }

    /// <summary>Takes out what was undone; what leaves the years comes back with its indicator turned.</summary>
    private static async Task<List<(PersonKey PersonKey, int Year, long BurdenFen)>> TakeOutAsync(
        SqlSession session, IReadOnlyList<VisitUndone> undone)
    {
        var ids = undone.Select(u => u.SettlementId).ToHashSet();
        var visits = await session.QueryInAsync(
            "SELECT settlement_id, person_key, service_date, burden_fen FROM gap_visit WHERE person_key IN {0}",
            [.. undone.Select(u => u.PersonKey).Distinct()],
            row => (Id: new SettlementId(row.GetString(0)), Key: new PersonKey(row.GetString(1)), Day: row.GetFieldValue<DateOnly>(2),
                Fen: row.GetInt64(3)));
        visits.RemoveAll(v => !ids.Contains(v.Id));
        object?[][] places = [.. visits.Select(v => new object?[] { v.Key, v.Day, v.Id })];
        await session.ExecuteEachAsync(
            "DELETE FROM gap_visit WHERE person_key = @0 AND service_date = @1 AND settlement_id = @2", places);
        await session.ExecuteEachAsync(
            "DELETE FROM gap_indicator WHERE person_key = @0 AND service_date = @1 AND settlement_id = @2", places);
        return [.. visits.Select(v => (v.Key, v.Day.Year, -v.Fen))];
    }

    /// <summary>Sums are written whole, not added to: a year must not fall below zero even for a moment.</summary>
    private static async Task AddToYearsAsync(SqlSession session, List<(PersonKey PersonKey, int Year, long BurdenFen)> changes)
    {
        var known = (await session.QueryInAsync(
            "SELECT person_key, year, burden_fen FROM gap_year WHERE person_key IN {0}",
            [.. changes.Select(c => c.PersonKey).Distinct()],
            row => (Key: new PersonKey(row.GetString(0)), Year: row.GetInt32(1), Fen: row.GetInt64(2))))
            .ToDictionary(k => (k.Key, k.Year), k => k.Fen);
        await session.InsertAsync(
            "INSERT INTO gap_year (year, person_key, burden_fen)",
            [
                .. changes.GroupBy(c => (c.PersonKey, c.Year)).Select(g => new object?[]
                {
                    g.Key.Year, g.Key.PersonKey, known.GetValueOrDefault(g.Key) + g.Sum(c => c.BurdenFen),
                }),
            ],
            "ON CONFLICT (year, person_key) DO UPDATE SET burden_fen = excluded.burden_fen");
    }
}
