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
        using var again = new PeriodicTimer(PeopleLimits.FactsFollowEvery, time);
        while (await again.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await follower.CatchUpAsync(null, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.FactsWait(logger, e.Message);
            }
        }
    }
}
