using MedAid.Precheck.Cards;

namespace MedAid.Precheck.Tests;

/// <summary>The line of a card fits a workstation however long the names in it are.</summary>
public sealed class CardTextTests
{
    [Theory]
    [InlineData(3, 10, 10)]
    [InlineData(200, 300, 86)]
    [InlineData(200, 300, 400)]
    [InlineData(40, 1, 139)]
    public void A_long_name_is_cut_and_item_and_action_stay(int item, int what, int action)
    {
        var line = CardText.Summary(new string('药', item), new string('因', what), new string('改', action));

        Assert.InRange(line.Length, 1, 140);
        Assert.StartsWith("药", line, StringComparison.Ordinal);
        Assert.Contains("：因", line, StringComparison.Ordinal);
        Assert.Contains("，改", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_between_them()
    {
        var line = CardText.Summary(string.Concat(Enumerable.Repeat("\U00020000", 60)), "因", "改");

        Assert.False(line.Where((c, i) => char.IsHighSurrogate(c) && !char.IsLowSurrogate(line[i + 1])).Any());
    }
}
