using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.EntitlementGaps;

namespace MedAid.People.Tests.EntitlementGaps;

public sealed class BurdenRulesTests
{
    private static readonly DateOnly January = new(2026, 1, 10);
    private static readonly DateOnly February = new(2026, 2, 10);
    private static readonly DateOnly March = new(2026, 3, 10);

    [Theory]
    [InlineData(6_000_00, false)]
    [InlineData(6_000_01, true)]
    public void The_line_of_the_poor_is_passed_one_fen_above_it(long fen, bool isPassed) =>
        Assert.Equal(isPassed ? (January, 6_000_00L) : null, Passed([Poor(null)], (January, fen)));

    [Theory]
    [InlineData(20_000_00, false)]
    [InlineData(20_000_01, true)]
    public void The_line_of_others_is_passed_one_fen_above_it(long fen, bool isPassed) =>
        Assert.Equal(isPassed ? (January, 20_000_00L) : null, Passed([], (January, fen)));

    /// <summary>Visits of one day count together: 3,000.00 + 3,000.01 pass on that day. Their order does not matter.</summary>
    [Fact]
    public void Visits_of_one_day_count_together() => Assert.Equal(
        (February, 6_000_00L), Passed([Poor(null)], (February, 3_000_01), (January, 0), (February, 3_000_00)));

    [Fact]
    public void The_identity_of_the_day_of_passing_counts()
    {
        // 低保 up to, not including, the day in February on which 6,000.00 are passed: not poor any more.
        Assert.Null(Passed([Poor(February)], (January, 5_000_00), (February, 2_000_00)));
        Assert.Equal((February, 6_000_00L), Passed([Poor(February.AddDays(1))], (January, 5_000_00), (February, 2_000_00)));

        // Poor from March on, when 7,000.00 are behind already: the line of others is left, and passed in March.
        IdentityPeriod[] later = [new(IdentityKind.ExtremelyPoor, March, null)];
        Assert.Null(Passed(later, (January, 7_000_00), (March, 13_000_00)));
        Assert.Equal((March, 20_000_00L), Passed(later, (January, 7_000_00), (March, 13_000_01)));
    }

    [Fact]
    public void Who_was_registered_as_poor_stays_watched_after_it_and_who_is_severely_disabled_is_not_poor_for_that()
    {
        IdentityPeriod[] registered = [new(IdentityKind.RegisteredPoor, new DateOnly(2016, 1, 1), new DateOnly(2020, 12, 31))];
        Assert.Equal((January, 6_000_00L), Passed(registered, (January, 6_000_01)));
        Assert.Null(Passed([new(IdentityKind.SeverelyDisabled, IdentityPeriod.Always, null)], (January, 6_000_01)));
    }

    private static IdentityPeriod Poor(DateOnly? until) => new(IdentityKind.SubsistenceAllowance, new DateOnly(2020, 1, 1), until);

    private static (DateOnly Day, long LineFen)? Passed(IdentityPeriod[] periods, params (DateOnly, long)[] visits) =>
        BurdenRules.Passed(visits, periods, EntitlementGapTerms.Default);
}
