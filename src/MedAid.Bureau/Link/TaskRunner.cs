using MedAid.Settlement.Ports;

namespace MedAid.Bureau.Link;

/// <summary>
/// Works on tasks: those that are due, several visits at the same time, and one that a caller waits for. A task whose lease was lost is somebody
/// else's, and is left alone; one that fails by a defect is parked, and stops no other.
/// </summary>
public sealed class TaskRunner(RunParts parts, LinkBookHolder links, LinkHealth health, Action<long, Exception>? tellDefect = null)
{
    private readonly string self = Guid.NewGuid().ToString("N");

    /// <summary>Works on tasks that are due until there are none; between them it has more made of what was settled.</summary>
    public async Task PumpAsync(Func<CancellationToken, Task<bool>> follow, CancellationToken cancellationToken)
    {
        var waiting = new Queue<(BureauTask Task, TaskLease Lease)>();
        var running = new List<Task>();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                while (waiting.Count == 0 && await follow(cancellationToken))
                {
                    // Everything that was settled first.
                }

                await FillAsync(waiting, running.Count, cancellationToken);
                while (waiting.Count > 0 && running.Count < LinkLimits.VisitsAtOnceMax)
                {
                    var (task, lease) = waiting.Dequeue();
                    running.Add(Task.Run(() => RunAsync(task, lease, cancellationToken), CancellationToken.None));
                }

                if (running.Count == 0)
                {
                    return;
                }

                // One that gets no answer holds up nobody: what has come due meanwhile is begun.
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var ended = await Task.WhenAny([.. running, Task.Delay(LinkLimits.PauseFirst, parts.Time, patience.Token)]);
                await patience.CancelAsync();
                if (running.Remove(ended))
                {
                    await ended;
                }
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Works on one task under a lease; the task as it is then.</summary>
    public async Task<BureauTask> RunAsync(BureauTask task, TaskLease lease, CancellationToken cancellationToken)
    {
        try
        {
            return await WorkAsync(task, lease, cancellationToken);
        }
        catch (LeaseLostException)
        {
            return task;
        }
        catch (Exception defect) when (defect is not (LedgerUnavailableException or LedgerUnknownException or OperationCanceledException
            or TimeoutException))
        {
            tellDefect?.Invoke(task.Number, defect);
            return await ParkAsync(lease, task.Number, LinkReason.Defect, cancellationToken);
        }
    }

    private async Task FillAsync(Queue<(BureauTask Task, TaskLease Lease)> waiting, int running, CancellationToken cancellationToken)
    {
        // While the bureau of a link is away, one task finds out whether it is back.
        var room = LinkLimits.VisitsAtOnceMax - running;
        var limit = !health.IsTrying() ? Math.Min(room, 1) * LinkLimits.TasksTogetherMax : running == 0 ? 1 : 0;
        if (waiting.Count > 0 || limit == 0)
        {
            return;
        }

        var now = parts.Time.GetUtcNow();
        var token = $"{self}/{Guid.NewGuid():N}";
        foreach (var task in await parts.Store.TakeAsync(token, health.Resting(), limit, now, now + LeaseTime, cancellationToken))
        {
            waiting.Enqueue((task, new TaskLease(task.Number, token)));
        }
    }

    private async Task<BureauTask> WorkAsync(BureauTask task, TaskLease lease, CancellationToken cancellationToken)
    {
        var book = links.Current;
        if (book.Find(task.LinkId) is not { } link)
        {
            return await ParkAsync(lease, task.Number, LinkReason.LinkGone, cancellationToken);
        }

        var history = await HistoryAsync(task.Number, cancellationToken);
        var original = task.Kind == TaskKind.Undo ? await parts.Store.FindOriginalAsync(task.SettlementId, cancellationToken) : null;
        return await new TaskRun(parts, link, book.RegionOf(link), history, original, lease).GoAsync(cancellationToken);
    }

    private async Task<BureauTask> ParkAsync(TaskLease lease, long taskNumber, string reason, CancellationToken cancellationToken)
    {
        var parked = (await HistoryAsync(taskNumber, cancellationToken)).Task with { State = TaskState.Parked, Reason = reason };
        await parts.Store.StepAsync(lease, parked, null, null, parts.Time.GetUtcNow(), DateTimeOffset.UnixEpoch, cancellationToken);
        return parked;
    }

    private async Task<TaskHistory> HistoryAsync(long taskNumber, CancellationToken cancellationToken) =>
        await parts.Store.FindAsync(taskNumber, cancellationToken) ?? throw new LedgerDamagedException($"task {taskNumber} is gone");

    /// <summary>How long a lease lasts before the first message: that of the slowest link.</summary>
    private TimeSpan LeaseTime => links.Current.All.Select(l => l.TimeLimit).DefaultIfEmpty().Max() + LinkLimits.LeaseMargin;
}
