using MedAid.Bureau.Link;
using MedAid.Gateway.Hosting;

namespace MedAid.Gateway.Services;

/// <summary>
/// Tells the bureau what was settled and reversed, finds out what became of messages without an answer, and finishes it. A cashier waits for none
/// of it. Without links it does nothing.
/// </summary>
internal sealed class BureauLinkWorker(
    LinkFollower follower, TaskRunner runner, LinkBookHolder links, RoundsHealth health, TimeProvider time, ILogger<BureauLinkWorker> logger)
    : BackgroundRounds("医保平台链路", Limits.BureauLinkEvery, health, time, logger)
{
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        if (!links.Current.IsEmpty)
        {
            await runner.PumpAsync(follower.StepAsync, stopping);
        }
    }
}
