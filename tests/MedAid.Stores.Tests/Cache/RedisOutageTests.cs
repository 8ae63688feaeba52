using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>Redis goes away in every way it can; the answers stay the register's.</summary>
[NeedsServer("MEDAID_TEST_REDIS", "redis")]
public sealed class RedisOutageTests : OutageBench
{
    /// <summary>Within this every gateway knows of a change, whatever becomes of Redis.</summary>
    private static readonly TimeSpan LearntWithin = TimeSpan.FromSeconds(1);

    [ServerFact]
    public async Task Without_Redis_every_answer_is_the_registers()
    {
        await SharedAsync(1);
        await Server.KillAsync();
        for (var number = 1; number <= 50; number++)
        {
            Roll.Put(number, version: 2);
            await PassingTime(Forget(Near, number));
            Roll.AssertSame(Roll.Person(number, version: 2), await GetPassingTime(Near, number));
        }

        Assert.Null(await GetPassingTime(Near, 51));
        await UntilDown(Near);
    }

    [ServerFact]
    public async Task A_gateway_starts_and_answers_before_Redis_does()
    {
        await using var late = new OwnRedis();
        await using var cache = RedisCache.Open($"127.0.0.1:{late.Port}", Roll.CacheKey, Clock);
        Roll.Put(1);
        Roll.AssertSame(Roll.Person(1), await Get(cache, 1));
        Assert.False(cache.IsUp);
        await late.StartAsync();
        await UntilUp(cache);
        Roll.AssertSame(Roll.Person(1), await Get(cache, 1));
    }

    [ServerFact]
    public async Task A_slow_Redis_is_waited_for_once_and_for_five_milliseconds()
    {
        await SharedAsync(1);
        for (var number = 2; number <= 101; number++)
        {
            Roll.Put(number);
        }

        Passage.Hold();
        var first = Get(Near, 2);
        Clock.Advance(TimeSpan.FromMilliseconds(5) - TimeSpan.FromTicks(1));
        Assert.False(first.IsCompleted);
        Clock.Advance(TimeSpan.FromTicks(1));
        Roll.AssertSame(Roll.Person(2), await first);

        // No more time passes: whoever waited for Redis now would wait for ever.
        for (var number = 3; number <= 101; number++)
        {
            Roll.AssertSame(Roll.Person(number), await Get(Near, number));
        }

        Assert.False(Near.IsUp);
        Passage.Mend();
        await UntilUp(Near);
    }

    [ServerFact]
    public async Task A_line_that_swallows_everything_is_given_up_and_made_anew()
    {
        await SharedAsync(1);
        Passage.Swallow();
        Roll.Put(2);
        var first = Get(Near, 2);
        Clock.Advance(Limits.RedisTimeMax);
        Roll.AssertSame(Roll.Person(2), await first);
        Assert.False(Near.IsUp);
        Roll.Put(1, version: 2);
        await Forget(Far, 1);
        await LearntAsync(Near, 1, version: 2);
        Passage.Mend();
        await UntilUp(Near);
        await SharedAsync(3);
    }

    [ServerFact]
    public async Task An_emptied_Redis_changes_no_answer()
    {
        await SharedAsync(1);
        var look = await Server.LookAsync();
        await look.GetServer(look.GetEndPoints()[0]).FlushAllDatabasesAsync().Within();
        Roll.AssertSame(Roll.Person(1), await Get(Near, 1));
        Roll.Put(1, version: 2);
        await Forget(Near, 1);
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(Near, 1));
        await Waiting.Until("the change", async () => (await Get(Far, 1))!.Version == 2);
    }

    [ServerFact]
    public async Task A_Redis_that_was_killed_is_used_again_when_it_is_back()
    {
        await SharedAsync(1);
        await Server.KillAsync();
        await UntilDown(Near);
        await UntilDown(Far);
        await Server.StartAsync();
        await UntilUp(Near);
        await UntilUp(Far);
        Roll.AssertSame(Roll.Person(1), await Get(Near, 1));
        await SharedAsync(2);
    }

    [ServerFact]
    public async Task That_Redis_went_away_and_came_back_is_told_once_each()
    {
        var told = new List<bool>();
        await using var cache = RedisCache.Open($"127.0.0.1:{Server.Port}", Roll.CacheKey, Clock, tell: told.Add);
        await UntilUp(cache);
        for (var time = 1; time <= 2; time++)
        {
            var outage = time;
            await Server.KillAsync();
            await Clock.RunUntil("the outage is told", () => told.Count == (2 * outage) - 1);
            await UntilDown(cache);
            await Server.StartAsync();
            await Clock.RunUntil("its end is told", () => told.Count == 2 * outage);
            Assert.True(cache.IsUp);
        }

        Assert.Equal([false, true, false, true], told);
    }

    [ServerFact]
    public async Task What_changed_while_messages_were_missed_is_learnt_without_a_connection()
    {
        await SharedAsync(1);
        Passage.Cut();
        Roll.Put(1, version: 2);
        await Forget(Far, 1);
        await LearntAsync(Near, 1, version: 2);
    }

    [ServerFact]
    public async Task What_changed_while_the_line_was_broken_is_forgotten_when_it_is_back()
    {
        await SharedAsync(1);
        Passage.Cut();
        Roll.Put(1, version: 2);
        await Forget(Far, 1);
        Passage.Mend();
        await LearntAsync(Near, 1, version: 2);
        await UntilUp(Near);
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(Near, 1));
    }

    [ServerFact]
    public async Task What_could_not_be_deleted_is_not_read_and_is_deleted_later()
    {
        await SharedAsync(1);
        Passage.Cut();
        Roll.Put(1, version: 2);
        await PassingTime(Forget(Near, 1));
        Roll.AssertSame(Roll.Person(1, version: 2), await GetPassingTime(Near, 1));
        Passage.Mend();
        await UntilUp(Near);
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(Near, 1));
        await Clock.RunUntil("the other gateway is told", async () => (await Get(Far, 1))!.Version == 2);
    }

    [ServerFact]
    public async Task A_Redis_that_comes_back_with_an_old_file_is_not_believed()
    {
        await SharedAsync(1);
        await (await Server.LookAsync()).GetDatabase().ExecuteAsync("SAVE").Within();

        Roll.Put(1, version: 2);
        await Forget(Near, 1);
        await Server.KillAsync();
        await UntilDown(Near);
        await UntilDown(Far);
        await Server.StartAsync();
        var look = await Server.LookAsync();
        Assert.True(await look.GetDatabase().KeyExistsAsync(PlaceOf(1).Name).Within(), "the old copy is back");

        await UntilUp(Near);
        await UntilUp(Far);
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(Near, 1));
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(Far, 1));
    }

    /// <summary>A gateway knows of a change before a second has passed.</summary>
    private async Task LearntAsync(RedisCache cache, int number, long version)
    {
        var since = Clock.Now;
        await Clock.RunUntil("the change is known", async () => (await GetPassingTime(cache, number))!.Version == version);
        Assert.InRange(Clock.Now - since, TimeSpan.Zero, LearntWithin);
    }
}
