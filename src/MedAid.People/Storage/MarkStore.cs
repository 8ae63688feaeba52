using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>
/// Marks of settlements and what was done about them, on either database. All open marks of a settlement are resolved together; a
/// later change that touches it makes a new one, so that it is open again. A settlement that is reversed loses its marks of later visits by the
/// gateway itself, before anybody can say that it was settled again: so that is taken of marks too that nobody but the gateway has resolved.
/// </summary>
public sealed class MarkStore(ISqlDatabase database)
{
    private const string KnownSql =
        """
        SELECT resolution_id, settlement_id, outcome, again_settlement_id, reason, operator, resolved_us
        FROM mark_resolution WHERE resolution_id = @0
        """;

    private const string OpenSql =
        "SELECT person_key FROM readjudication_mark WHERE settlement_id = @0 AND resolved_us IS NULL";

    /// <summary>Open, or resolved by the gateway itself.</summary>
    private const string UnansweredSql =
        """
        SELECT m.person_key FROM readjudication_mark m LEFT JOIN mark_resolution r ON r.resolution_id = m.resolution
        WHERE m.settlement_id = @0 AND (m.resolved_us IS NULL OR r.outcome = 4)
        """;

    /// <summary>The marked one is undone, and the other is a settlement of the same person that stands.</summary>
    private const string AgainSql =
        """
        SELECT settlement_id FROM settlement s
        WHERE settlement_id = @0 AND settlement_id <> @1 AND person_key = @2 AND reverses_settlement_id IS NULL
          AND EXISTS (SELECT 1 FROM settlement u WHERE u.person_key = @2 AND u.reverses_settlement_id = @1)
          AND NOT EXISTS (SELECT 1 FROM settlement u WHERE u.person_key = @2 AND u.reverses_settlement_id = @0)
        """;

    private const string ResolveSql =
        "UPDATE readjudication_mark SET resolved_us = @0, resolution = @1 WHERE settlement_id = @2 AND resolved_us IS NULL";

    private const string ResolveUnansweredSql =
        """
        UPDATE readjudication_mark SET resolved_us = @0, resolution = @1
        WHERE settlement_id = @2
          AND (resolved_us IS NULL OR resolution IN (SELECT resolution_id FROM mark_resolution WHERE settlement_id = @2 AND outcome = 4))
        """;

    /// <summary>Resolves what is open of a settlement, once.</summary>
    public Task<Result<ResolvedMarks>> ResolveAsync(MarkResolution resolution, WriteKey key, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, "readjudication_mark", new WriteHead(key, resolution.Operator, resolution.Resolved),
            new OnceWork<ResolvedMarks>(
                session => DecideAsync(session, resolution),
                KeepAsync,
                made => made.Resolution.ResolutionId,
                async (session, id) => new ResolvedMarks(await FindAsync(session, id), 0)),
            cancellationToken);

    /// <summary>A resolution by its id.</summary>
    public Task<MarkResolution> FindAsync(string resolutionId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, resolutionId), cancellationToken);

    private static async Task<Result<ResolvedMarks>> DecideAsync(SqlSession session, MarkResolution resolution)
    {
        var open = await session.QueryAsync(resolution.IsAgain ? UnansweredSql : OpenSql, row => row.GetString(0), resolution.SettlementId);
        if (open.Count == 0)
        {
            return Result.Refused<ResolvedMarks>(MarkFault.NotOpen);
        }

        var fits = !resolution.IsAgain || (await session.QueryAsync(
            AgainSql, row => row.GetString(0), resolution.AgainSettlementId, resolution.SettlementId, open[0])).Count == 1;
        return fits ? Result.Done(new ResolvedMarks(resolution, open.Count)) : Result.Refused<ResolvedMarks>(MarkFault.AgainUnfit);
    }

    private static async Task<ResolvedMarks> KeepAsync(SqlSession session, ResolvedMarks made)
    {
        var resolution = made.Resolution;
        var nowUs = Instants.Microseconds(resolution.Resolved);
        await session.InsertAsync(
            """
            INSERT INTO mark_resolution (resolution_id, settlement_id, outcome, again_settlement_id, reason, operator, resolved_us)
            """,
            [[
                resolution.ResolutionId, resolution.SettlementId, (int)resolution.Outcome, resolution.AgainSettlementId, resolution.Reason,
                resolution.Operator, nowUs,
            ]]);
        var sql = resolution.IsAgain ? ResolveUnansweredSql : ResolveSql;
        return made with { Resolved = await session.ExecuteAsync(sql, nowUs, resolution.ResolutionId, resolution.SettlementId) };
    }

    private static async Task<MarkResolution> FindAsync(SqlSession session, string resolutionId) => (await session.QueryAsync(
        KnownSql,
        row => new MarkResolution(
            row.GetString(0), new SettlementId(row.GetString(1)), (MarkOutcome)row.GetInt32(2), new SettlementId(row.GetString(3)),
            row.GetString(4), row.GetString(5),
            Instants.OfMicroseconds(row.GetInt64(6))),
        resolutionId))[0];
}
