using System.Security.Cryptography;
using System.Text;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Bureau.Link;

/// <summary>What people decide about a task that is parked.</summary>
public enum TaskDecision
{
    /// <summary>It is tried again.</summary>
    TryAgain = 1,

    /// <summary>Both sides agree.</summary>
    Agreed = 2,

    /// <summary>It stands on neither side, or not at the bureau where it need not.</summary>
    NothingStands = 3,
}

/// <summary>How much is open of a link.</summary>
/// <param name="LinkId">Link.</param>
/// <param name="State">Open or parked.</param>
/// <param name="Count">How many tasks.</param>
/// <param name="Oldest">When the oldest was made.</param>
public sealed record LinkCount(string LinkId, TaskState State, long Count, DateTimeOffset Oldest);

/// <summary>A decision as it is asked for.</summary>
/// <param name="TaskNumber">The task.</param>
/// <param name="Decision">What is decided.</param>
/// <param name="Note">Why.</param>
/// <param name="CheckedBy">Who has checked it.</param>
public sealed record TaskResolution(long TaskNumber, TaskDecision Decision, string Note, string CheckedBy);

/// <summary>What is open at the bureau, for people; and what they decide about it, two of them each time.</summary>
public sealed class LinkDesk(ISqlDatabase database)
{
    private const string Alone = "bureau_task";
    private const int IdBytes = 12;

    private const string CountSql =
        "SELECT link_id, state, count(*), min(made_us) FROM bureau_task WHERE state IN (1, 4) GROUP BY link_id, state ORDER BY link_id, state";

    private const string PageSql =
        $"""
        SELECT {LinkRows.TaskColumns} FROM bureau_task
        WHERE state IN (1, 4) AND task_number > @0 AND (@2 = '' OR link_id = @2) AND state >= @3
        ORDER BY task_number LIMIT @1
        """;

    private const string MessagesSql = $"SELECT {LinkRows.MessageColumns} FROM bureau_message WHERE task_number IN {{0}} ORDER BY message_id";

    /// <summary>How much is open and parked, link by link.</summary>
    public Task<List<LinkCount>> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync(
            CountSql, row => new LinkCount(
                row.GetString(0), (TaskState)row.GetInt32(1), row.GetInt64(2), Instants.OfMicroseconds(row.GetInt64(3)))),
        cancellationToken);

    /// <summary>Open and parked tasks after a number, with their messages.</summary>
    public Task<IReadOnlyList<TaskHistory>> ListAsync(
        long after, int limit, string linkId, bool parkedOnly, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<TaskHistory>>(
        async session =>
        {
            var least = (int)(parkedOnly ? TaskState.Parked : TaskState.Open);
            var tasks = await session.QueryAsync(PageSql, LinkRows.Task, after, limit, linkId, least);
            var messages = (await session.QueryInAsync(MessagesSql, [.. tasks.Select(t => t.Number)], LinkRows.Message))
                .ToLookup(m => m.TaskNumber, m => m.Message);
            return [.. tasks.Select(t => new TaskHistory(t, [.. messages[t.Number]]))];
        },
        cancellationToken);

    /// <summary>Decides about a task that is parked, once.</summary>
    public Task<Result<TaskHistory>> ResolveAsync(TaskResolution resolution, WriteHead head, CancellationToken cancellationToken) => Once.WriteAsync(
        database, Alone, head,
        new OnceWork<TaskHistory>(
            session => DecideAsync(session, resolution, head),
            async (session, decided) =>
            {
                await KeepAsync(session, decided.Task, resolution, head);
                return decided;
            },
            decided => $"{IdOf(head.Key.RequestId)}/{decided.Task.Number}",
            (session, subject) => FindAsync(session, long.Parse(subject.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture))!),
        cancellationToken);

    /// <summary>What a decision was about, from what is noted of its key.</summary>
    public Task<TaskHistory> FindResolvedAsync(string subject, CancellationToken cancellationToken) => database.ReadAsync(
        session => FindAsync(session, long.Parse(subject.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture))!, cancellationToken)!;

    private static async Task<Result<TaskHistory>> DecideAsync(SqlSession session, TaskResolution resolution, WriteHead head)
    {
        if (SamePerson.Is(resolution.CheckedBy, head.Operator))
        {
            return Result.Refused<TaskHistory>(Fault.Of(FieldRule.SameOperator, "复核人要是另一个人", "checked_by"));
        }

        var found = await FindAsync(session, resolution.TaskNumber);
        return found is null ? Result.Refused<TaskHistory>(new Fault("BUREAU_TASK_NOT_FOUND"))
            : found.Task.State != TaskState.Parked ? Result.Refused<TaskHistory>(new Fault("BUREAU_TASK_NOT_PARKED"))
            : Result.Done(found with { Task = Decided(found, resolution.Decision, head) });
    }

    /// <summary>The task as it is then. One that is tried again begins with the question what stands, whatever was answered before.</summary>
    private static BureauTask Decided(TaskHistory found, TaskDecision decision, WriteHead head) => decision switch
    {
        TaskDecision.TryAgain => found.Task with
        {
            State = TaskState.Open, Reason = "", Due = head.Time, Questions = 0,
            CountedAfter = found.Messages.Count > 0 ? found.Messages[^1].MessageId : "",
            Phase = found.Task.Phase == TaskPhase.Settled ? TaskPhase.Uploaded : found.Task.Phase,
        },
        TaskDecision.Agreed => found.Task with { State = TaskState.Done },
        _ => found.Task with { State = TaskState.NotDone },
    };

    private static async Task KeepAsync(SqlSession session, BureauTask task, TaskResolution resolution, WriteHead head)
    {
        var was = (await session.QueryAsync("SELECT reason FROM bureau_task WHERE task_number = @0", row => row.GetString(0), task.Number))[0];
        await session.ExecuteAsync(
            """
            UPDATE bureau_task
            SET state = @0, reason = @1, due_us = @2, questions = @3, counted_after = @4, phase = @5, lease = '', lease_until_us = 0
            WHERE task_number = @6
            """,
            (int)task.State, task.Reason, Instants.Microseconds(task.Due), task.Questions, task.CountedAfter, (int)task.Phase, task.Number);
        await session.InsertAsync(
            "INSERT INTO bureau_resolution (resolution_id, task_number, decision, was, reason, operator, checked_by, decided_us)",
            [
                [
                    IdOf(head.Key.RequestId), task.Number, (int)resolution.Decision, was, resolution.Note, head.Operator, resolution.CheckedBy,
                    Instants.Microseconds(head.Time),
                ],
            ]);
    }

    private static async Task<TaskHistory?> FindAsync(SqlSession session, long number)
    {
        var tasks = await session.QueryAsync($"SELECT {LinkRows.TaskColumns} FROM bureau_task WHERE task_number = @0", LinkRows.Task, number);
        return tasks is not [var task] ? null : new TaskHistory(
            task, [.. (await session.QueryInAsync(MessagesSql, [number], LinkRows.Message)).Select(m => m.Message)]);
    }

    private static string IdOf(string requestId) =>
        "R" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)).AsSpan(0, IdBytes));
}
