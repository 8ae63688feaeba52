using System.Threading.Channels;
using MedAid.People.Rosters;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Services;

/// <summary>
/// Carries imports out one after the other, beside the calls. What a stop interrupts is taken up when the same file is sent again: the
/// parts that were written are found written.
/// </summary>
internal sealed class RosterWork(RosterImporter importer, ILogger<RosterWork> logger) : BackgroundService
{
    private readonly Channel<(RosterJob Job, TaskCompletionSource Done)> waiting =
        Channel.CreateBounded<(RosterJob, TaskCompletionSource)>(People.Limits.ImportsWaitingMax);

    /// <summary>Queues an import; the task ends when it is done. Null: too many are waiting.</summary>
    public Task? Begin(RosterJob job)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Writer.TryWrite((job, done)) ? done.Task : null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await NextAsync(stoppingToken) && waiting.Reader.TryRead(out var next))
        {
            await RunAsync(next.Job, stoppingToken);
            next.Done.TrySetResult();
        }
    }

    /// <summary>Asked this way, the end is an answer and no exception.</summary>
    private async Task<bool> NextAsync(CancellationToken stopping)
    {
        var next = waiting.Reader.WaitToReadAsync(stopping).AsTask();
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompletedSuccessfully;
    }

    private async Task RunAsync(RosterJob job, CancellationToken stopping)
    {
        try
        {
            await Task.Run(() => importer.RunAsync(job, stopping), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.ImportInterrupted(logger, job.Import.ImportId);
        }
        catch (Exception outage) when (outage is LedgerUnavailableException or LedgerUnknownException)
        {
            Log.ImportGivenUp(logger, job.Import.ImportId, outage.Message);
        }
        catch (Exception defect)
        {
            Log.ImportDefect(logger, defect, job.Import.ImportId);
        }
    }
}
