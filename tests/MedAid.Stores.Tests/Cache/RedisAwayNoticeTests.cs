using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

public sealed class RedisAwayNoticeTests
{
    private readonly List<bool> told = [];
    private readonly RedisAwayNotice awayNotice;

    public RedisAwayNoticeTests() => awayNotice = new RedisAwayNotice(told.Add);

    [Fact]
    public void Of_a_Redis_that_was_always_there_nothing_is_told()
    {
        Look(true, beats: 50);
        Assert.Empty(told);
    }

    [Fact]
    public void An_outage_is_told_once_when_it_has_lasted_and_its_end_once_and_at_once()
    {
        Look(true, beats: 1);
        Look(false, beats: 4);
        Assert.Empty(told);
        Look(false, beats: 50);
        Assert.Equal([false], told);
        Look(true, beats: 50);
        Assert.Equal([false, true], told);
    }

    [Fact]
    public void A_Redis_that_stumbles_and_is_used_again_is_not_worth_a_word()
    {
        for (var i = 0; i < 20; i++)
        {
            Look(false, beats: 4);
            Look(true, beats: 1);
        }

        Assert.Empty(told);
    }

    [Fact]
    public void A_Redis_that_was_never_there_is_told_once()
    {
        Look(false, beats: 50);
        Assert.Equal([false], told);
    }

    private void Look(bool isUp, int beats)
    {
        for (var i = 0; i < beats; i++)
        {
            awayNotice.Look(isUp);
        }
    }
}
