using MedAid.Settlement.Claims;

namespace MedAid.Settlement.Tests.Claims;

public sealed class ProjectionTests
{
    /// <summary>Three a month: days 1, 1 + 28 / 3 = 10 and 1 + 56 / 3 = 19.</summary>
    [Theory]
    [InlineData("2025-12-01", 3, "2025-12-01 2025-12-10 2025-12-19")]
    [InlineData("2025-12-10", 3, "2025-12-10 2025-12-19")]
    [InlineData("2025-12-31", 3, "2025-12-31")]
    [InlineData("2025-11-15", 2, "2025-11-15 2025-12-01 2025-12-15")]
    [InlineData("2025-11-30", 1, "2025-11-30 2025-12-01")]
    public void Sessions_run_from_the_visit_to_the_end_of_its_year(string first, int sessionsPerMonth, string days) => Assert.Equal(
        days, string.Join(' ', Projection.Days(DateOnly.ParseExact(first, "yyyy-MM-dd"), sessionsPerMonth).Select(d => d.ToString("yyyy-MM-dd"))));

    /// <summary>The 29th to 31st are left out, so that every month has its sessions: 1 on the day itself, 11 × 13 after it.</summary>
    [Fact]
    public void A_year_of_thirteen_sessions_a_month_has_them_in_every_month()
    {
        var days = Projection.Days(new DateOnly(2025, 1, 31), 13).ToArray();
        Assert.Equal(1 + (11 * 13), days.Length);
        Assert.Equal(days.Length, days.Distinct().Count());
        Assert.All(Enumerable.Range(2, 11), month => Assert.Equal(13, days.Count(d => d.Month == month)));
    }
}
