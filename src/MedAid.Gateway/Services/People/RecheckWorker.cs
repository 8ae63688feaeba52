using MedAid.Gateway.Hosting;
using MedAid.People.Storage;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Services;

/// <summary>
/// Does the rechecks that are due six seconds after each change of persons, and those that a gateway left behind when it died. Several
/// gateways may do it at once: a settlement is marked once for a change.
/// </summary>
internal sealed class RecheckWorker(
    PeopleStore store, IEligibilityCache cache, RoundsHealth health, TimeProvider time, ILogger<RecheckWorker> logger)
    : BackgroundRounds("人员变动复查", Limits.RecheckEvery, health, time, logger)
{
    private readonly TimeProvider time = time;

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        while (await store.RecheckAsync(time.GetUtcNow(), cache, stopping))
        {
            Log.LookedAgain(logger);
        }
    }
}
