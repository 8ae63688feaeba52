using System.Net;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>PostgreSQL comes late, goes, comes back, or its answer is lost: what the window is told is true.</summary>
public sealed class PostgresTroubleTests
{
    [SharedFact]
    public async Task A_gateway_that_is_up_before_its_database_says_what_it_waits_for_and_settles_as_soon_as_it_is_there()
    {
        await using var servers = await SharedServers.CreateAsync(running: false);
        await using var gateway = await GatewayProcess.OpenAsync(servers.Settings());

        using (var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("PostgreSQL", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var alive = await gateway.Http.GetAsync(new Uri("/healthz", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }

        var refused = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Requests.Sample("early-1")));
        Assert.Equal(("STORE_UNAVAILABLE", "not_done"), (refused.Reason, refused.Outcome));

        await servers.Postgres.StartAsync();
        await Waiting.Until("ready", async () => await IsReadyAsync(gateway));

        Assert.Equal(158_46, (await gateway.Settlements.SettleAsync(Requests.Sample("early-1"))).Settlement.Breakdown.PatientFen);
    }

    [SharedFact]
    public async Task A_database_that_may_forget_what_it_acknowledged_is_refused_at_the_start()
    {
        await using var servers = await SharedServers.CreateAsync(running: false);
        await servers.Postgres.StartAsync("fsync=off");
        var data = GatewayProcess.NewDataFolder();

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, servers.Settings());

        Assert.Equal(3, exitCode);
        Assert.Contains("fsync", output, StringComparison.Ordinal);
        data.Delete(recursive: true);
    }

    [SharedFact]
    public async Task A_wrong_password_is_no_success_and_the_gateway_comes_in_as_soon_as_it_is_right()
    {
        await using var servers = await SharedServers.CreateAsync();
        await servers.RunAsync("CREATE ROLE clerk LOGIN SUPERUSER PASSWORD 'right'");
        await servers.Postgres.AskForPasswordsAsync();
        (string Name, string Value)[] settings = [.. servers.Settings(withRedis: false).Select(s => s.Name == "Postgres"
            ? ("Postgres", s.Value.Replace("Username=medaid", "Username=clerk;Password=wrong", StringComparison.Ordinal))
            : s)];
        await using var gateway = await GatewayProcess.OpenAsync(settings);

        Assert.Contains("MedAid 尚未就绪，现在不能结算：PostgreSQL 拒绝登录：用户名或密码不对", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MedAid 已启动", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("试一笔", gateway.Output, StringComparison.Ordinal);
        using (var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative)))
        {
            Assert.Contains("密码不对", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await servers.RunAsync("ALTER ROLE clerk PASSWORD 'wrong'");

        await gateway.SaysAsync("The register is filled");
        await Waiting.Until("ready", async () => await IsReadyAsync(gateway));
        Assert.DoesNotContain("The warm-up failed", gateway.Output, StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task Backends_that_stand_still_turn_readiness_and_it_comes_back_with_them()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var gateway = await servers.GatewayAsync(withRedis: false);
        await gateway.Settlements.SettleAsync(Requests.Sample("frozen-1"));
        await servers.Postgres.FreezeAsync(true);

        await Waiting.Until("not ready", async () => !await IsReadyAsync(gateway));
        using (var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative)))
        {
            Assert.Contains("没有写完一笔", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await servers.Postgres.FreezeAsync(false);
        await Waiting.Until("ready", async () => await IsReadyAsync(gateway));
    }

    /// <summary>With Redis and without: the quote must not depend on it.</summary>
    [SharedFact]
    public Task While_the_database_is_away_nothing_is_settled_and_a_quote_says_as_of_when() => GoesAndComesBackAsync(withRedis: true);

    [SharedFact]
    public Task The_same_without_Redis() => GoesAndComesBackAsync(withRedis: false);

    [SharedFact]
    public async Task An_answer_of_the_database_that_is_lost_is_unknown_to_the_window_and_the_same_id_resolves_it()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var line = new CuttingProxy(servers.Postgres.Port);
        await using var gateway = await GatewayProcess.StartAsync(null, servers.Settings(withRedis: false, line.Port));

        // A first call that compiles everything might run out of time before it comes to the commit.
        await gateway.Settlements.SettleAsync(Requests.Sample("warm-1"));
        gateway.Declare("CallGuard[1005]");
        line.Cut = Cut.AnswerToCommit;
        var unknown = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Requests.Sample("lost-1")));
        var kept = await gateway.Settlements.GetSettlementAsync(new() { RequestId = "lost-1" });
        var again = await gateway.Settlements.SettleAsync(Requests.Sample("lost-1"));

        Assert.Equal("unknown", unknown.Outcome);
        Assert.True(again.Replayed);
        Assert.Equal(kept, again.Settlement);
        Assert.Equal(2, (await servers.ProvenBooksAsync()).Count);
    }

    private static async Task GoesAndComesBackAsync(bool withRedis)
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var gateway = await servers.GatewayAsync(withRedis);
        await gateway.Settlements.SettleAsync(Requests.Sample("before-1"));

        // The sample's person has now used 625.71 of basic insurance; a quote sees it, here and after the outage.
        var before = await gateway.Settlements.QuoteAsync(new() { Visit = Requests.Sample("q").Visit });
        await servers.Postgres.StopAsync();

        var settle = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Requests.Sample("away-1")));
        var quote = await QuoteUntilAsync(gateway, warnings: withRedis ? 1 : 2);
        var stranger = await DoorError.ByGrpcAsync(
            gateway.Settlements.QuoteAsync(new() { Visit = Requests.Outpatient("q", Requests.You, "2025-03-02", 50_00).Visit }));

        Assert.Equal(("STORE_UNAVAILABLE", "not_done"), (settle.Reason, settle.Outcome));
        Assert.Equal("STORE_UNAVAILABLE", stranger.Reason);
        Assert.Single(before.Breakdown.Warnings, w => w.EndsWith("（CONSENT_NOT_SIGNED）", StringComparison.Ordinal));
        Assert.Single(quote.Breakdown.Warnings, w => w.Contains("没有核对告知书", StringComparison.Ordinal));
        before.Breakdown.Warnings.Clear();
        quote.Breakdown.Warnings.Clear();
        Assert.Equal(before.Breakdown, quote.Breakdown);
        Assert.Contains(quote.Warnings, w => w.Contains("账本暂时连不上", StringComparison.Ordinal));
        Assert.True(quote.AsOfTime <= before.AsOfTime);

        await servers.Postgres.StartAsync();
        var settled = await gateway.Settlements.SettleAsync(Requests.Sample("away-1"));
        Assert.False(settled.Replayed);
        Assert.Equal(2, (await servers.ProvenBooksAsync()).Count);
    }

    /// <summary>
    /// With Redis the person is remembered and only the ledger is warned of. Without it the person runs out of this gateway's memory before
    /// long, and the quote says that the person is from before, too.
    /// </summary>
    private static async Task<QuoteResponse> QuoteUntilAsync(GatewayProcess gateway, int warnings)
    {
        QuoteResponse quote = null!;
        await Waiting.Until($"{warnings} warnings", async () =>
        {
            quote = await gateway.Settlements.QuoteAsync(new() { Visit = Requests.Sample("q").Visit });
            return quote.Warnings.Count(w => w.Contains("暂时连不上，按", StringComparison.Ordinal)) == warnings;
        });
        return quote;
    }

    private static async Task<bool> IsReadyAsync(GatewayProcess gateway)
    {
        using var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return ready.IsSuccessStatusCode;
    }
}
