namespace MedAid.Core.Tests;

public sealed class RateTests
{
    private const long One = 1_000_000_000_000;

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(One - 1, true)]
    [InlineData(One, true)]
    [InlineData(One + 1, false)]
    [InlineData(long.MinValue, false)]
    [InlineData(long.MaxValue, false)]
    public void Only_ratios_from_nothing_to_the_whole_exist(long scaled, bool exists) =>
        Assert.Equal(exists, Rate.TryCreate(scaled, out _));

    [Theory]
    [InlineData("0", 0, 1)]
    [InlineData("1", 1, 1)]
    [InlineData("1.00", 1, 1)]
    [InlineData("0.5", 5, 10)]
    [InlineData("0.825", 825, 1000)]
    [InlineData("0.8250", 825, 1000)]
    [InlineData("0.000000000001", 1, One)]
    public void A_ratio_is_kept_as_the_shortest_decimal_fraction(string text, long numerator, long denominator)
    {
        var rate = Law.Ratio(text);
        Assert.Equal(numerator, rate.Numerator);
        Assert.Equal(denominator, rate.Denominator);
    }

    [Theory]
    [InlineData("0.05", 545_50, 27_28)] // 27.275
    [InlineData("0.05", 545_49, 27_27)] // 27.2745
    [InlineData("0.825", 1, 1)]         // 0.825 fen
    [InlineData("0.499999999999", 1, 0)]
    [InlineData("0.5", 1, 1)]
    [InlineData("0", long.MaxValue, 0)]
    [InlineData("1", long.MaxValue, long.MaxValue)]
    [InlineData("0.5", long.MaxValue, (long.MaxValue / 2) + 1)] // (2^63 − 1) / 2 = 2^62 − ½
    [InlineData("0.7", 0, 0)]
    public void A_share_is_rounded_once_half_up(string ratio, long amountFen, long expectedFen) =>
        Assert.Equal(expectedFen, Law.Ratio(ratio).Of(amountFen));

    [Theory]
    [InlineData("0.825", 825_000)]
    [InlineData("0.0000005", 1)]
    [InlineData("0.0000004", 0)]
    [InlineData("1", 1_000_000)]
    public void The_wire_has_millionths(string ratio, int perMillion) =>
        Assert.Equal(perMillion, Law.Ratio(ratio).PerMillion);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("0.5")]
    [InlineData("0.05")]
    [InlineData("0.825")]
    [InlineData("0.000000000001")]
    public void A_ratio_prints_as_it_was_written(string text) => Assert.Equal(text, Law.Ratio(text).ToString());

    [Fact]
    public void A_ratio_nobody_gave_is_nothing_and_equal_to_zero()
    {
        Assert.Equal(Rate.Zero, default);
        Assert.Equal(1, default(Rate).Denominator);
        Assert.Equal(0, default(Rate).Of(100_00));
    }

    [Fact]
    public void A_numerator_over_a_larger_power_of_ten_is_the_same_ratio() =>
        Assert.Equal(70_000, Law.Ratio("0.7").NumeratorOver(100_000));

    [Fact]
    public void A_share_of_a_negative_amount_is_our_own_mistake() =>
        Assert.Throws<InvariantBrokenException>(() => Law.Ratio("0.5").Of(-1));
}
