using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

public sealed class InvalidationMonitorTests
{
    private readonly HandClock clock = new();
    private readonly List<bool> forgotten = [];
    private readonly InvalidationMonitor monitor;

    public InvalidationMonitorTests() => monitor = new InvalidationMonitor(clock, forgotten.Add);

    [Fact]
    public void Nothing_is_heard_before_the_first_beat_and_old_copies_are_believed_then()
    {
        Assert.False(monitor.Hears);
        Beat();
        Assert.True(monitor.Hears);
        Assert.Equal([false], forgotten);
    }

    [Fact]
    public void Beats_in_a_row_forget_nothing()
    {
        Beat();
        Beat();
        Beat();
        Assert.Equal([false], forgotten);
    }

    [Fact]
    public void A_beat_that_is_missing_means_that_a_message_may_be_missing()
    {
        Beat();
        monitor.Next();
        Beat();
        Assert.Equal([false, true], forgotten);
        Assert.True(monitor.Hears);
    }

    [Fact]
    public void Silence_ends_the_trust()
    {
        Beat();
        clock.Advance(Limits.HearingFor - TimeSpan.FromMilliseconds(1));
        Assert.True(monitor.Hears);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(monitor.Hears);
    }

    [Fact]
    public void A_beat_from_before_the_line_broke_proves_nothing()
    {
        Beat();
        var (number, sentAt) = monitor.Next();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        monitor.Lose();
        monitor.Hear(number, sentAt);
        Assert.False(monitor.Hears);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Beat();
        Assert.True(monitor.Hears);
        Assert.Equal([false, true], forgotten);
    }

    private void Beat()
    {
        var (number, sentAt) = monitor.Next();
        monitor.Hear(number, sentAt);
    }
}
