using System.Data.Common;
using System.Text.Json;
using MedAid.Core;
using MedAid.People.Storage;
using MedAid.Settlement.LaterVisits;
using MedAid.Settlement.Sql;

namespace MedAid.People.LaterVisits;

/// <summary>
/// Writes what the replay of a person found: closes marks that no longer hold, and marks what is not marked with these figures. What somebody has
/// answered with these figures is not marked again.
/// </summary>
internal sealed class LaterMarks(SqlSession session, PersonReplay replayed, long nowUs)
{
    private const string KnownSql =
        """
        SELECT m.settlement_id, m.import_id, m.line, m.resolved_us, r.outcome, m.patient_stands_fen, m.patient_right_fen, m.payers
        FROM readjudication_mark m LEFT JOIN mark_resolution r ON r.resolution_id = m.resolution
        WHERE m.person_key = @0 AND m.payers IS NOT NULL
        ORDER BY m.resolved_us, m.noted_us, m.import_id, m.line
        """;

    private const string StandsSql = "SELECT settlement_id FROM visit_position WHERE person_key = @0 AND settlement_id = @1";

    private const string CloseSql =
        "UPDATE readjudication_mark SET resolved_us = @0, resolution = @1 WHERE settlement_id = @2 AND import_id = @3 AND line = @4";

    private int Line => replayed.IsUndone ? 1 : 0;

    /// <summary>Closes and writes.</summary>
    public async Task WriteAsync(IReadOnlyList<VisitDifference> found)
    {
        var known = await session.QueryAsync(KnownSql, Read, replayed.PersonKey);
        var differences = found.ToDictionary(d => d.SettlementId);
        foreach (var mark in known.Where(m => m.IsOpen && !replayed.Unsplit.Contains(m.Says.SettlementId)))
        {
            if (!differences.TryGetValue(mark.Says.SettlementId, out var difference))
            {
                var stands = (await session.QueryAsync(StandsSql, row => row.GetString(0), replayed.PersonKey, mark.Says.SettlementId)).Count > 0;
                await CloseAsync(mark, stands ? "按就诊先后重新核算，已没有差额" : "该笔结算已经撤销");
            }
            else if (!difference.IsSame(mark.Says))
            {
                await CloseAsync(mark, "差额有变，见新的标记");
            }
        }

        await session.InsertAsync(
            """
            INSERT INTO readjudication_mark
                (settlement_id, import_id, line, person_key, noted_us, patient_stands_fen, patient_right_fen, payers)
            """,
            [
                .. found.Where(d => !known.Exists(m => m.Answers(d))).Select(d => new object?[]
                {
                    d.SettlementId, replayed.CauseId, Line, replayed.PersonKey, nowUs, d.PatientStandsFen, d.PatientRightFen, LaterMark.Payers(d),
                }),
            ]);
    }

    private async Task CloseAsync(Mark mark, string reason)
    {
        // No request id has a slash, so no caller's resolution has this id.
        var id = $"{replayed.CauseId}/{Line}/{mark.Says.SettlementId}";
        await session.InsertAsync(
            """
            INSERT INTO mark_resolution (resolution_id, settlement_id, outcome, again_settlement_id, reason, operator, resolved_us)
            """,
            [[id, mark.Says.SettlementId, (int)MarkOutcome.NoLonger, "", reason, "系统", nowUs]]);
        await session.ExecuteAsync(CloseSql, nowUs, id, mark.Says.SettlementId, mark.CauseId, mark.Line);
    }

    private static Mark Read(DbDataReader row) => new(
        LaterMark.Of(new SettlementId(row.GetString(0)), row.GetInt64(5), row.GetInt64(6), row.GetString(7)),
        new SettlementId(row.GetString(1)), row.GetInt32(2),
        row.IsDBNull(3), row.IsDBNull(4) ? null : (MarkOutcome)row.GetInt32(4));

    private sealed record Mark(VisitDifference Says, SettlementId CauseId, int Line, bool IsOpen, MarkOutcome? Outcome)
    {
        /// <summary>Whether a difference is marked already, or was answered by somebody.</summary>
        public bool Answers(VisitDifference difference) => (IsOpen || Outcome != MarkOutcome.NoLonger) && difference.IsSame(Says);
    }
}

/// <summary>The figures of a mark as they are stored.</summary>
internal static class LaterMark
{
    /// <summary>The payers as text.</summary>
    public static string Payers(VisitDifference difference) => JsonSerializer.Serialize(difference.Payers);

    /// <summary>From the columns.</summary>
    public static VisitDifference Of(SettlementId settlementId, long standsFen, long rightFen, string payers) =>
        new(settlementId, standsFen, rightFen, JsonSerializer.Deserialize<PayerFigures[]>(payers)!);
}
