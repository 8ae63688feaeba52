using System.Threading.Channels;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Writing;

/// <summary>
/// The one writer of a ledger. It takes whatever has queued while the batch before was committing, without a timer, and commits
/// it as one transaction. The queue has an end: beyond it a caller is told to come back instead of waiting for ever.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<LedgerWork> waiting = Channel.CreateBounded<LedgerWork>(
        new BoundedChannelOptions(Limits.WaitingMax) { SingleReader = true });

    private readonly Func<IReadOnlyList<LedgerWork>, Task<BatchPlan>> commit;
    private readonly Task writing;

    /// <summary>A writer; <paramref name="commit"/> commits a batch or throws, and then nothing of it may have been announced.</summary>
    public GroupCommit(Func<IReadOnlyList<LedgerWork>, Task<BatchPlan>> commit)
    {
        this.commit = commit;
        writing = Task.Run(WriteAsync);
    }

    public async Task<PostOutcome> PostAsync(LedgerWork work)
    {
        if (!waiting.Writer.TryWrite(work))
        {
            throw new LedgerUnavailableException("the writer's queue is full or closed") { Busy = !writing.IsCompleted };
        }

        return await work.Outcome.WaitAsync(work.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
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

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<LedgerWork> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            var plan = await commit(batch);
            plan.Announce();
        }
        catch (Exception failure) when (batch.Count == 1 || failure is LedgerUnavailableException or LedgerUnknownException)
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
    }
}
