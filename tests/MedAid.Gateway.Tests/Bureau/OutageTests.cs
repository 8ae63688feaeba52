using System.Net;
using MedAid.Contract.Bureau.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Gateway.Tests.Sharing;
using MedAid.Simulator;

namespace MedAid.Gateway.Tests.Bureau;

/// <summary>The bureau is away: settling goes on and is reported later, or waits, as the link says.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task A_bureau_that_is_away_costs_the_window_nothing_and_hears_of_everything_later()
    {
        var (reference, endpoint) = Away("");
        await using var gateway = await GatewayProcess.InsideAsync(null, ("ReferenceFolder", reference.FullName));
        var client = new BureauService.BureauServiceClient(gateway.Channel);
        for (var i = 0; i < 5; i++)
        {
            await gateway.Settlements.SettleAsync(Visits.Of(i));
        }

        await Waiting.Until("the bureau is known to be away", async () => (await client.GetBureauStatusAsync(new())).Links[0].Away);
        for (var i = 5; i < 10; i++)
        {
            await gateway.Settlements.SettleAsync(Visits.Of(i));
        }

        await Waiting.Until("all of it is noted", async () => (await client.GetBureauStatusAsync(new())).Links[0].OpenTasks == 10);
        var status = (await client.GetBureauStatusAsync(new())).Links[0];
        Assert.Equal((0L, "医保平台连不上"), (status.ParkedTasks, status.Said));
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions { Listen = endpoint });
        await Waiting.Until("the bureau was told of everything", async () => (await client.GetBureauStatusAsync(new())).Links[0].OpenTasks == 0);
        Assert.Equal(10, bureau.Settlements.Count(s => s.State == "standing"));
        Assert.Equal((1, 1), (gateway.TimesSaid("does not answer through link home"), gateway.TimesSaid("answers again through link home")));
        reference.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_the_link_says_so_a_settlement_waits_until_the_bureau_is_back()
    {
        var (reference, endpoint) = Away("when_down: wait");
        await using var gateway = await GatewayProcess.InsideAsync(null, ("ReferenceFolder", reference.FullName));
        var client = new BureauService.BureauServiceClient(gateway.Channel);

        // Nobody knows yet.
        var first = await gateway.Settlements.SettleAsync(Visits.Of(0));
        await Waiting.Until("the bureau is known to be away", async () => (await client.GetBureauStatusAsync(new())).Links[0].Away);
        Assert.Equal("BUREAU_AWAY", (await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Visits.Of(1)))).Reason);

        // What was settled is answered as it was; people of other places are not concerned.
        Assert.Equal(first.Settlement.SettlementId, (await gateway.Settlements.SettleAsync(Visits.Of(0))).Settlement.SettlementId);
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions { Listen = endpoint });
        await Waiting.Until("the bureau is back", async () => !(await client.GetBureauStatusAsync(new())).Links[0].Away);
        await gateway.Settlements.SettleAsync(Visits.Of(1));
        await Waiting.Until("it was told of both", () => bureau.Settlements.Count(s => s.State == "standing") == 2);
        reference.Delete(recursive: true);
    }

    [SharedFact]
    public async Task Two_gateways_on_one_PostgreSQL_tell_of_each_settlement_once()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var linked = await LinkedGateway.StartAsync(settings: servers.Settings(withRedis: false));
        var reference = LinkedGateway.Reference(linked.Box.BaseAddress, "time_limit_seconds: 2");
        await using (var other = await GatewayProcess.InsideAsync(null, [("ReferenceFolder", reference.FullName), .. servers.Settings(withRedis: false)]))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 60), async (n, _) =>
                await (n % 2 == 0 ? linked.Gateway : other).Settlements.SettleAsync(Visits.Of(n), cancellationToken: CancellationToken.None));
            await linked.QuietAsync();
            Assert.Equal(60, linked.Box.Calls.Count(c => c.Infno == "2207A"));
            Assert.Equal(60, linked.Standing.Count);
            Assert.Equal(linked.Box.Calls.Count, linked.Box.Calls.Select(c => c.Msgid).Distinct().Count());
            Assert.Empty(await linked.PendingAsync());
        }

        reference.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_file_of_links_nothing_is_sent_and_nothing_kept_and_a_bad_one_stops_the_start()
    {
        await using (var gateway = await GatewayProcess.InsideAsync())
        {
            await gateway.Settlements.SettleAsync(Visits.Of(0));
            var status = await new BureauService.BureauServiceClient(gateway.Channel).GetBureauStatusAsync(new());
            Assert.Equal((0, 0L), (status.Links.Count, status.BehindMessages));
        }

        var reference = LinkedGateway.Reference(new Uri("http://127.0.0.1:1"), "colour: red\ntime_limit_seconds: 0");
        var data = GatewayProcess.NewDataFolder();
        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ("ReferenceFolder", reference.FullName));
        Assert.NotEqual(0, exitCode);
        Assert.Contains("links.home.colour", output, StringComparison.Ordinal);
        Assert.Contains("links.home.time_limit_seconds", output, StringComparison.Ordinal);
        data.Delete(recursive: true);
        reference.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/bureau", "text/html")]
    [InlineData("/bureau/page.js", "text/javascript")]
    [InlineData("/bureau/page.css", "text/css")]
    public async Task The_page_comes_with_a_strict_policy(string path, string type)
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        using var answer = await gateway.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static (DirectoryInfo Reference, IPEndPoint Endpoint) Away(string more)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, LinkKillTests.FreePort());
        return (LinkedGateway.Reference(new Uri($"http://{endpoint}"), $"time_limit_seconds: 2\n{more}"), endpoint);
    }
}
