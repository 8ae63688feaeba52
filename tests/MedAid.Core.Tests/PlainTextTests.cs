namespace MedAid.Core.Tests;

/// <summary>Days, numbers and ratios as files and papers have them.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData(850_000, "85%")]
    [InlineData(0, "0%")]
    [InlineData(1_000_000, "100%")]
    [InlineData(333_300, "33.33%")]
    [InlineData(1, "0.0001%")]
    public void A_ratio_in_millionths_has_no_zeros_at_its_end(int perMillion, string text) => Assert.Equal(text, PlainText.Percent(perMillion));

    [Fact]
    public void A_day_is_written_as_the_wire_has_it_and_none_is_empty()
    {
        Assert.Equal("2026-03-06", PlainText.Day(new DateOnly(2026, 3, 6)));
        Assert.Equal(("2026-03-06", ""), (PlainText.Day((DateOnly?)new DateOnly(2026, 3, 6)), PlainText.Day((DateOnly?)null)));
        Assert.Equal("-12000", PlainText.Number(-12_000));
    }
}
