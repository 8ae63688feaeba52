using MedAid.Settlement.People;
using MedAid.Stores.Redis;
using StackExchange.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>
/// A Redis of the test's own, two gateways, and a stretch of network in front of the first. The gateways' clock stands still unless the test
/// lets time pass, so that Redis is too slow only where the test says so.
/// </summary>
public abstract class OutageBench : IAsyncLifetime
{
    private protected HandClock Clock { get; } = new();

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
        Near = RedisCache.Open(Passage.Address + OwnRedis.Patient, Roll.CacheKey, Clock);
        Far = RedisCache.Open($"127.0.0.1:{Server.Port}{OwnRedis.Patient}", Roll.CacheKey, Clock);
        await UntilUp(Near);
        await UntilUp(Far);
    }

    public async Task DisposeAsync()
    {
        await PassingTime(Near.DisposeAsync().AsTask());
        await PassingTime(Far.DisposeAsync().AsTask());
        await Passage.DisposeAsync().Within();
        await Server.DisposeAsync().Within();
    }

    private protected Task UntilUp(RedisCache cache) => Clock.RunUntil("Redis is asked again", () => cache.IsUp);

    private protected Task UntilDown(RedisCache cache) => Clock.RunUntil("Redis is bypassed", () => !cache.IsUp);

    private protected Task<Eligibility?> Get(RedisCache cache, int number) =>
        cache.GetAsync(Roll.Token(number), Roll.LoadAsync, CancellationToken.None).Within();

    private protected static Task Forget(RedisCache cache, int number) =>
        cache.ForgetAsync([Roll.Token(number)], CancellationToken.None).Within();

    /// <summary>Waits for what may have to give up Redis first.</summary>
    private protected async Task PassingTime(Task work)
    {
        await Clock.RunUntil("a gateway that gives up Redis", () => work.IsCompleted);
        await work;
    }

    private protected async Task<Eligibility?> GetPassingTime(RedisCache cache, int number)
    {
        var person = Get(cache, number);
        await PassingTime(person);
        return await person;
    }

    private protected static SealedSlot PlaceOf(int number) => new PersonSeal(Roll.CacheKey, "medaid").Of(Roll.Token(number));

    /// <summary>Brings a person into both memories and into Redis.</summary>
    private protected async Task SharedAsync(int number, long version = 1)
    {
        Roll.Put(number, version);
        var look = await Server.LookAsync();
        await Waiting.Until("a person sealed in Redis and known to both gateways", async () =>
        {
            await Forget(Near, number);

            // What was read at the moment of forgetting is not believed.
            Clock.Advance(TimeSpan.FromMilliseconds(1));
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
