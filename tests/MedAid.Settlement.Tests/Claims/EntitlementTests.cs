using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.Claims;

public sealed class EntitlementTests
{
    private static readonly DateOnly Approved = new(2026, 3, 1);

    [Theory]
    [InlineData(Care.OutpatientChronic, "2026-03-01", Refusal.NotQualified)]
    [InlineData(Care.OutpatientChronic, "2026-03-02", Refusal.None)]
    [InlineData(Care.OutpatientChronic, "2026-12-31", Refusal.NotQualified)] // the end is not included
    [InlineData(Care.TwoDisease, "2026-03-02", Refusal.ChronicBenefitHeld)]
    [InlineData(Care.TwoDisease, "2026-03-01", Refusal.NotQualified)] // not yet chronic, never two-disease
    [InlineData(Care.Outpatient, "2026-03-01", Refusal.None)]
    [InlineData(Care.Inpatient, "2026-03-01", Refusal.None)]
    [InlineData(Care.DaySurgery, "2026-03-01", Refusal.None)]
    public void A_chronic_qualification_counts_from_the_next_day_and_excludes_two_disease(Care care, string day, Refusal expected) =>
        AssertCheck(expected, care, "M07800", day, new Qualification(QualificationKind.Chronic, "M07800", Approved, new(2026, 12, 31)));

    [Fact]
    public void A_qualification_is_for_its_disease_only() => AssertCheck(
        Refusal.NotQualified, Care.OutpatientChronic, "M01600", "2026-03-02",
        new Qualification(QualificationKind.Chronic, "M07800", Approved, null));

    [Fact]
    public void A_two_disease_qualification_does_not_open_chronic_care() => AssertCheck(
        Refusal.NotQualified, Care.OutpatientChronic, "M03900", "2026-03-02",
        new Qualification(QualificationKind.TwoDisease, "M03900", Approved, null));

    [Fact]
    public void Two_disease_care_needs_its_own_qualification() => AssertCheck(
        Refusal.None, Care.TwoDisease, "M03900", "2026-03-02",
        new Qualification(QualificationKind.TwoDisease, "M03900", Approved, null));

    [Fact]
    public void A_chronic_benefit_for_another_disease_excludes_two_disease_too() => AssertCheck(
        Refusal.ChronicBenefitHeld, Care.TwoDisease, "M03900", "2026-03-02",
        new Qualification(QualificationKind.TwoDisease, "M03900", Approved, null),
        new Qualification(QualificationKind.Chronic, "M07800", Approved, null));

    [Fact]
    public void A_chronic_benefit_that_ended_excludes_nothing() => AssertCheck(
        Refusal.None, Care.TwoDisease, "M03900", "2026-03-02",
        new Qualification(QualificationKind.TwoDisease, "M03900", Approved, null),
        new Qualification(QualificationKind.Chronic, "M07800", new(2020, 1, 1), new(2026, 3, 2)));

    private static void AssertCheck(Refusal expected, Care care, string disease, string day, params Qualification[] qualifications)
    {
        var claim = Visits.Claim(DateOnly.ParseExact(day, "yyyy-MM-dd")) with { Care = care, DiseaseCode = disease };
        Assert.Equal(expected, Entitlement.Check(Visits.Person() with { Qualifications = qualifications }, claim));
    }
}
