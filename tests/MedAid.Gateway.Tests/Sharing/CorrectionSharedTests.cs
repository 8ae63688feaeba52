using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>Corrections by two gateways on one PostgreSQL.</summary>
public sealed class CorrectionSharedTests
{
    [SharedFact]
    public async Task Corrections_of_two_gateways_take_effect_once()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await servers.GatewayAsync();
        await using var two = await servers.GatewayAsync();
        await new CorrectionStory(one).ClaimAnewAsync();
        await new CorrectionStory(two).PayAnewAsync();
        await new CorrectionStory(one).DepositAnewAsync();
        await new CorrectionStory(two).DecideAtOnceAsync(one, two);
    }
}
