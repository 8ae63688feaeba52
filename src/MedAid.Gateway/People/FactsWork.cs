using MedAid.Gateway.Hosting;
using MedAid.People.Overlooked;
using PeopleLimits = MedAid.People.Limits;

namespace MedAid.Gateway.People;

/// <summary>
/// Lets the facts of the search follow the ledger while nobody asks, so that whoever asks waits for the last minute only. What it does not
/// get done, the next question does; whatever is wrong with it, settling goes on.
/// </summary>
internal sealed class FactsWork(FactsFollower follower, TimeProvider time, ILogger<FactsWork> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // It must end quietly: beside a start that failed, its cancellation would be logged with a stack trace.
        while (await WaitAsync(stoppingToken))
        {
            try
            {
                await Pace.WalkAsync(
                    async cancellation => !(await follower.CatchUpAsync(Limits.FactsPieceTime, cancellation)).CaughtUp, time, stoppingToken);
            }
            catch (Exception e)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                Log.FactsWait(logger, e.Message);
            }
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(PeopleLimits.FactsFollowEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stoppingToken.IsCancellationRequested;
    }
}
