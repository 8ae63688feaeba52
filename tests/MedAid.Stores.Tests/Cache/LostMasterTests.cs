using MedAid.Settlement.People;
using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>A Redis Cluster loses a master: persons of its slots and of all others are the register's, and all are shared again after it.</summary>
[NeedsServer("MEDAID_TEST_REDIS_CLUSTER", "redis-cluster")]
public sealed class LostMasterTests : IAsyncLifetime
{
    private const int Persons = 30;

    private readonly HandClock clock = new();
    private readonly Roll roll = new();
    private readonly List<bool> told = [];
    private RedisCache near = null!;
    private RedisCache far = null!;

    private OwnCluster Cluster { get; } = new();

    public async Task InitializeAsync()
    {
        await Cluster.StartAsync();
        near = RedisCache.Open(Cluster.Addresses, Roll.CacheKey, clock, tell: told.Add);
        far = RedisCache.Open(Cluster.Addresses, Roll.CacheKey, clock);
        await UntilSharedAsync();
    }

    public async Task DisposeAsync()
    {
        await PassingTime(near.DisposeAsync().AsTask());
        await PassingTime(far.DisposeAsync().AsTask());
        await Cluster.DisposeAsync().Within();
    }

    [ServerFact]
    public async Task Every_answer_stays_the_registers_and_the_master_is_used_again_when_it_is_back()
    {
        // Whoever asks first after the loss finds out, whichever master it was.
        var lost = MasterOf(number: 1);
        told.Clear();
        await lost.KillAsync();
        await ChangeAndAskAsync(version: 2);
        await clock.RunUntil("the loss is told", () => told.Count > 0);
        await ChangeAndAskAsync(version: 3);

        await Cluster.ReviveAsync(lost);
        await clock.RunUntil("Redis is asked again", () => near.IsUp && far.IsUp);
        await UntilSharedAsync();
        await ChangeAndAskAsync(version: 4);
        Assert.Equal([false, true], told);
    }

    private async Task ChangeAndAskAsync(long version)
    {
        for (var number = 1; number <= Persons; number++)
        {
            roll.Put(number, version);
            await PassingTime(near.ForgetAsync([Roll.Token(number)], CancellationToken.None).AsTask());
            Roll.AssertSame(Roll.Person(number, version), await GetAsync(near, number));
        }

        for (var number = 1; number <= Persons; number++)
        {
            var asked = number;
            await clock.RunUntil(
                $"version {version} at the other gateway", async () => (await GetAsync(far, asked))!.Version == version);
        }
    }

    /// <summary>Both gateways use Redis, and a person on each master comes to the second gateway without the register.</summary>
    private async Task UntilSharedAsync()
    {
        var shared = new HashSet<int>();
        var number = 1_000;
        await clock.RunUntil("a person on every master is shared", async () =>
        {
            roll.Put(++number);
            await GetAsync(near, number);
            await GetAsync(far, number);
            if (near.IsUp && far.IsUp && roll.LoadsOf(number) == 1)
            {
                shared.Add(MasterOf(number).Port);
            }

            return shared.Count == 3;
        });
    }

    private OwnRedis MasterOf(int number) => Cluster.MasterOf(new PersonSeal(Roll.CacheKey, "medaid").Of(Roll.Token(number)).Name);

    private async Task<Eligibility?> GetAsync(RedisCache cache, int number)
    {
        var person = cache.GetAsync(Roll.Token(number), roll.LoadAsync, CancellationToken.None).AsTask();
        await PassingTime(person);
        return await person;
    }

    private async Task PassingTime(Task work)
    {
        await clock.RunUntil("a gateway that gives up Redis", () => work.IsCompleted);
        await work;
    }
}
