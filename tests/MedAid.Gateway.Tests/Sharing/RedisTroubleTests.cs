using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>Redis may be there, gone, empty, lying or frozen: the figures are the same.</summary>
public sealed class RedisTroubleTests
{
    private const string Overwrite =
        "for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('SET', key, 'rubbish') end return #redis.call('KEYS', '*')";

    [SharedFact]
    public async Task The_sample_visit_settles_to_the_same_figures_with_and_without_Redis()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var with = await servers.GatewayAsync();
        await using var without = await servers.GatewayAsync(withRedis: false);

        var quoted = await without.Settlements.QuoteAsync(new() { Visit = Requests.Sample("shared-1").Visit });
        var settled = (await with.Settlements.SettleAsync(Requests.Sample("shared-1"))).Settlement;
        var read = await without.Settlements.GetSettlementAsync(new() { RequestId = "shared-1" });

        // samples/README.md: 817.30 less 625.71 of basic insurance and 33.13 of relief is 158.46.
        Assert.Equal((158_46, 158_46), (quoted.Breakdown.PatientFen, settled.Breakdown.PatientFen));
        Assert.Equal(quoted.Breakdown, settled.Breakdown);
        Assert.Equal(settled, read);
        Assert.Single(await servers.ProvenBooksAsync());
    }

    /// <summary>
    /// 50.00 x 55 % = 27.50 each time, up to the 300.00 of the year. A gateway that was started before settles in the trouble, and so does
    /// one that starts into it where that is another case: what it finds is no memory of its own.
    /// </summary>
    [SharedFact]
    public async Task Whatever_becomes_of_Redis_every_settlement_has_the_same_figures()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var older = await servers.GatewayAsync();
        var paid = new List<long>();
        foreach (var (trouble, makeAsync, endAsync, starts) in Troubles(servers))
        {
            paid.Add(await SettleAsync(older, $"before-{trouble}"));
            await makeAsync();
            paid.Add(await SettleAsync(older, $"older-{trouble}"));
            if (starts)
            {
                await using var newer = await servers.GatewayAsync();
                paid.Add(await SettleAsync(newer, $"newer-{trouble}"));
            }

            await endAsync();
        }

        // Ten settlements are 275.00; the eleventh would find 25.00 left.
        Assert.Equal(Enumerable.Repeat(27_50L, 10), paid);
        Assert.Equal(10, (await servers.ProvenBooksAsync()).Count);
    }

    private static (string Name, Func<Task> Make, Func<Task> End, bool Starts)[] Troubles(SharedServers servers) =>
    [
        ("lying", () => servers.RedisAsync("EVAL", Overwrite, "0"), () => Task.CompletedTask, true),
        ("flushed", () => servers.RedisAsync("FLUSHALL"), () => Task.CompletedTask, false),
        ("frozen", () => servers.Redis.SignalAsync("STOP"), () => servers.Redis.SignalAsync("CONT"), true),
        ("killed", servers.Redis.KillAsync, () => Task.CompletedTask, false),
    ];

    private static async Task<long> SettleAsync(GatewayProcess gateway, string requestId)
    {
        var answer = await gateway.Settlements.SettleAsync(Requests.Outpatient(requestId, Requests.You, "2025-03-02", 50_00));
        return answer.Settlement.Breakdown.Layers.Single(l => l.Layer == "basic").PaidFen;
    }
}
