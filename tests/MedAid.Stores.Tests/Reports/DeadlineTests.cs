using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Reports.Making;

namespace MedAid.Stores.Tests.Reports;

/// <summary>By which day a form is handed in. 2026-05-02 and 2026-08-02 are a Saturday and a Sunday, 2027-01-02 a Saturday.</summary>
public sealed class DeadlineTests
{
    private static readonly ReportOffice Office = new()
    {
        DaysOff = new HashSet<DateOnly> { new(2026, 5, 1), new(2026, 12, 18) }, WorkingDays = new HashSet<DateOnly> { new(2026, 8, 2) },
    };

    [Theory]
    [InlineData("2026-03", DayOffRule.Stays, "2026-04-02")]
    [InlineData("2026-04", DayOffRule.Stays, "2026-05-02")]
    [InlineData("2026-04", DayOffRule.Before, "2026-04-30")]
    [InlineData("2026-04", DayOffRule.After, "2026-05-04")]
    [InlineData("2026-07", DayOffRule.After, "2026-08-02")]
    [InlineData("2026-12", DayOffRule.Stays, "2027-01-02")]
    [InlineData("2026-12", DayOffRule.Before, "2027-01-01")]
    public void A_month_is_due_on_the_2nd_of_the_next(string period, DayOffRule rule, string due) => Assert.Equal(
        DateOnly.Parse(due, null), Deadlines.Of(Monthly(2, rule), ReportPeriod.Read(ReportEvery.Month, period)!, Office));

    [Theory]
    [InlineData("2026-01", "2026-02-28")]
    [InlineData("2027-12", "2028-01-31")]
    [InlineData("2028-01", "2028-02-29")]
    public void A_day_that_the_month_does_not_have_is_its_last(string period, string due) => Assert.Equal(
        DateOnly.Parse(due, null), Deadlines.Of(Monthly(31, DayOffRule.Stays), ReportPeriod.Read(ReportEvery.Month, period)!, Office));

    [Fact]
    public void The_summary_of_a_year_is_due_in_its_December_and_the_last_working_day_before_is_told()
    {
        var form = Monthly(18, DayOffRule.Stays) with { Every = ReportEvery.Year, Due = new ReportDue(0, 12, 18, DayOffRule.Stays), RemindDays = 20 };
        var book = new ReportBook([form], Office);
        Assert.Empty(Deadlines.Around(book, new DateOnly(2026, 11, 27), new DateOnly(2026, 1, 1), null));
        var due = Assert.Single(Deadlines.Around(book, new DateOnly(2026, 11, 28), new DateOnly(2026, 1, 1), null));
        Assert.Equal(("2026", new DateOnly(2026, 12, 18), new DateOnly(2026, 12, 17)), (due.Period.Text, due.DueDay, due.WorkingDay));
        Assert.Equal(20, due.DaysLeft(new DateOnly(2026, 11, 28)));
        Assert.Equal(0, Deadlines.Around(book, new DateOnly(2026, 12, 18), new DateOnly(2026, 1, 1), null).Single().DaysLeft(new(2026, 12, 18)));

        // A day later it is missed, and the next is far.
        var missed = Assert.Single(Deadlines.Around(book, new DateOnly(2026, 12, 19), new DateOnly(2026, 1, 1), null));
        Assert.Equal(("2026", -1), (missed.Period.Text, missed.DaysLeft(new(2026, 12, 19))));
    }

    [Theory]
    [InlineData("2026-03-01", "2026-01", "2026-02")]
    [InlineData("2026-03-02", "2026-01", "2026-02")]
    [InlineData("2026-03-03", "2026-02", "2026-03")]
    [InlineData("2027-01-01", "2026-11", "2026-12")]
    public void The_next_period_changes_when_its_day_is_over(string today, string before, string next)
    {
        var period = Deadlines.Next(Monthly(2, DayOffRule.Stays), DateOnly.Parse(today, null), Office);
        Assert.Equal((before, next), (period.Plus(-1).Text, period.Text));
    }

    [Fact]
    public void Every_county_of_the_office_has_its_own_and_others_have_none()
    {
        var book = new ReportBook([Monthly(2, DayOffRule.Stays)], new ReportOffice { Counties = ["141123", "141124", "370406"] });
        var due = Deadlines.Around(book, new DateOnly(2026, 4, 1), null, 3);
        Assert.Equal([new CountyCode("141123"), new CountyCode("141124")], due.Select(d => d.CountyCode));
    }

    [Theory]
    [InlineData(ReportEvery.Month, "2026-13")]
    [InlineData(ReportEvery.Month, "2026-3")]
    [InlineData(ReportEvery.Quarter, "2026-Q5")]
    [InlineData(ReportEvery.Quarter, "2026-01")]
    [InlineData(ReportEvery.Year, "26")]
    public void What_is_no_period_is_none(ReportEvery every, string text) => Assert.Null(ReportPeriod.Read(every, text));

    [Fact]
    public void A_quarter_ends_with_its_third_month()
    {
        var quarter = ReportPeriod.Read(ReportEvery.Quarter, "2026-Q4")!;
        Assert.Equal((new DateOnly(2026, 10, 1), new DateOnly(2026, 12, 31), "2027-Q1"), (quarter.First, quarter.Last, quarter.Plus(1).Text));
    }

    private static ReportForm Monthly(int day, DayOffRule rule) => new()
    {
        Id = "f", Title = "表", Region = "1411", From = new DateOnly(2021, 3, 1), Citation = Citation.None, Every = ReportEvery.Month,
        Due = new ReportDue(1, null, day, rule), RemindDays = 5, Groups = [], Rows = [],
    };
}
