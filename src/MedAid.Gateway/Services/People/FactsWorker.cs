using MedAid.Gateway.Hosting;
using MedAid.People.EntitlementGaps;

namespace MedAid.Gateway.Services;

/// <summary>
/// Lets the facts of the search follow the ledger while nobody asks, so that whoever asks waits for the last minute only. What it does not
/// get done, the next question does.
/// </summary>
internal sealed class FactsWorker(FactsFollower follower, RoundsHealth health, TimeProvider time, ILogger<FactsWorker> logger)
    : BackgroundRounds("应享未享线索", People.Limits.FactsFollowEvery, health, time, logger)
{
    private readonly TimeProvider time = time;

    protected override Task RoundAsync(CancellationToken stopping) => Pace.WalkAsync(
        async cancellation => !(await follower.CatchUpAsync(Limits.FactsPieceTime, cancellation)).CaughtUp, time, stopping);
}
