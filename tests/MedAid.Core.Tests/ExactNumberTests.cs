namespace MedAid.Core.Tests;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.00", 0)]
    [InlineData("0.01", 1)]
    [InlineData("1", 100)]
    [InlineData("12.5", 12_50)]
    [InlineData("12.50", 12_50)]
    [InlineData("12.5000", 12_50)]
    [InlineData("-12.50", -12_50)]
    [InlineData("007", 7_00)]
    [InlineData("1.25e1", 12_50)]
    [InlineData("1.25E+1", 12_50)]
    [InlineData("1250e-2", 12_50)]
    [InlineData("0e999999", 0)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    [InlineData("-92233720368547758.07", -long.MaxValue)]
    [InlineData("1.0000000000000000000000000000000000000000000000", 1_00)]
    [InlineData("0.0000000000000000000000000000000000000000000000", 0)]
    public void Yuan_are_read_exactly_into_fen(string text, long expectedFen)
    {
        Assert.Equal(NumberProblem.None, ExactNumber.Read(text, 2, out var fen));
        Assert.Equal(expectedFen, fen);
    }

    [Theory]
    [InlineData("0.001")]
    [InlineData("1e-3")]
    [InlineData("12.505")]
    [InlineData("1e-9999")]
    [InlineData("0.33333333333333333333333333333333333333333333")]
    [InlineData("99999999999999999999999999999999999999999999.001")]
    public void A_third_decimal_is_too_many(string text) => Assert.Equal(NumberProblem.TooManyDecimals, Read(text));

    [Theory]
    [InlineData("92233720368547758.08")]
    [InlineData("100000000000000000")]
    [InlineData("1e30")]
    [InlineData("1e9999")]
    [InlineData("9999999999999999999999999999999999999999999")]
    public void What_does_not_fit_is_too_large(string text) => Assert.Equal(NumberProblem.TooLarge, Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.e2")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("１２")]
    public void What_is_not_a_plain_decimal_number_is_not_read(string text) =>
        Assert.Equal(NumberProblem.NotANumber, Read(text));

    /// <summary>38 digits, about 2^127 / 10: one more shift leaves 128 bits.</summary>
    [Fact]
    public void A_number_at_the_edge_of_128_bits_is_too_large_and_does_not_overflow() =>
        Assert.Equal(NumberProblem.TooLarge, ExactNumber.Read("1701411834604692317316873037158841.0579", 6, out _));

    [Fact]
    public void Zeros_and_an_exponent_that_undo_each_other_are_read_as_what_is_left() =>
        Assert.Equal(
            (NumberProblem.None, 1_00),
            (ExactNumber.Read("1" + new string('0', 20_000) + "e-20000", 2, out var fen), fen));

    [Fact]
    public void What_cannot_be_read_gives_nothing()
    {
        Assert.Equal(NumberProblem.TooManyDecimals, ExactNumber.Read("1.234", 2, out var scaled));
        Assert.Equal(0, scaled);
    }

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1, "0.01")]
    [InlineData(99, "0.99")]
    [InlineData(100, "1.00")]
    [InlineData(42500, "425.00")]
    [InlineData(-1, "-0.01")]
    [InlineData(-12_50, "-12.50")]
    [InlineData(long.MaxValue, "92233720368547758.07")]
    [InlineData(long.MinValue, "-92233720368547758.08")]
    public void Fen_are_printed_as_yuan_with_two_decimals(long fen, string expected) =>
        Assert.Equal(expected, ExactNumber.Yuan(fen));

    private static NumberProblem Read(string text) => ExactNumber.Read(text, 2, out _);
}
