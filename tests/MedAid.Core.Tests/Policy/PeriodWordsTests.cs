using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

/// <summary>How periods are called in sentences.</summary>
public sealed class PeriodWordsTests
{
    [Theory]
    [InlineData(Period.Visit, "每次", "本次")]
    [InlineData(Period.Month, "每月", "本月")]
    [InlineData(Period.Quarter, "季度", "本季度")]
    [InlineData(Period.Year, "年度", "本年")]
    public void A_period_has_its_words(Period period, string every, string own) =>
        Assert.Equal((every, own), (PeriodWords.Every(period), PeriodWords.This(period)));

    /// <summary>A week, say: on a bill it must not read as another period.</summary>
    [Fact]
    public void A_period_without_words_is_refused()
    {
        var week = Enum.GetValues<Period>().Max() + 1;
        Assert.Throws<InvariantBrokenException>(() => PeriodWords.Every(week));
        Assert.Throws<InvariantBrokenException>(() => PeriodWords.This(week));
        Assert.Throws<InvariantBrokenException>(() => PeriodWords.Name(week));
    }
}
