using MedAid.Settlement.People;
using MedAid.Stores.Redis;
using Xunit.Abstractions;

namespace MedAid.Stores.Tests.Cache;

/// <summary>A Redis Cluster loses a master: persons of its slots and of all others are the register's, and all are shared again after it.</summary>
[NeedsServer("MEDAID_TEST_REDIS_CLUSTER", "redis-cluster")]
public sealed class LostMasterTests(ITestOutputHelper report) : IAsyncLifetime
{
    private const int Persons = 30;

    private readonly Roll roll = new();
    private readonly List<bool> told = [];
    private RedisCache near = null!;
    private RedisCache far = null!;

    private OwnCluster Cluster { get; } = new();

    public async Task InitializeAsync()
    {
        await Cluster.StartAsync();
        near = RedisCache.Open(Cluster.Addresses, Roll.CacheKey, TimeProvider.System, tell: told.Add);
        far = RedisCache.Open(Cluster.Addresses, Roll.CacheKey, TimeProvider.System);
        report.WriteLine($"two gateways share persons of every master {await UntilSharedAsync()} after their start");
    }

    public async Task DisposeAsync()
    {
        await near.DisposeAsync().Within();
        await far.DisposeAsync().Within();
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
        report.WriteLine($"the loss is told {await Waiting.Until("the loss is told", () => told.Count > 0)} after everybody was asked for");
        await ChangeAndAskAsync(version: 3);

        await Cluster.ReviveAsync(lost);
        report.WriteLine($"Redis is asked again {await Waiting.Until("Redis is asked again", () => near.IsUp && far.IsUp)} after the cluster is whole");
        report.WriteLine($"persons of every master are shared {await UntilSharedAsync()} later");
        await ChangeAndAskAsync(version: 4);
        Assert.Equal([false, true], told);
    }

    private async Task ChangeAndAskAsync(long version)
    {
        for (var number = 1; number <= Persons; number++)
        {
            roll.Put(number, version);
            await near.ForgetAsync([Roll.Token(number)], CancellationToken.None).Within();
            Roll.AssertSame(Roll.Person(number, version), await GetAsync(near, number));
        }

        for (var number = 1; number <= Persons; number++)
        {
            var asked = number;
            await Waiting.Until(
                $"version {version} at the other gateway",
                async () => (await GetAsync(far, asked))!.Version == version,
                TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Both gateways use Redis, and a person on each master comes to the second gateway without the register.</summary>
    private async Task<TimeSpan> UntilSharedAsync()
    {
        var shared = new HashSet<int>();
        var number = 1_000;
        return await Waiting.Until("a person on every master is shared", async () =>
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

    private Task<Eligibility?> GetAsync(RedisCache cache, int number) =>
        cache.GetAsync(Roll.Token(number), roll.LoadAsync, CancellationToken.None).Within();
}
