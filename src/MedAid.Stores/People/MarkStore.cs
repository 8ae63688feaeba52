using MedAid.People.Ports;
using MedAid.Stores.Sql;

namespace MedAid.Stores.People;

/// <summary>Marks of settlements and their resolutions on either database.</summary>
public sealed class MarkStore(ISqlDatabase database) : IMarkStore
{
    private const string KnownSql =
        """
        SELECT content_hash, settlement_id, outcome, again_settlement_id, reason, operator, resolved_us
        FROM mark_resolution WHERE resolution_id = @0
        """;

    private const string OpenSql =
        "SELECT person_key FROM readjudication_mark WHERE settlement_id = @0 AND resolved_us IS NULL";

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

    /// <inheritdoc/>
    public Task<MarkAnswer> ResolveAsync(MarkResolution resolution, string contentHash, bool keep, CancellationToken cancellationToken) => keep
        ? database.WriteAsync("readjudication_mark", session => ResolveAsync(session, resolution, contentHash), cancellationToken)
        : database.ReadAsync(session => CheckAsync(session, resolution, contentHash), cancellationToken);

    private static async Task<MarkAnswer> ResolveAsync(SqlSession session, MarkResolution resolution, string contentHash)
    {
        var answer = await CheckAsync(session, resolution, contentHash);
        if (answer.Replayed || answer.Fault != MarkFault.None)
        {
            return answer;
        }

        var nowUs = PeopleRows.Microseconds(resolution.Resolved);
        await session.InsertAsync(
            """
            INSERT INTO mark_resolution (
                resolution_id, content_hash, settlement_id, outcome, again_settlement_id, reason, operator, resolved_us)
            """,
            [[
                resolution.ResolutionId, contentHash, resolution.SettlementId, (int)resolution.Outcome, resolution.AgainSettlementId,
                resolution.Reason, resolution.Operator, nowUs,
            ]]);
        return answer with { Resolved = await session.ExecuteAsync(ResolveSql, nowUs, resolution.ResolutionId, resolution.SettlementId) };
    }

    private static async Task<MarkAnswer> CheckAsync(SqlSession session, MarkResolution resolution, string contentHash)
    {
        var known = await session.QueryAsync(
            KnownSql,
            row => (Hash: row.GetString(0), Resolution: new MarkResolution(
                resolution.ResolutionId, row.GetString(1), (MarkOutcome)row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetString(5),
                PeopleRows.Instant(row.GetInt64(6)))),
            resolution.ResolutionId);
        if (known is [var (hash, before)])
        {
            return hash == contentHash ? new MarkAnswer(before, MarkFault.None, true, 0) : new MarkAnswer(null, MarkFault.Reused, false, 0);
        }

        var open = await session.QueryAsync(OpenSql, row => row.GetString(0), resolution.SettlementId);
        if (open.Count == 0)
        {
            return new MarkAnswer(null, MarkFault.NotOpen, false, 0);
        }

        var fits = resolution.Outcome != MarkOutcome.SettledAgain || (await session.QueryAsync(
            AgainSql, row => row.GetString(0), resolution.AgainSettlementId, resolution.SettlementId, open[0])).Count == 1;
        return fits ? new MarkAnswer(resolution, MarkFault.None, false, open.Count) : new MarkAnswer(null, MarkFault.AgainUnfit, false, 0);
    }
}
