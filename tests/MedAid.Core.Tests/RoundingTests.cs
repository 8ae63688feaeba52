namespace MedAid.Core.Tests;

public sealed class RoundingTests
{
    private static readonly Int128 Max = long.MaxValue;

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]      // 0.5
    [InlineData(1, 3, 0)]      // 0.33
    [InlineData(2, 3, 1)]      // 0.67
    [InlineData(49, 100, 0)]
    [InlineData(50, 100, 1)]
    [InlineData(51, 100, 1)]
    [InlineData(149, 100, 1)]
    [InlineData(150, 100, 2)]  // not to even: 250 below goes up too
    [InlineData(250, 100, 3)]
    [InlineData(5455, 2, 2728)] // 2727.5
    [InlineData(long.MaxValue, 1, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue, 1)]
    [InlineData(long.MaxValue / 2, long.MaxValue, 0)]       // (2^62 − 1) / (2^63 − 1) is just below a half
    [InlineData((long.MaxValue / 2) + 1, long.MaxValue, 1)] // 2^62 / (2^63 − 1) is just above it
    public void Half_up_goes_up_from_exactly_a_half(long dividend, long divisor, long expected) =>
        Assert.Equal(expected, Rounding.HalfUp(dividend, divisor));

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 3, 1)]
    [InlineData(199, 100, 1)]
    [InlineData(long.MaxValue, 2, long.MaxValue / 2)]
    public void Down_drops_the_rest(long dividend, long divisor, long expected) =>
        Assert.Equal(expected, Rounding.Down(dividend, divisor));

    [Fact]
    public void A_dividend_wider_than_a_long_is_divided_exactly()
    {
        Assert.Equal(long.MaxValue, Rounding.HalfUp(Max * 1000, 1000));
        Assert.Equal(long.MaxValue, Rounding.HalfUp((Max * 1000) + 499, 1000));
        Assert.Equal(long.MaxValue, Rounding.HalfUp((Max * 1000) - 500, 1000));
        Assert.Equal(long.MaxValue - 1, Rounding.HalfUp((Max * 1000) - 501, 1000));
        Assert.Equal(long.MaxValue, Rounding.Down((Max * 1000) + 999, 1000));
    }

    [Fact]
    public void A_quotient_wider_than_a_long_is_an_overflow_and_never_wraps()
    {
        Assert.Throws<OverflowException>(() => Rounding.HalfUp((Max * 1000) + 500, 1000));
        Assert.Throws<OverflowException>(() => Rounding.HalfUp(Int128.MaxValue, 1));
        Assert.Throws<OverflowException>(() => Rounding.Down((Max * 1000) + 1000, 1000));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void A_negative_dividend_or_a_divisor_that_is_not_positive_is_our_own_mistake(long dividend, long divisor)
    {
        Assert.Throws<InvariantBrokenException>(() => Rounding.HalfUp(dividend, divisor));
        Assert.Throws<InvariantBrokenException>(() => Rounding.Down(dividend, divisor));
    }
}
