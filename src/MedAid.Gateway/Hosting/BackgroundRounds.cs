using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Work beside the calls that is done round after round, with one policy of failures. A store that is away is warned of once, and so is its
/// return. A defect is an Error with its stack; the next round waits longer each time, readiness reports it, and neither the host nor the
/// rounds end.
/// </summary>
internal abstract class BackgroundRounds(string name, TimeSpan every, RoundsHealth health, TimeProvider time, ILogger logger) : BackgroundService
{
    private bool away;
    private int defects;

    /// <summary>One round. What it throws is judged by the policy.</summary>
    protected abstract Task RoundAsync(CancellationToken stopping);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the way of the start: hosted services begin one after the other.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await TryAsync(stoppingToken);

            // Asked this way, the end is an answer and no exception: a start that fails stops this too, and would log it.
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One round, and how long to wait for the next.</summary>
    private async Task<TimeSpan> TryAsync(CancellationToken stopping)
    {
        try
        {
            await RoundAsync(stopping);
            Recover();
            return every;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // What was done is written; the rest is done after the next start.
            return every;
        }
        catch (Exception outage) when (outage
            is LedgerUnavailableException or LedgerUnknownException or OperationCanceledException or TimeoutException)
        {
            if (!away)
            {
                Log.RoundsWait(logger, name, outage.Message);
            }

            away = true;
            return every < Limits.OutagePauseMax ? every : Limits.OutagePauseMax;
        }
        catch (Exception defect)
        {
            var pause = TimeSpan.FromTicks(Math.Min(every.Ticks << Math.Min(++defects, 20), Limits.DefectPauseMax.Ticks));
            Log.RoundsDefect(logger, defect, name, pause);
            health.Report(name, isWell: false);
            return pause;
        }
    }

    private void Recover()
    {
        if (away || defects > 0)
        {
            Log.RoundsGoOn(logger, name);
            health.Report(name, isWell: true);
        }

        away = false;
        defects = 0;
    }
}
