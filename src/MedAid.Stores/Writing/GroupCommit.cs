using System.Threading.Channels;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Writing;

/// <summary>
/// The one writer of a ledger. It takes whatever has queued while the batch before was committing, without a timer, and commits
/// it as one transaction. The queue has an end: beyond it a caller is refused for the moment instead of waiting for ever.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<LedgerWork> waiting = Channel.CreateBounded<LedgerWork>(
        new BoundedChannelOptions(Limits.WaitingMax) { SingleReader = true });

    private readonly Func<IReadOnlyList<LedgerWork>, Task<BatchPlan>> commit;
    private readonly Func<Task> probe;
    private readonly Task writing;

    /// <summary>
    /// A writer; <paramref name="commit"/> commits a batch or throws, and then nothing of it may have been announced.
    /// <paramref name="probe"/> commits something that changes nothing.
    /// </summary>
    public GroupCommit(Func<IReadOnlyList<LedgerWork>, Task<BatchPlan>> commit, Func<Task> probe)
    {
        this.commit = commit;
        this.probe = probe;
        writing = Task.Run(WriteAsync);
    }

    public Task<PostingResult> PostAsync(LedgerWork work) => EnqueueAsync(work);

    /// <summary>
    /// Proves that a commit succeeds, behind everything that waits. A commit of settlements proves it too, so that a probe costs a busy
    /// ledger nothing.
    /// </summary>
    public Task ProbeAsync(CancellationToken cancellation) => EnqueueAsync(LedgerWork.OfProbe(cancellation));

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
    }

    private async Task<PostingResult> EnqueueAsync(LedgerWork work)
    {
        if (!waiting.Writer.TryWrite(work))
        {
            var closed = writing.IsCompleted;
            throw new LedgerUnavailableException(closed ? "账本正在关闭" : "等待写入账本的业务太多，请稍后重试") { Busy = !closed };
        }

        return await work.Outcome.WaitAsync(work.Cancellation);
    }

    private async Task WriteAsync()
    {
        var batch = new List<LedgerWork>(Limits.BatchMax);
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < Limits.BatchMax && waiting.Reader.TryRead(out var work))
            {
                // Nobody waits for it any more and nothing was begun.
                if (work.Cancellation.IsCancellationRequested)
                {
                    work.Cancel();
                    continue;
                }

                batch.Add(work);
            }

            var probes = batch.FindAll(work => work.IsProbe);
            batch.RemoveAll(work => work.IsProbe);
            var written = batch.Count > 0 && await CommitAsync(batch);
            await AnswerAsync(probes, written);
        }
    }

    /// <summary>Commits the batch; whether something reached the disk.</summary>
    private async Task<bool> CommitAsync(List<LedgerWork> batch)
    {
        try
        {
            var plan = await commit(batch);
            plan.Announce();
            return plan.Records.Count > 0;
        }
        catch (Exception failure) when (batch.Count == 1 || IsOutage(failure))
        {
            batch.ForEach(work => work.Fail(failure));
        }
        catch (Exception)
        {
            // One of them cannot be written. Each alone: only that one fails.
            foreach (var work in batch)
            {
                await CommitAsync([work]);
            }
        }

        return false;
    }

    private async Task AnswerAsync(List<LedgerWork> probes, bool written)
    {
        try
        {
            if (probes.Count > 0 && !written)
            {
                await probe();
            }

            probes.ForEach(work => work.Succeed());
        }
        catch (Exception failure)
        {
            probes.ForEach(work => work.Fail(failure));
        }
    }

    /// <summary>Whether all of a batch fail alike; a damaged row is met by those who need it.</summary>
    private static bool IsOutage(Exception failure) =>
        failure is LedgerUnknownException or LedgerUnavailableException;
}
