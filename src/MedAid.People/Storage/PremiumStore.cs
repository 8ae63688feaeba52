using System.Globalization;
using MedAid.Core;
using MedAid.People.Premiums;
using MedAid.People.Rosters;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>
/// Aid with the premium, year by year, and the runs that noted it, on either database; a revision is never changed or deleted.
/// </summary>
public sealed class PremiumStore(ISqlDatabase database, TimeProvider time)
{
    private const string RunSql = $"SELECT {PremiumRows.RunColumns} FROM premium_run WHERE run_id = @0";

    private const string HoldersSql =
        """
        SELECT DISTINCT person_key FROM identity_period
        WHERE known_to_us IS NULL AND valid_from <= @0 AND (valid_until IS NULL OR valid_until > @1) AND person_key > @2
        ORDER BY person_key LIMIT @3
        """;

    private const string NotedSql =
        """
        SELECT DISTINCT person_key FROM premium_entitlement
        WHERE premium_year = @0 AND county_code = @1 AND person_key > @2 ORDER BY person_key LIMIT @3
        """;

    private const string PersonsSql = $"{PeopleRows.FactsSql} WHERE d.person_key IN {{0}}";

    private const string HistorySql = $$"""SELECT {{PeopleRows.HistoryColumns}} FROM identity_period WHERE person_key IN {0}""";

    private const string InsuranceSql =
        """
        SELECT v.person_key, v.known_from_us, v.changed_by, (SELECT kind FROM roster_import WHERE import_id = v.changed_by) AS source
        FROM person_version v WHERE v.person_key IN {0}
        """;

    private const string GoOnSql =
        """
        UPDATE premium_run SET reached = @0, persons = persons + @1, changed = changed + @2, difference_fen = difference_fen + @3, ended_us = @4
        WHERE run_id = @5
        """;

    /// <summary>A run by its id; null: there is none.</summary>
    public async Task<PremiumRun?> FindAsync(string runId, CancellationToken cancellationToken) =>
        (await database.ReadAsync(session => session.QueryAsync(RunSql, PremiumRows.Run, runId), cancellationToken)).FirstOrDefault();

    /// <summary>Begins a run, once, unless <paramref name="refusal"/> says why not; the same request again finds it.</summary>
    public Task<Result<PremiumRun>> OpenAsync(PremiumRun run, WriteKey key, Fault? refusal, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, "premium_run", new WriteHead(key, run.Operator, run.Started),
            new OnceWork<PremiumRun>(
                _ => Task.FromResult(refusal is null ? Result.Done(run) : Result.Refused<PremiumRun>(refusal)),
                async (session, made) =>
                {
                    await session.InsertAsync($"INSERT INTO premium_run ({PremiumRows.RunColumns})", [PremiumRows.Values(made)]);
                    return await FindAsync(session, made.RunId);
                },
                made => made.RunId,
                FindAsync),
            cancellationToken);

    /// <summary>
    /// Sees to the next persons of a run in one transaction, and writes what is new or another now; the run afterwards. A run that died is
    /// gone on with where it stopped. <paramref name="decide"/> may be called again and must only look and answer.
    /// </summary>
    public Task<PremiumRun> GoOnAsync(
        string runId, int personsMax, Func<PremiumCase, PremiumEntitlement?> decide, CancellationToken cancellationToken) =>
        database.WriteAsync("premium_entitlement", session => GoOnAsync(session, runId, personsMax, decide), cancellationToken);

    /// <summary>Last revisions of a county and a year, by township and person; of a township where one is given.</summary>
    public async Task<IReadOnlyList<PremiumLine>> ListAsync(
        int year, CountyCode county, string township, int skip, int limit, CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.QueryAsync(
            $"""
            {PremiumRows.SelectSql}
            WHERE e.premium_year = @0 AND e.county_code = @1 AND {(township.Length > 0 ? "e.township = @2" : "@2 = ''")} AND {PremiumRows.IsLast}
            ORDER BY e.township, e.person_key LIMIT @3 OFFSET @4
            """,
            PremiumRows.Line, year, county, township, limit, skip),
        cancellationToken);

    /// <summary>All revisions of a person, oldest first.</summary>
    public async Task<IReadOnlyList<PremiumLine>> HistoryAsync(PersonKey personKey, CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.QueryAsync(
            $"{PremiumRows.SelectSql} WHERE e.person_key = @0 ORDER BY e.premium_year, e.revision", PremiumRows.Line, personKey),
        cancellationToken);

    private async Task<PremiumRun> GoOnAsync(
        SqlSession session, string runId, int personsMax, Func<PremiumCase, PremiumEntitlement?> decide)
    {
        var run = await FindAsync(session, runId);
        if (run.Ended is not null)
        {
            return run;
        }

        var keys = await NextAsync(session, run, personsMax);
        var now = time.GetUtcNow();
        var decided = (await CasesAsync(session, run, keys))
            .Select(c => (c.Before, Now: decide(c))).Where(d => d.Now is not null).ToArray();
        var written = decided.Where(d => d.Before is null || !d.Now!.SaysTheSame(d.Before))
            .Select(d => (d.Before, Now: d.Now! with { Revision = (d.Before?.Revision ?? 0) + 1, RunId = runId, Noted = now })).ToArray();
        await session.InsertAsync(
            $"INSERT INTO premium_entitlement ({PremiumRows.Columns})", [.. written.Select(w => PremiumRows.Values(w.Now))]);
        await session.ExecuteAsync(
            GoOnSql, keys.Length > 0 ? keys[^1] : run.Reached, decided.Count(d => d.Now!.Rule != PremiumRule.None), written.Length,
            written.Sum(w => w.Now.AidFen - (w.Before?.AidFen ?? 0)), keys.Length < personsMax ? Instants.Microseconds(now) : null, runId);
        return await FindAsync(session, runId);
    }

    /// <summary>The next persons by key: with an identity in the year, or with an entitlement that may have to fall away.</summary>
    private static async Task<string[]> NextAsync(SqlSession session, PremiumRun run, int personsMax)
    {
        var holders = await session.QueryAsync(
            HoldersSql, row => row.GetString(0), new DateOnly(run.Year, 12, 31), run.EnrolledBy, run.Reached, personsMax);
        var noted = await session.QueryAsync(NotedSql, row => row.GetString(0), run.Year, run.County, run.Reached, personsMax);
        return [.. holders.Union(noted, StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(personsMax)];
    }

    private static async Task<IEnumerable<PremiumCase>> CasesAsync(SqlSession session, PremiumRun run, string[] keys)
    {
        var persons = await session.QueryInAsync(PersonsSql, keys, PeopleRows.Facts);
        var history = (await session.QueryInAsync(HistorySql, keys, PeopleRows.History)).ToLookup(h => h.PersonKey);
        var insurance = (await session.QueryInAsync(InsuranceSql, keys, row => (
            Key: row.GetString(0),
            Known: new InsuranceKnown(
                Instants.OfMicroseconds(row.GetInt64(1)), row.GetString(2),
                !row.IsDBNull(3) && (RosterKind)row.GetInt32(3) != RosterKind.Insured)))).ToLookup(i => i.Key, i => i.Known);
        var year = run.Year.ToString(CultureInfo.InvariantCulture);
        var before = (await session.QueryInAsync(
            $"{PremiumRows.SelectSql} WHERE e.premium_year = {year} AND {PremiumRows.IsLast} AND e.person_key IN {{0}}", keys, PremiumRows.Line))
            .ToDictionary(l => l.Entitlement.PersonKey, l => l.Entitlement);
        return persons.Select(p => new PremiumCase(
            p with { Periods = [.. history[p.PersonKey].Where(h => h.KnownTo is null).Select(h => h.Period)] },
            null, [.. history[p.PersonKey]], [.. insurance[p.PersonKey.Text]], before.GetValueOrDefault(p.PersonKey)));
    }

    private static async Task<PremiumRun> FindAsync(SqlSession session, string runId) =>
        (await session.QueryAsync(RunSql, PremiumRows.Run, runId))[0];
}
