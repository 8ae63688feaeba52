using MedAid.Gateway.Hosting;
using MedAid.People.LaterVisits;

namespace MedAid.Gateway.Services;

/// <summary>
/// Marks visits that would come out differently since an earlier one was undone, settled anew or came in late. It works at the pace of what nobody
/// waits for; what it does not get done, the next listing of marks does.
/// </summary>
internal sealed class LaterVisitsWorker(
    LaterVisitsFollower follower, RoundsHealth health, TimeProvider time, ILogger<LaterVisitsWorker> logger)
    : BackgroundRounds("以后就诊复核", Limits.LaterVisitsEvery, health, time, logger)
{
    private readonly TimeProvider time = time;

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        await Pace.WalkAsync(
            async cancellation => !await follower.CatchUpAsync(Limits.FactsPieceTime, cancellation), time, stopping);
        if (follower.TakeFailure() is { } failure)
        {
            throw new InvalidOperationException("the visits of a person could not be worked out in their order", failure);
        }
    }
}
