using MedAid.Settlement.People;
using MedAid.Stores.Redis;
using StackExchange.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>A Redis of the test's own, two gateways, and a stretch of network in front of the first.</summary>
public abstract class OutageBench : IAsyncLifetime
{
    private protected OwnRedis Server { get; } = new();

    private protected Roll Roll { get; } = new();

    private protected Passage Passage { get; private set; } = null!;

    /// <summary>The gateway behind the passage.</summary>
    private protected RedisCache Near { get; private set; } = null!;

    /// <summary>The gateway with a good line.</summary>
    private protected RedisCache Far { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Server.StartAsync();
        Passage = new Passage(Server.Port);
        Near = RedisCache.Open(Passage.Address, Roll.CacheKey, TimeProvider.System);
        Far = RedisCache.Open($"127.0.0.1:{Server.Port}", Roll.CacheKey, TimeProvider.System);
        await UntilUp(Near);
        await UntilUp(Far);

        // The first look-up compiles everything; it must not count as slowness of Redis.
        await SharedAsync(0);
    }

    public async Task DisposeAsync()
    {
        await Near.DisposeAsync().Within();
        await Far.DisposeAsync().Within();
        await Passage.DisposeAsync().Within();
        await Server.DisposeAsync().Within();
    }

    private protected static Task UntilUp(RedisCache cache) => Waiting.Until("Redis is asked again", () => cache.IsUp);

    private protected static Task UntilDown(RedisCache cache) => Waiting.Until("Redis is bypassed", () => !cache.IsUp);

    private protected Task<Eligibility?> Get(RedisCache cache, int number) =>
        cache.GetAsync(Roll.Token(number), Roll.LoadAsync, CancellationToken.None).Within();

    private protected static Task Forget(RedisCache cache, int number) =>
        cache.ForgetAsync([Roll.Token(number)], CancellationToken.None).Within();

    private protected static Place PlaceOf(int number) => new PersonSeal(Roll.CacheKey, "medaid").Of(Roll.Token(number));

    /// <summary>
    /// Brings a person into both memories and into Redis. On a busy machine Redis may be bypassed for a moment, so it may take more
    /// than one attempt.
    /// </summary>
    private protected async Task SharedAsync(int number, long version = 1)
    {
        Roll.Put(number, version);
        using var look = await Server.LookAsync();
        await Waiting.Until("a person sealed in Redis and known to both gateways", async () =>
        {
            await Forget(Near, number);
            await Get(Near, number);
            var known = (await Get(Far, number))!.Version == version;
            return known && await IsSealedAsync(look, number);
        });
    }

    /// <summary>Whether a person of this hospital lies in Redis at the person's own place.</summary>
    private protected static async Task<bool> IsSealedAsync(ConnectionMultiplexer look, int number)
    {
        var database = look.GetDatabase();
        return await database.KeyTypeAsync(PlaceOf(number).Name).Within() == RedisType.String
            && (byte[]?)await database.StringGetAsync(PlaceOf(number).Name).Within() is { } value
            && PersonSeal.Open(PlaceOf(number), value) is not null;
    }
}
