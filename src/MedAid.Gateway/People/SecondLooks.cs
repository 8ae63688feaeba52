using MedAid.People.Ports;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.People;

/// <summary>
/// Takes the second looks that changes of persons owe, six seconds after each, and those that a gateway left behind when it died. Several
/// gateways may do it at once: a settlement is marked once for a change.
/// </summary>
internal sealed class SecondLooks(IPeopleStore store, TimeProvider time, ILogger<SecondLooks> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var every = new PeriodicTimer(Limits.SecondLookEvery, time);
        while (await TickAsync(every, stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>Asked this way, the end is an answer and no exception.</summary>
    private static async Task<bool> TickAsync(PeriodicTimer every, CancellationToken stopping)
    {
        var tick = every.WaitForNextTickAsync(stopping).AsTask();
        await ((Task)tick).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return tick.IsCompletedSuccessfully && await tick;
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            while (await store.LookAgainAsync(time.GetUtcNow(), stopping))
            {
                Log.LookedAgain(logger);
            }
        }
        catch (LedgerUnavailableException)
        {
            // It is still owed; the probe of readiness tells whoever asks that the store is away.
            return;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
