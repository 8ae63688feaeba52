using System.Text;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Stores.Redis;
using StackExchange.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>What the memory on Redis must do besides, for one server and for a cluster: several gateways share it.</summary>
public abstract class RedisCacheContract(string configuration) : CacheContract
{
    private readonly HandClock clock = new();
    private readonly List<RedisCache> gateways = [];
    private ConnectionMultiplexer inspector = null!;

    private string Prefix { get; } = $"test-{Guid.NewGuid():N}";

    public override async Task InitializeAsync()
    {
        inspector = await ConnectionMultiplexer.ConnectAsync(configuration + ",allowAdmin=true" + OwnRedis.Patient).Within();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        foreach (var gateway in gateways)
        {
            var closing = gateway.DisposeAsync().AsTask();
            await clock.RunUntil("a gateway closes", () => closing.IsCompleted);
            await closing;
        }

        foreach (var key in await KeysAsync())
        {
            await inspector.GetDatabase().KeyDeleteAsync(key).Within();
        }

        // What follows an answer runs on the thread that takes answers; to wait there for another answer is to wait for oneself.
        await Task.Run(inspector.Dispose).Within();
    }

    private protected override async Task<IEligibilityCache> OpenAsync() => await AnotherGatewayAsync();

    [ServerFact]
    public async Task Another_gateway_need_not_ask_the_register_again()
    {
        var other = await AnotherGatewayAsync();
        Roll.Put(1);
        await Get(1);
        Roll.AssertSame(Roll.Person(1), await Get(other, 1));
        Assert.Equal(1, Roll.LoadsOf(1));
    }

    [ServerFact]
    public async Task The_others_learn_of_a_change_from_a_message()
    {
        var other = await AnotherGatewayAsync();
        for (var version = 1; version <= 10; version++)
        {
            Roll.Put(1, version);
            await Forget(1);

            // The clock stands still: it is no memory that runs out.
            await Waiting.Until($"version {version} at the other gateway", async () => (await Get(other, 1))!.Version == version);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [ServerFact]
    public async Task An_old_copy_that_another_gateway_was_loading_does_not_get_into_Redis()
    {
        var other = await AnotherGatewayAsync();
        var gate = new TaskCompletionSource<Eligibility?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = other.GetAsync(
            Roll.Token(1),
            (_, _) =>
            {
                begun.SetResult();
                return gate.Task;
            },
            CancellationToken.None).AsTask();
        await begun.Task.Within();
        Roll.Put(1, version: 2);
        await Forget(1);
        gate.SetResult(Roll.Person(1, version: 1));
        await late.Within();

        var third = await AnotherGatewayAsync();
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(third, 1));
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(1));
        await Waiting.Until("the late gateway", async () => (await Get(other, 1))!.Version == 2);
    }

    [ServerFact]
    public async Task Changing_and_asking_at_once_at_three_gateways_never_leaves_an_old_copy()
    {
        RedisCache[] others = [await AnotherGatewayAsync(), await AnotherGatewayAsync()];
        using var stop = new CancellationTokenSource();
        var readers = others.Select(other => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Get(other, 1);

                // Two readers that never rest would take both processors from what they wait for.
                await Task.Delay(1, CancellationToken.None);
            }
        })).ToArray();
        for (var version = 1; version <= 200; version++)
        {
            Roll.Put(1, version);
            await Forget(1);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(version, (await Get(1))!.Version);
        }

        foreach (var other in others)
        {
            await Waiting.Until("the last version", async () => (await Get(other, 1))!.Version == 200);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers).Within();
    }

    [ServerFact]
    public async Task Redis_holds_nothing_that_says_who_or_what()
    {
        Roll.Put(1);
        Roll.Put(2, version: 3);
        await Waiting.Until("two persons and an absence in Redis", async () =>
        {
            await Forget(1, 2, 3);
            await Get(1);
            await Get(2);
            Assert.Null(await Get(3));
            return await SealedAsync() == 3;
        });
        foreach (var key in await KeysAsync())
        {
            var value = (byte[]?)await inspector.GetDatabase().StringGetAsync(key).Within();
            var life = await inspector.GetDatabase().KeyTimeToLiveAsync(key).Within();
            Assert.InRange(life!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(10));
            AssertSaysNothing(key.ToString());
            AssertSaysNothing(Encoding.Latin1.GetString(value!));
        }
    }

    private async Task<int> SealedAsync()
    {
        var count = 0;
        foreach (var key in await KeysAsync())
        {
            var value = (byte[]?)await inspector.GetDatabase().StringGetAsync(key).Within();
            count += value?[0] == PersonSeal.Format ? 1 : 0;
        }

        return count;
    }

    private static void AssertSaysNothing(string text)
    {
        for (var number = 1; number <= 3; number++)
        {
            Assert.DoesNotContain(Roll.IdNumber(number), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Roll.Token(number), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Roll.Person(number).PersonKey.Text, text, StringComparison.OrdinalIgnoreCase);
        }

        string[] words = ["resident", "141182", "19580214", "M07800", "M03900", "14110019"];
        Assert.All(words, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<RedisCache> AnotherGatewayAsync()
    {
        var gateway = RedisCache.Open(configuration + OwnRedis.Patient, Roll.CacheKey, clock, Prefix);
        gateways.Add(gateway);
        await clock.RunUntil("a connection to Redis", () => gateway.IsUp);
        return gateway;
    }

    private Task<RedisKey[]> KeysAsync() => Task.Run<RedisKey[]>(() =>
    [
        .. inspector.GetEndPoints().SelectMany(e => inspector.GetServer(e).Keys(pattern: $"{Prefix}:*")).Distinct(),
    ]);
}

[NeedsServer(Variable, Service)]
public sealed class RedisCacheTests() : RedisCacheContract(NeedsServerAttribute.Address(Variable, Service))
{
    private const string Variable = "MEDAID_TEST_REDIS";
    private const string Service = "redis";
}

[NeedsServer(Variable, Service)]
public sealed class RedisClusterCacheTests() : RedisCacheContract(NeedsServerAttribute.Address(Variable, Service))
{
    private const string Variable = "MEDAID_TEST_REDIS_CLUSTER";
    private const string Service = "redis-cluster";
}
