using MedAid.Core.Policy;
using MedAid.People.Identities;
using static MedAid.People.Identities.IdentityTimeline;

namespace MedAid.People.Tests.Identities;

public sealed class IdentityTimelineTests
{
    private const IdentityKind Poor = IdentityKind.SubsistenceAllowance;

    private static readonly DateOnly August = new(2019, 8, 1);
    private static readonly DateOnly MidSeptember = new(2019, 9, 15);
    private static readonly DateOnly October = new(2019, 10, 1);

    [Fact]
    public void An_identity_holds_from_the_certificates_date_without_end()
    {
        var period = Assert.Single(Begin([], Poor, August));

        Assert.Equal(new IdentityPeriod(Poor, August, null), period);
        Assert.False(period.HoldsOn(new DateOnly(2019, 7, 31)));
        Assert.True(period.HoldsOn(August));
        Assert.True(period.HoldsOn(new DateOnly(2099, 1, 1)));
    }

    [Fact]
    public void An_exit_in_mid_month_is_the_first_day_without_the_identity()
    {
        var period = Assert.Single(End(Begin([], Poor, August), Poor, MidSeptember)!);

        Assert.True(period.HoldsOn(new DateOnly(2019, 9, 14)));
        Assert.False(period.HoldsOn(MidSeptember));
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        var once = Begin([], Poor, August);
        Assert.Same(once, Begin(once, Poor, August));
        Assert.Same(once, Begin(once, Poor, October));
        var ended = End(once, Poor, October)!;
        Assert.Same(ended, End(ended, Poor, October));
    }

    [Fact]
    public void A_back_dated_certificate_extends_what_is_known_instead_of_standing_beside_it() => Assert.Equal(
        [new IdentityPeriod(Poor, August, null)], Begin(Begin([], Poor, October), Poor, August));

    [Fact]
    public void Who_comes_back_after_an_exit_has_two_periods()
    {
        var back = Begin(End(Begin([], Poor, August), Poor, MidSeptember)!, Poor, October);
        Assert.Equal([new IdentityPeriod(Poor, August, MidSeptember), new IdentityPeriod(Poor, October, null)], back);
    }

    [Fact]
    public void Who_leaves_on_the_day_of_entry_was_never_in_it() => Assert.Empty(End(Begin([], Poor, August), Poor, August)!);

    [Fact]
    public void An_exit_from_what_is_not_held_is_told_apart()
    {
        Assert.Null(End([], Poor, August));
        Assert.Null(End(Begin([], Poor, October), Poor, August));
        Assert.Null(End(End(Begin([], Poor, August), Poor, MidSeptember)!, Poor, October));
    }

    [Fact]
    public void Several_identities_at_once_do_not_touch_each_other()
    {
        var both = Begin(Begin([], Poor, August), IdentityKind.PriorityVeteran, October);
        Assert.Equal(
            [new IdentityPeriod(Poor, August, MidSeptember), new IdentityPeriod(IdentityKind.PriorityVeteran, October, null)],
            End(both, Poor, MidSeptember));
    }

    /// <summary>To be certified by 30 September: it holds on that day and lapses on the next.</summary>
    [Fact]
    public void A_provisional_identity_lapses_on_the_day_after_its_deadline_unless_it_is_certified()
    {
        var deadline = new DateOnly(2019, 9, 30);
        var provisional = BeginProvisionally([], Poor, August, deadline);
        Assert.Equal([new IdentityPeriod(Poor, August, October, deadline)], provisional);

        Assert.Equal([new IdentityPeriod(Poor, August, null)], Begin(provisional, Poor, MidSeptember));
        Assert.Equal([new IdentityPeriod(Poor, August, MidSeptember, deadline)], End(provisional, Poor, MidSeptember));
    }

    [Fact]
    public void A_certificate_after_the_deadline_begins_anew()
    {
        var late = Begin(BeginProvisionally([], Poor, August, MidSeptember), Poor, October);
        Assert.Equal(
            [new IdentityPeriod(Poor, August, MidSeptember.AddDays(1), MidSeptember), new IdentityPeriod(Poor, October, null)], late);
    }

    [Fact]
    public void A_later_deadline_prolongs_and_an_earlier_one_does_not_shorten()
    {
        var provisional = BeginProvisionally([], Poor, August, MidSeptember);
        Assert.Equal(
            [new IdentityPeriod(Poor, August, October.AddDays(1), October)], BeginProvisionally(provisional, Poor, August, October));
        Assert.Same(provisional, BeginProvisionally(provisional, Poor, August, August));
    }

    [Fact]
    public void The_days_that_changed_are_those_that_differ_and_no_others()
    {
        var until = End(Begin([], Poor, August), Poor, October)!;
        var sooner = End(Begin([], Poor, August), Poor, MidSeptember)!;

        Assert.Equal([new DaySpan(MidSeptember, October)], ChangedDays(until, sooner));
        Assert.Equal([new DaySpan(August, MidSeptember)], ChangedDays([], sooner));
        Assert.Equal([new DaySpan(October, null)], ChangedDays(until, Begin([], Poor, August)));
        Assert.Empty(ChangedDays(until, until));
    }

    [Fact]
    public void Granted_days_join_certified_ones_that_they_share_a_day_with_and_no_others()
    {
        var ended = End(Begin([], Poor, August), Poor, MidSeptember)!;
        Assert.Equal([new IdentityPeriod(Poor, August, October)], Add(ended, Poor, August.AddDays(3), October));
        Assert.Equal([.. ended, new IdentityPeriod(Poor, MidSeptember, October)], Add(ended, Poor, MidSeptember, October));
        Assert.Same(ended, Add(ended, Poor, August, MidSeptember));
        Assert.Same(ended, Add(ended, Poor, August.AddDays(1), MidSeptember.AddDays(-1)));
        Assert.Equal([new IdentityPeriod(Poor, August, null)], Add(ended, Poor, August.AddDays(1), null));
    }

    /// <summary>Provisional from August up to and including 15 September; granted are ten days from 2 August on.</summary>
    [Fact]
    public void Granted_days_leave_what_is_outside_of_them_provisional()
    {
        var provisional = BeginProvisionally([], Poor, August, MidSeptember);
        var (from, until) = (August.AddDays(1), August.AddDays(11));
        Assert.Equal(
            [
                new IdentityPeriod(Poor, August, from, MidSeptember), new IdentityPeriod(Poor, until, MidSeptember.AddDays(1), MidSeptember),
                new IdentityPeriod(Poor, from, until),
            ],
            Add(provisional, Poor, from, until));
    }
}
