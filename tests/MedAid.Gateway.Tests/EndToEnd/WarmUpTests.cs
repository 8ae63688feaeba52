using MedAid.Gateway.Tests.Sharing;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>A start that settles invented visits and checks invented orders before it says ready.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public Task The_embedded_gateway_becomes_ready_after_its_warm_up_and_nothing_of_it_is_kept() => WarmUpAsync([]);

    [SharedFact]
    public async Task On_PostgreSQL_the_warm_up_writes_nothing_either()
    {
        await using var servers = await SharedServers.CreateAsync();
        await WarmUpAsync(servers.Settings(withRedis: false));
    }

    private static async Task WarmUpAsync((string Name, string Value)[] settings)
    {
        await using var gateway = await GatewayProcess.OpenAsync([.. settings, ("WarmUp", "true"), PrecheckStory.Patient]);
        await gateway.SaysAsync("Warmed up: ");
        using (var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative)))
        {
            Assert.Contains("warm-up", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Warmed up: 0 ", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" and 0 opinions about orders", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: ", gateway.Output, StringComparison.Ordinal);
        Assert.Empty((await gateway.Settlements.ListSettlementsAsync(new() { PageSize = 10 })).Settlements);
        Assert.Empty(Directory.EnumerateFileSystemEntries(gateway.DataFolder, "*warm-up*", SearchOption.AllDirectories));

        await new PrecheckStory(gateway).The_money_of_cards_is_that_of_quotes_by_both_doors();
        var first = await gateway.Settlements.SettleAsync(Requests.Sample("after-warm-up"));
        Assert.False(first.Replayed);
        Assert.Single((await gateway.Settlements.ListSettlementsAsync(new() { PageSize = 10 })).Settlements);
    }
}
