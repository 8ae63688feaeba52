using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Sql;

namespace MedAid.Bureau.Link;

/// <summary>The right to work on a task until it expires. Who lost it writes nothing any more.</summary>
/// <param name="TaskNumber">The task.</param>
/// <param name="Token">Tells one holder from another.</param>
public readonly record struct TaskLease(long TaskNumber, string Token);

/// <summary>How a message came out.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="State">How.</param>
/// <param name="Said">What the bureau or the line said, without anything personal.</param>
public sealed record MessageEnd(string MessageId, MessageState State, string Said);

/// <summary>The task is worked on by somebody else now.</summary>
public sealed class LeaseLostException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public LeaseLostException()
    {
    }

    /// <summary>With a text.</summary>
    public LeaseLostException(string message)
        : base(message)
    {
    }

    /// <summary>With a text and its cause.</summary>
    public LeaseLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Tasks, intents and message ids, on either database. Each step of a task is one short transaction: how the last message came out, how far the
/// task is, and the intent of the next message; none is open while a message is under way.
/// </summary>
public sealed class LinkStore(ISqlDatabase database)
{
    // Tasks, messages and counters are written alone on this table, in one order.
    private const string Alone = "bureau_task";

    private const string CheckpointSql = "SELECT outbox_number FROM bureau_checkpoint";

    private const string TaskSql = $"SELECT {LinkRows.TaskColumns} FROM bureau_task WHERE task_number = @0";

    private const string OriginalSql =
        $"SELECT {LinkRows.TaskColumns} FROM bureau_task WHERE settlement_id = @0 AND kind IN (1, 3) ORDER BY task_number DESC";

    private const string MessagesSql =
        $"SELECT {LinkRows.MessageColumns} FROM bureau_message WHERE task_number = @0 ORDER BY message_id";

    private const string LeaseSql =
        "UPDATE bureau_task SET lease = @0, lease_until_us = @1 WHERE task_number = @2";

    private const string StepSql =
        """
        UPDATE bureau_task
        SET settlement_id = @0, state = @1, phase = @2, bureau_visit_id = @3, bureau_settlement_id = @4, parts = @5, reason = @6, evidence = @7,
            due_us = @8, lease_until_us = @9, questions = @10
        WHERE task_number = @11 AND lease = @12
        """;

    /// <summary>What was reversed on both sides needs nobody's look any more.</summary>
    private const string MootSql = "UPDATE bureau_task SET state = 3 WHERE settlement_id = @0 AND kind IN (1, 3) AND state = 4";

    /// <summary>The number of the outbox up to which everything is taken over.</summary>
    public Task<long> CheckpointAsync(CancellationToken cancellationToken) => database.ReadAsync(CheckpointAsync, cancellationToken);

    /// <summary>Of some settlements, the links of those that the bureau was told of, or is to be.</summary>
    public Task<Dictionary<SettlementId, string>> LinksOfAsync(IReadOnlyList<SettlementId> settlementIds, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.QueryInAsync(
                "SELECT settlement_id, link_id FROM bureau_task WHERE kind IN (1, 3) AND settlement_id IN {0}", settlementIds,
                row => KeyValuePair.Create(new SettlementId(row.GetString(0)), row.GetString(1)))).DistinctBy(p => p.Key).ToDictionary(),
            cancellationToken);

    /// <summary>Takes over a piece of the outbox with the tasks that it makes; false if somebody else took it over.</summary>
    public Task<bool> TakeOverAsync(long after, long reached, IReadOnlyList<BureauTask> made, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Alone,
            async session =>
            {
                if (await CheckpointAsync(session) != after)
                {
                    return false;
                }

                await session.InsertAsync(
                    $"INSERT INTO bureau_task ({LinkRows.NewTaskColumns})", [.. made.Select(t => LinkRows.Values(t, "", 0))],
                    "ON CONFLICT (task_key) DO NOTHING");
                await session.ExecuteAsync("UPDATE bureau_checkpoint SET outbox_number = @0", reached);
                return true;
            },
            cancellationToken);

    /// <summary>Adds a task that the caller works on at once; of a key that is known, the task that is there, without a lease.</summary>
    public Task<(BureauTask Task, TaskLease? Lease)> AddAsync(
        BureauTask task, string token, DateTimeOffset leaseUntil, CancellationToken cancellationToken) => database.WriteAsync(
        Alone,
        async session =>
        {
            await session.InsertAsync(
                $"INSERT INTO bureau_task ({LinkRows.NewTaskColumns})", [LinkRows.Values(task, token, Instants.Microseconds(leaseUntil))],
                "ON CONFLICT (task_key) DO NOTHING");
            var (there, lease) = (await session.QueryAsync(
                $"SELECT {LinkRows.TaskColumns}, lease FROM bureau_task WHERE task_key = @0",
                row => (LinkRows.Task(row), row.GetString(23)), task.Key))[0];
            return (there, lease == token ? new TaskLease(there.Number, token) : (TaskLease?)null);
        },
        cancellationToken);

    /// <summary>
    /// Leases tasks that are due, of each visit the first that is open, none of the links that are away. The leases are told apart by
    /// the token and the task's number.
    /// </summary>
    public Task<List<BureauTask>> TakeAsync(
        string token, IReadOnlyList<string> linksAway, int limit, DateTimeOffset now, DateTimeOffset leaseUntil,
        CancellationToken cancellationToken) => database.WriteAsync(
        Alone,
        async session =>
        {
            var away = linksAway.Count == 0 ? "" : $"AND t.link_id NOT IN ({string.Join(", ", linksAway.Select((_, i) => $"@{i + 2}"))})";
            var due = await session.QueryAsync(
                $"""
                SELECT {string.Join(", ", LinkRows.TaskColumns.Split(", ").Select(c => $"t.{c}"))} FROM bureau_task t
                WHERE t.state = 1 AND t.due_us <= @0 AND t.lease_until_us <= @0 {away}
                  AND NOT EXISTS (
                    SELECT 1 FROM bureau_task e
                    WHERE e.hospital_code = t.hospital_code AND e.visit_id = t.visit_id AND e.batch = t.batch
                      AND e.task_number < t.task_number AND e.state = 1)
                ORDER BY t.due_us, t.task_number LIMIT @1
                """,
                LinkRows.Task, [Instants.Microseconds(now), limit, .. linksAway]);
            await session.ExecuteEachAsync(LeaseSql, [.. due.Select(t => new object?[] { token, Instants.Microseconds(leaseUntil), t.Number })]);
            return due;
        },
        cancellationToken);

    /// <summary>
    /// Notes a step: how the last message came out, how far the task is, and the intent of the next message, whose id is the answer. The lease
    /// lasts until the moment given; an earlier one than now gives it back.
    /// </summary>
    /// <exception cref="LeaseLostException">Somebody else works on the task.</exception>
    public Task<string> StepAsync(
        TaskLease lease, BureauTask task, MessageEnd? ended, (string Number, string About)? intent, DateTimeOffset now,
        DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        // By this the same step, done twice by a connection that died, finds its own intent.
        var token = Guid.NewGuid().ToString("N");
        return database.WriteAsync(
            Alone,
            async session =>
            {
                var touched = await session.ExecuteAsync(
                    StepSql, task.SettlementId, (int)task.State, (int)task.Phase, task.MdtrtId, task.SetlId, task.Parts,
                    task.Reason, Cut(task.Evidence), Instants.Microseconds(task.Due), Instants.Microseconds(leaseUntil),
                    task.Questions, task.Number, lease.Token);
                if (touched != 1)
                {
                    throw new LeaseLostException($"task {task.Number} is worked on by somebody else");
                }

                if (ended is not null)
                {
                    await session.ExecuteAsync(
                        "UPDATE bureau_message SET state = @0, said = @1, answered_us = @2 WHERE message_id = @3 AND state = 1",
                        (int)ended.State, ended.Said, Instants.Microseconds(now), ended.MessageId);
                }

                if (task is { Kind: TaskKind.Undo, State: TaskState.Done })
                {
                    await session.ExecuteAsync(MootSql, task.SettlementId);
                }

                return intent is { } next ? await IntendAsync(session, task, token, next, now) : "";
            },
            cancellationToken);
    }

    /// <summary>Takes ids for questions, which need no intent.</summary>
    public Task<IReadOnlyList<string>> TakeIdsAsync(HospitalCode hospital, int count, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(Alone, session => MessageIds.TakeAsync(session, hospital, count, now), cancellationToken);

    /// <summary>A task with its messages, or null.</summary>
    public Task<TaskHistory?> FindAsync(long taskNumber, CancellationToken cancellationToken) =>
        database.ReadAsync(session => HistoryAsync(session, TaskSql, taskNumber), cancellationToken);

    /// <summary>The task of a key with its messages, or null.</summary>
    public Task<TaskHistory?> FindByKeyAsync(string key, CancellationToken cancellationToken) => database.ReadAsync(
        session => HistoryAsync(session, $"SELECT {LinkRows.TaskColumns} FROM bureau_task WHERE task_key = @0", key), cancellationToken);

    /// <summary>The task that made a settlement stand at the bureau, with its messages, or null.</summary>
    public Task<TaskHistory?> FindOriginalAsync(SettlementId settlementId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => HistoryAsync(session, OriginalSql, settlementId), cancellationToken);

    /// <summary>The last sign-in through a link, or null.</summary>
    public Task<SignIn?> FindSignInAsync(string linkId, CancellationToken cancellationToken) => database.ReadAsync(
        async session => (await session.QueryAsync(
            "SELECT sign_no, signed_us FROM bureau_sign_in WHERE link_id = @0",
            row => new SignIn(row.GetString(0), Instants.OfMicroseconds(row.GetInt64(1))), linkId)).FirstOrDefault(),
        cancellationToken);

    /// <summary>Keeps a sign-in.</summary>
    public Task KeepSignInAsync(string linkId, SignIn signIn, CancellationToken cancellationToken) => database.WriteAsync(
        Alone,
        session => session.InsertAsync(
            "INSERT INTO bureau_sign_in (link_id, sign_no, signed_us)", [[linkId, signIn.SignNo, Instants.Microseconds(signIn.At)]],
            "ON CONFLICT (link_id) DO UPDATE SET sign_no = excluded.sign_no, signed_us = excluded.signed_us"),
        cancellationToken);

    private static async Task<long> CheckpointAsync(SqlSession session) => (await session.QueryAsync(CheckpointSql, row => row.GetInt64(0)))[0];

    private static async Task<TaskHistory?> HistoryAsync(SqlSession session, string sql, object key) =>
        (await session.QueryAsync(sql, LinkRows.Task, key)).FirstOrDefault() is { } task
            ? new TaskHistory(task, [.. (await session.QueryAsync(MessagesSql, LinkRows.Message, task.Number)).Select(m => m.Message)])
            : null;

    private static async Task<string> IntendAsync(
        SqlSession session, BureauTask task, string token, (string Number, string About) intent, DateTimeOffset now)
    {
        var known = await session.QueryAsync("SELECT message_id FROM bureau_message WHERE token = @0", row => row.GetString(0), token);
        if (known is [var there])
        {
            return there;
        }

        var id = (await MessageIds.TakeAsync(session, task.Visit.HospitalCode, 1, now))[0];
        await session.InsertAsync(
            "INSERT INTO bureau_message (message_id, task_number, token, number, state, about, intended_us, said)",
            [[id, task.Number, token, intent.Number, (int)MessageState.Intended, intent.About, Instants.Microseconds(now), ""]]);
        return id;
    }

    private static string Cut(string evidence) => evidence.Length <= LinkLimits.EvidenceMax ? evidence : evidence[^LinkLimits.EvidenceMax..];
}

/// <summary>A sign-in at the bureau.</summary>
/// <param name="SignNo">Its number, which goes with every message.</param>
/// <param name="At">When it was given.</param>
public sealed record SignIn(string SignNo, DateTimeOffset At);
