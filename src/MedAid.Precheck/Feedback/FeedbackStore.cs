using System.Data.Common;
using MedAid.Core;
using MedAid.Precheck.Cards;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Precheck.Feedback;

/// <summary>Keeps what was answered to cards, on either database. Answers are only added; the database refuses to change them.</summary>
public sealed class FeedbackStore(ISqlDatabase database)
{
    // A feedback is of its own key alone; nothing else is read to decide it.
    private const string Alone = "card_feedback";

    private const string HeadColumns = "feedback_id, hospital_code, department_code, doctor_code, visit_id, warn_type, operator, noted_us";

    private const string AnswerColumns =
        "feedback_id, position, card_id, check_id, disposition, reason_code, own_reason, suggestion_id, until_date";

    private const string HeadSql = $"SELECT {HeadColumns} FROM card_feedback WHERE feedback_id = @0";

    private const string AnswersSql = $"SELECT {AnswerColumns} FROM card_answer WHERE feedback_id = @0 ORDER BY position";

    private const string OfCardsSql =
        """
        SELECT a.card_id, f.hospital_code, f.visit_id, a.until_date
        FROM card_answer a JOIN card_feedback f ON f.feedback_id = a.feedback_id
        WHERE a.card_id IN {0}
        """;

    // A card of a visit counts once, however often it was answered: accepted, if it ever was.
    private const string CountSql =
        """
        SELECT a.check_id, f.department_code, count(DISTINCT f.visit_id || ' ' || a.card_id),
            count(DISTINCT CASE WHEN a.disposition = 2 THEN f.visit_id || ' ' || a.card_id END)
        FROM card_feedback f JOIN card_answer a ON a.feedback_id = f.feedback_id
        WHERE f.hospital_code = @0 AND f.noted_us >= @1 AND f.noted_us < @2
        GROUP BY a.check_id, f.department_code
        ORDER BY a.check_id, f.department_code
        """;

    private const string CountOfDepartmentSql =
        """
        SELECT a.check_id, f.department_code, count(DISTINCT f.visit_id || ' ' || a.card_id),
            count(DISTINCT CASE WHEN a.disposition = 2 THEN f.visit_id || ' ' || a.card_id END)
        FROM card_feedback f JOIN card_answer a ON a.feedback_id = f.feedback_id
        WHERE f.hospital_code = @0 AND f.noted_us >= @1 AND f.noted_us < @2 AND f.department_code = @3
        GROUP BY a.check_id, f.department_code
        """;

    /// <summary>Records answers once under their key.</summary>
    public Task<Result<CardFeedback>> RecordAsync(CardFeedback feedback, WriteKey key, CancellationToken cancellationToken) => Once.WriteAsync(
        database, Alone, new WriteHead(key, feedback.Operator, feedback.Noted),
        new OnceWork<CardFeedback>(_ => Task.FromResult(Result.Done(feedback)), KeepAsync, made => made.FeedbackId, FindAsync), cancellationToken);

    /// <summary>What was recorded under an id.</summary>
    public Task<CardFeedback> FindAsync(string feedbackId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, feedbackId), cancellationToken);

    /// <summary>What was answered to these cards.</summary>
    public async Task<IReadOnlyList<KnownAnswer>> AnswersAsync(IReadOnlyList<string> cardIds, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.QueryInAsync(
                OfCardsSql, cardIds, row => new KnownAnswer(row.GetString(0), new HospitalCode(row.GetString(1)), row.GetString(2), Day(row, 3))),
            cancellationToken);

    /// <summary>How often each check was answered and accepted at a hospital, by department; of one department if it is named.</summary>
    public async Task<IReadOnlyList<CheckAcceptance>> CountAsync(
        HospitalCode hospitalCode, string? department, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        object?[] values = [hospitalCode, Instants.Microseconds(from), Instants.Microseconds(until)];
        return await database.ReadAsync(
            session => session.QueryAsync(
                department is null ? CountSql : CountOfDepartmentSql,
                row => new CheckAcceptance(row.GetString(0), row.GetString(1), new AnswerCount((int)row.GetInt64(2), (int)row.GetInt64(3))),
                [.. values, .. department is null ? Array.Empty<object?>() : [department]]),
            cancellationToken);
    }

    private static async Task<CardFeedback> KeepAsync(SqlSession session, CardFeedback feedback)
    {
        await session.InsertAsync(
            $"INSERT INTO card_feedback ({HeadColumns})",
            [
                [
                    feedback.FeedbackId, feedback.HospitalCode, feedback.Department, feedback.Doctor, feedback.VisitId, (int)feedback.WarnType,
                    feedback.Operator, Instants.Microseconds(feedback.Noted),
                ],
            ]);
        await session.InsertAsync(
            $"INSERT INTO card_answer ({AnswerColumns})",
            [
                .. feedback.Answers.Select((a, i) => new object?[]
                {
                    feedback.FeedbackId, i, a.CardId, CardIds.CheckOf(a.CardId), (int)a.Disposition, a.ReasonCode, a.OwnReason,
                    a.SuggestionId, a.Until,
                }),
            ]);
        return feedback;
    }

    private static async Task<CardFeedback> FindAsync(SqlSession session, string feedbackId)
    {
        var found = (await session.QueryAsync(HeadSql, Head, feedbackId))[0];
        return found with { Answers = await session.QueryAsync(AnswersSql, Answer, feedbackId) };
    }

    private static CardFeedback Head(DbDataReader row) => new()
    {
        FeedbackId = row.GetString(0),
        HospitalCode = new(row.GetString(1)),
        Department = row.GetString(2),
        Doctor = row.GetString(3),
        VisitId = row.GetString(4),
        WarnType = (WarnType)row.GetInt32(5),
        Operator = row.GetString(6),
        Noted = Instants.OfMicroseconds(row.GetInt64(7)),
        Answers = [],
    };

    private static CardAnswer Answer(DbDataReader row) => new(
        row.GetString(2), (Disposition)row.GetInt32(4), row.GetString(5), row.GetString(6), row.GetString(7), Day(row, 8));

    private static DateOnly? Day(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);
}
