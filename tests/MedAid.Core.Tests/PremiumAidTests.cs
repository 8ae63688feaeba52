using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// 资助参保 (晋医保发〔2019〕46号 五、十). A premium of 250.01 from the person and 520 from the treasury; the city gives 低保 a fixed 180 or all,
/// and others 100.
/// </summary>
public sealed class PremiumAidTests
{
    private static readonly Premium Year = new(250_01, 520_00);

    private static readonly PremiumAidTerms Fixed = new()
    {
        ProvinceShare = Share(70), OldAge = 60, FullAge = 18, SubsistenceAidFen = 180_00, OthersAidFen = 100_00,
    };

    private static readonly PremiumAidTerms Full = Fixed with { SubsistenceAidFen = null };

    [Fact]
    public void Relief_pays_for_the_extremely_poor_in_full() =>
        Assert.Equal(Relief(250_01, 0), Share(Fixed, IdentityKind.ExtremelyPoor, IdentityKind.SubsistenceAllowance));

    /// <summary>250.01 − 180 = 70.01.</summary>
    [Fact]
    public void Relief_pays_for_subsistence_in_full_or_what_the_city_fixed()
    {
        Assert.Equal(Relief(180_00, 70_01), Share(Fixed, IdentityKind.SubsistenceAllowance));
        Assert.Equal(Relief(250_01, 0), Share(Full, IdentityKind.SubsistenceAllowance));
    }

    /// <summary>250.01 × 70 % = 175.007 → 175.01; the county the rest, 75.00.</summary>
    [Fact]
    public void Province_and_county_pay_70_to_30_for_the_registered_poor_whatever_else_they_are()
    {
        var shares = new PremiumShares(0, 0, 175_01, 75_00, 0);
        Assert.Equal(shares, Share(Fixed, IdentityKind.RegisteredPoor));
        Assert.Equal(shares, Share(Fixed, IdentityKind.RegisteredPoor, IdentityKind.ExtremelyPoor));
    }

    /// <summary>250.01 − 100 = 150.01.</summary>
    [Theory]
    [InlineData(IdentityKind.LowIncome, 60, 100_00)]
    [InlineData(IdentityKind.LowIncome, 59, 0)]
    [InlineData(IdentityKind.LowIncome, 18, 0)]
    [InlineData(IdentityKind.LowIncome, 17, 100_00)]
    [InlineData(IdentityKind.SeverelyDisabled, 40, 100_00)]
    [InlineData(IdentityKind.Orphan, 40, 0)]
    public void The_city_aids_the_old_and_the_minors_of_low_income_and_the_disabled(IdentityKind kind, int age, long relief) =>
        Assert.Equal(Relief(relief, 250_01 - relief), PremiumAid.Share(Set(kind), age, Enrolment.AtEnrolment, Year, Fixed));

    [Fact]
    public void The_larger_of_two_aids_is_given_and_never_more_than_the_premium()
    {
        Assert.Equal(Relief(180_00, 70_01), Share(Fixed, IdentityKind.SubsistenceAllowance, IdentityKind.SeverelyDisabled));
        var generous = Fixed with { SubsistenceAidFen = 300_00 };
        Assert.Equal(Relief(250_01, 0), Share(generous, IdentityKind.SubsistenceAllowance));
    }

    [Fact]
    public void Veterans_go_by_their_own_rule_and_nobody_else_is_aided()
    {
        Assert.Equal(Relief(0, 250_01), Share(Fixed, IdentityKind.PriorityVeteran));
        Assert.Equal(Relief(0, 250_01), Share(Fixed));
    }

    [Fact]
    public void A_new_object_who_is_insured_already_gets_nothing_back() => Assert.Equal(
        Relief(0, 250_01), PremiumAid.Share(Set(IdentityKind.ExtremelyPoor), 40, Enrolment.NewAndInsured, Year, Fixed));

    /// <summary>250.01 + 520 = 770.01.</summary>
    [Theory]
    [InlineData(IdentityKind.ExtremelyPoor, 770_01, 0)]
    [InlineData(IdentityKind.SubsistenceAllowance, 770_01, 0)]
    [InlineData(IdentityKind.RegisteredPoor, 770_01, 0)]
    [InlineData(IdentityKind.PriorityVeteran, 0, 770_01)]
    public void A_new_object_who_is_not_insured_has_both_parts_paid(IdentityKind kind, long relief, long veteransAid) => Assert.Equal(
        new PremiumShares(relief, veteransAid, 0, 0, 0), PremiumAid.Share(Set(kind), 40, Enrolment.NewAndUninsured, Year, Fixed));

    [Fact]
    public void Relief_goes_before_the_aid_of_veterans() => Assert.Equal(
        Relief(770_01, 0),
        PremiumAid.Share(
            Set(IdentityKind.PriorityVeteran, IdentityKind.SubsistenceAllowance), 40, Enrolment.NewAndUninsured, Year, Fixed));

    [Fact]
    public void Others_who_are_new_have_the_aid_of_the_city_only() => Assert.Equal(
        Relief(100_00, 150_01), PremiumAid.Share(Set(IdentityKind.LowIncome), 60, Enrolment.NewAndUninsured, Year, Fixed));

    private static PremiumShares Share(PremiumAidTerms terms, params IdentityKind[] kinds) =>
        PremiumAid.Share(Set(kinds), 40, Enrolment.AtEnrolment, Year, terms);

    /// <summary>After the poverty period there is no aid of the provinces; 建档立卡 alone gives nothing, 特困 besides is paid in full.</summary>
    [Fact]
    public void Without_a_share_of_the_province_the_registered_poor_are_as_everybody()
    {
        var later = Fixed with { ProvinceShare = null };
        Assert.Equal(Relief(0, 250_01), Share(later, IdentityKind.RegisteredPoor));
        Assert.Equal(Relief(250_01, 0), Share(later, IdentityKind.RegisteredPoor, IdentityKind.ExtremelyPoor));
    }

    private static Rate Share(int percent) =>
        Rate.TryCreate(percent * 10_000_000_000L, out var rate) ? rate : throw new ArgumentOutOfRangeException(nameof(percent));

    private static PremiumShares Relief(long relief, long person) => new(relief, 0, 0, 0, person);

    private static ValueSet Set(params IdentityKind[] kinds) => kinds.Aggregate(default(ValueSet), (set, kind) => set.With((int)kind));
}
