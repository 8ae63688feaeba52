using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

public sealed class StandingTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly HandClock clock = new();
    private readonly List<bool> told = [];
    private readonly Standing standing;

    public StandingTests() => standing = new Standing(clock, told.Add);

    [Fact]
    public void Of_a_Redis_that_was_always_there_nothing_is_told()
    {
        Look(true, ticks: 50);
        Assert.Empty(told);
    }

    [Fact]
    public void An_outage_is_told_once_when_it_has_lasted_and_its_end_once_and_at_once()
    {
        Look(true, ticks: 1);
        Look(false, ticks: 4);
        Assert.Empty(told);
        Look(false, ticks: 50);
        Assert.Equal([false], told);
        Look(true, ticks: 50);
        Assert.Equal([false, true], told);
    }

    [Fact]
    public void A_Redis_that_stumbles_and_is_used_again_is_not_worth_a_word()
    {
        for (var i = 0; i < 20; i++)
        {
            Look(false, ticks: 3);
            Look(true, ticks: 1);
        }

        Assert.Empty(told);
    }

    [Fact]
    public void A_Redis_that_was_never_there_is_told_once()
    {
        Look(false, ticks: 50);
        Assert.Equal([false], told);
    }

    private void Look(bool isUp, int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            clock.Advance(Tick);
            standing.Look(isUp);
        }
    }
}
