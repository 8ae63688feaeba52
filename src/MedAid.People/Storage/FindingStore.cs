using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>
/// What was found, referred and filed by hand: a matter of record, on either database; failures are exceptions
/// of the store (LedgerUnavailableException).
/// </summary>
public sealed class FindingStore(ISqlDatabase database)
{
    private const string FindingsSql = $"SELECT {GapFindingRows.FindingColumns} FROM gap_finding";

    private const string UpsertSql =
        """
        ON CONFLICT (finding_id) DO UPDATE
        SET county_code = excluded.county_code, since_date = excluded.since_date, amount_fen = excluded.amount_fen,
            line_fen = excluded.line_fen, days = excluded.days, indicator_id = excluded.indicator_id, standing = excluded.standing,
            standing_us = excluded.standing_us
        """;

    /// <summary>Findings that are open or pending, and those of the ids given, however they stand.</summary>
    public Task<IReadOnlyList<GapFinding>> CurrentAsync(IReadOnlyList<string> findingIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<GapFinding>>(
            async session =>
            {
                var current = await session.QueryAsync($"{FindingsSql} WHERE standing IN (1, 2)", GapFindingRows.Finding);
                var among = current.Select(f => f.FindingId).ToHashSet(StringComparer.Ordinal);
                var others = await session.QueryInAsync(
                    $$"""{{FindingsSql}} WHERE finding_id IN {0}""", [.. findingIds.Where(id => !among.Contains(id))], GapFindingRows.Finding);
                return [.. current, .. others];
            },
            cancellationToken);

    /// <summary>
    /// Writes findings as they are now, if the facts still stand where they were judged; a finding keeps when it was found. False: the facts
    /// have moved on, and nothing was written.
    /// </summary>
    public Task<bool> RecordAsync(FactsCheckpoint at, IReadOnlyList<GapFinding> findings, CancellationToken cancellationToken) =>
        database.WriteAsync(
            "gap_finding",
            async session =>
            {
                if ((await EntitlementGapFacts.ReadCheckpointAsync(session)).OutboxNumber != at.OutboxNumber)
                {
                    return false;
                }

                await session.InsertAsync(
                    $"INSERT INTO gap_finding ({GapFindingRows.FindingColumns})", [.. findings.Select(GapFindingRows.Values)], UpsertSql);
                return true;
            },
            cancellationToken);

    /// <summary>Findings in the order in which they were made.</summary>
    public Task<IReadOnlyList<GapFinding>> ListAsync(FindingFilter filter, int skip, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<GapFinding>>(
            async session => await session.QueryAsync(
                $"""
                {FindingsSql}
                WHERE {(filter.Kind is null ? "@0 = 0" : "kind = @0")} AND {(filter.County.IsEmpty ? "@1 = ''" : "county_code = @1")}
                  AND {(filter.Standing is null ? "@2 = 0" : "standing = @2")}
                  AND {(filter.PersonKey.IsEmpty ? "@3 = ''" : "person_key = @3")}
                ORDER BY found_us, finding_id LIMIT @4 OFFSET @5
                """,
                GapFindingRows.Finding, (int)(filter.Kind ?? 0), filter.County, (int)(filter.Standing ?? 0), filter.PersonKey, limit, skip),
            cancellationToken);

    /// <summary>The findings of findings.</summary>
    public Task<IReadOnlyList<FindingWithLists>> FindingsAsync(IReadOnlyList<string> findingIds, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await ReadListsAsync(session, await session.QueryInAsync(
                $$"""{{FindingsSql}} WHERE finding_id IN {0}""", findingIds, GapFindingRows.Finding)),
            cancellationToken);

    /// <summary>All findings of a county with what has become of them.</summary>
    public Task<IReadOnlyList<FindingWithLists>> FindingsOfCountyAsync(CountyCode county, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await ReadListsAsync(session, await session.QueryAsync(
                $"{FindingsSql} WHERE county_code = @0 ORDER BY found_us, finding_id", GapFindingRows.Finding, county)),
            cancellationToken);

    /// <summary>Refers a finding of a burden to temporary aid; its id. Like all writes here, it is done once under a key.</summary>
    public Task<Result<string>> ReferAsync(WriteHead head, string findingId, string note, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, "gap_referral", head, findingId,
            async session => await FindAsync(session, findingId) switch
            {
                null => EntitlementGapFault.FindingNotFound(findingId),
                _ when await ReferralAsync(session, findingId) is not null => EntitlementGapFault.ReferredAlready(findingId),
                { Snapshot.Kind: FindingKind.Burden, Standing: FindingStanding.Open } => null,
                _ => EntitlementGapFault.NotReferable(findingId),
            },
            session => session.InsertAsync(
                "INSERT INTO gap_referral (finding_id, note, operator, referred_us)",
                [[findingId, note, head.Operator, Instants.Microseconds(head.Time)]]),
            cancellationToken);

    /// <summary>Notes what the county decided on a referral; a grant settles the finding.</summary>
    public Task<Result<string>> DecideAidAsync(
        WriteHead head, string findingId, long grantedFen, string reason, CancellationToken cancellationToken) => Once.WriteAsync(
        database, "gap_referral", head, findingId,
        async session => await ReferralAsync(session, findingId) is { Decision: null } ? null : EntitlementGapFault.NoOpenReferral(findingId),
        async session =>
        {
            var now = Instants.Microseconds(head.Time);
            await session.ExecuteAsync(
                """
                UPDATE gap_referral SET granted_fen = @0, reason = @1, decided_by = @2, decided_us = @3
                WHERE finding_id = @4 AND granted_fen IS NULL
                """,
                grantedFen, reason, head.Operator, now, findingId);
            await session.ExecuteAsync(
                "UPDATE gap_finding SET standing = 3, standing_us = @0 WHERE finding_id = @1 AND @2 > 0", now, findingId, grantedFen);
        },
        cancellationToken);

    /// <summary>What was done to the uremia register by hand, in order; of one person if it is given.</summary>
    public Task<IReadOnlyList<UremiaAct>> UremiaActsAsync(PersonKey? personKey, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<UremiaAct>>(session => ActsAsync(session, personKey), cancellationToken);

    /// <summary>
    /// Adds an act, unless <paramref name="refuse"/> says why not in the light of those before; it is called inside the transaction, possibly again.
    /// </summary>
    public Task<Result<string>> ActOnUremiaAsync(
        WriteHead head, UremiaAct act, Func<IReadOnlyList<UremiaAct>, Fault?> refuse, CancellationToken cancellationToken) => Once.WriteAsync(
        database, "uremia_act", head, act.PersonKey.Text,
        async session => refuse(await ActsAsync(session, act.PersonKey)),
        async session =>
        {
            var last = await session.QueryAsync("SELECT coalesce(max(act_number), 0) FROM uremia_act", row => row.GetInt64(0));
            await session.InsertAsync(
                $"INSERT INTO uremia_act (act_number, {GapFindingRows.ActColumns})", [[last[0] + 1, .. GapFindingRows.Values(act)]]);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<UremiaAct>> ActsAsync(SqlSession session, PersonKey? personKey) => await session.QueryAsync(
        $"""
        SELECT {GapFindingRows.ActColumns} FROM uremia_act
        WHERE {(personKey is null ? "@0 = ''" : "person_key = @0")} ORDER BY act_number
        """,
        GapFindingRows.Act, personKey ?? default);

    private static async Task<GapFinding?> FindAsync(SqlSession session, string findingId) =>
        (await session.QueryAsync($"{FindingsSql} WHERE finding_id = @0", GapFindingRows.Finding, findingId)).FirstOrDefault();

    private static async Task<Referral?> ReferralAsync(SqlSession session, string findingId) => (await session.QueryAsync(
        $"SELECT {GapFindingRows.ReferralColumns} FROM gap_referral WHERE finding_id = @0", GapFindingRows.Referral, findingId))
        .FirstOrDefault();

    private static async Task<IReadOnlyList<FindingWithLists>> ReadListsAsync(SqlSession session, IReadOnlyList<GapFinding> findings)
    {
        string[] ids = [.. findings.Select(f => f.FindingId)];
        var lines = (await session.QueryInAsync(
            $$"""SELECT {{GapFindingRows.LineColumns}} FROM gap_line WHERE finding_id IN {0}""", ids, GapFindingRows.Line))
            .ToLookup(l => l.Line.FindingId, StringComparer.Ordinal);
        var referrals = (await session.QueryInAsync(
            $$"""SELECT {{GapFindingRows.ReferralColumns}} FROM gap_referral WHERE finding_id IN {0}""", ids, GapFindingRows.Referral))
            .ToDictionary(r => r.FindingId, StringComparer.Ordinal);
        return [.. findings.Select(f => new FindingWithLists(f, [.. lines[f.FindingId]], referrals.GetValueOrDefault(f.FindingId)))];
    }
}
