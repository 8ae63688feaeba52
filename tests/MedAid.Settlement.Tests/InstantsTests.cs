using Microsoft.Extensions.Time.Testing;

namespace MedAid.Settlement.Tests;

public sealed class InstantsTests
{
    private static readonly DateTimeOffset Odd = new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.FromHours(8)).AddTicks(12_345_678);

    [Fact]
    public void Now_is_a_whole_microsecond_and_never_later_than_the_clock()
    {
        var now = Instants.Now(new FakeTimeProvider(Odd));
        Assert.Equal(8, (Odd - now).Ticks);
        Assert.Equal(TimeSpan.Zero, now.Offset);
    }

    [Fact]
    public void What_is_stored_comes_back()
    {
        Assert.Equal(1_234_567, Instants.Microseconds(DateTimeOffset.UnixEpoch.AddTicks(12_345_678)));
        Assert.Equal(Odd.AddTicks(-8), Instants.OfMicroseconds(Instants.Microseconds(Odd)));
    }

    [Fact]
    public void What_is_no_instant_is_refused()
    {
        Assert.Throws<OverflowException>(() => Instants.OfMicroseconds(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instants.OfMicroseconds(long.MaxValue / 20));
    }
}
