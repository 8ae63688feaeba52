using MedAid.Settlement.People;
using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>How long something is remembered, and which copies are believed.</summary>
public sealed class FirstLevelTests
{
    private readonly HandClock clock = new();
    private readonly Roll roll = new();
    private readonly InProcessCache cache;

    public FirstLevelTests() => cache = new InProcessCache(clock);

    [Fact]
    public async Task A_person_is_asked_for_again_after_five_minutes_and_an_absence_after_ten_seconds()
    {
        roll.Put(1);
        await Get(1);
        await Get(2);
        clock.Advance(TimeSpan.FromSeconds(10));
        await Get(1);
        await Get(2);
        Assert.Equal((1, 2), (roll.LoadsOf(1), roll.LoadsOf(2)));
        clock.Advance(TimeSpan.FromSeconds(290) - TimeSpan.FromTicks(1));
        await Get(1);
        Assert.Equal(1, roll.LoadsOf(1));
        clock.Advance(TimeSpan.FromTicks(1));
        await Get(1);
        Assert.Equal(2, roll.LoadsOf(1));
    }

    [Fact]
    public async Task A_copy_is_believed_unless_it_is_older_than_what_was_seen_or_forgotten()
    {
        var persons = new FirstLevel(clock);
        Assert.True((await RaiseFloorAsync(persons, version: 5)).Allows(1, clock.GetUtcNow()));

        clock.Advance(Limits.RememberedFor);
        var seen = await RaiseFloorAsync(persons, version: 5);
        Assert.False(seen.Allows(4, clock.GetUtcNow()));
        Assert.True(seen.Allows(5, clock.GetUtcNow()));

        persons.Forget([Roll.Token(1)]);
        var forgotten = await RaiseFloorAsync(persons, version: 6);
        Assert.False(forgotten.Allows(6, clock.GetUtcNow()));
        Assert.True(forgotten.Allows(6, clock.GetUtcNow().AddMilliseconds(1)));

        clock.Advance(TimeSpan.FromSeconds(1));
        persons.ForgetAll();
        Assert.False((await RaiseFloorAsync(persons, version: 6)).Allows(6, clock.GetUtcNow()));
        persons.Clear();
        Assert.True((await RaiseFloorAsync(persons, version: 6)).Allows(1, clock.GetUtcNow().AddMilliseconds(1)));
    }

    [Fact]
    public void What_is_owed_is_not_read_until_it_is_paid()
    {
        var owed = new PendingInvalidations(clock);
        var first = owed.Add(["a", "b"]);
        var second = owed.Add(["b"]);
        owed.Paid(first);
        Assert.Equal((false, true), (owed.Covers("a"), owed.Covers("b")));
        owed.Paid(second);
        Assert.False(owed.Covers("b"));
    }

    [Fact]
    public void More_than_can_be_noted_means_that_Redis_is_not_read_until_all_it_holds_has_run_out()
    {
        var owed = new PendingInvalidations(clock);
        owed.Add([.. Enumerable.Range(0, Limits.OwedMax + 1).Select(i => $"{i}")]);
        Assert.True(owed.Covers("anybody"));
        clock.Advance(Limits.SharedFor);
        Assert.False(owed.Covers("anybody"));
    }

    private Task<Eligibility?> Get(int number) => cache.GetAsync(Roll.Token(number), roll.LoadAsync, CancellationToken.None).Within();

    private static async Task<FreshnessFloor> RaiseFloorAsync(FirstLevel persons, long version)
    {
        FreshnessFloor? asked = null;
        await persons.LoadAsync(
            Roll.Token(1),
            TimeSpan.MaxValue,
            doubt =>
            {
                asked = doubt;
                return Task.FromResult(InProcessCache.Fresh(Roll.Person(1, version)));
            },
            CancellationToken.None).Within();
        return asked!.Value;
    }
}
