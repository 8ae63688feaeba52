using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.People;

public sealed class QualificationTests
{
    [Theory]
    [InlineData("2026-02-28", false)]
    [InlineData("2026-03-01", false)] // approved that day
    [InlineData("2026-03-02", true)] // the next day
    [InlineData("2026-08-31", true)]
    [InlineData("2026-09-01", false)] // the end is not included
    public void It_holds_from_the_day_after_approval_up_to_and_not_including_its_end(string day, bool holds)
    {
        var qualification = new Qualification(QualificationKind.Chronic, "M07800", new(2026, 3, 1), new(2026, 9, 1));
        Assert.Equal(holds, qualification.HoldsOn(DateOnly.ParseExact(day, "yyyy-MM-dd")));
    }

    [Fact]
    public void Without_an_end_it_holds_for_good() =>
        Assert.True(new Qualification(QualificationKind.Chronic, "M07800", new(2026, 3, 1), null).HoldsOn(DateOnly.MaxValue));
}
