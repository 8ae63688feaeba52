using System.Globalization;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;

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

    [Theory]
    [InlineData("M07800", "2026-03-01", "2026-03-02")] // not yet: from the day after
    [InlineData("M07800", "2026-03-02", null)]         // it holds
    [InlineData("M01600", "2026-03-01", null)]         // another disease
    public void Who_is_early_is_told_from_when_a_qualification_holds(string disease, string day, string? begins)
    {
        var claim = Visits.Claim(DateOnly.Parse(day, CultureInfo.InvariantCulture)) with { Care = Care.OutpatientChronic, DiseaseCode = disease };
        var person = Visits.Person() with { Qualifications = [new Qualification(QualificationKind.Chronic, "M07800", Approved, null)] };
        Assert.Equal(begins, Entitlement.BeginsOn(person, claim, claim.DiseaseCode)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

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

    [Theory]
    [InlineData("M07800", false, Refusal.None)] // a dialysis patient with hypertension
    [InlineData("M03900", false, Refusal.ChronicBenefitHeld)]
    [InlineData("M07800", true, Refusal.ChronicBenefitHeld)]
    public void Which_chronic_benefit_excludes_two_disease_is_said_by_the_region(string chronic, bool any, Refusal expected)
    {
        var claim = Visits.Claim(new DateOnly(2026, 3, 2)) with { Care = Care.TwoDisease, DiseaseCode = "M03900" };
        var person = Visits.Person() with
        {
            Qualifications =
            [
                new Qualification(QualificationKind.TwoDisease, "M03900", Approved, null),
                new Qualification(QualificationKind.Chronic, chronic, Approved, null),
            ],
        };
        var exclusive = new HashSet<string>(any ? ["M03900"] : []);
        Assert.Equal(expected, Entitlement.Check(person, claim, Terms(person.County.Text[..4], [], exclusive)));
    }

    [Fact]
    public void A_chronic_benefit_that_ended_excludes_nothing() => AssertCheck(
        Refusal.None, Care.TwoDisease, "M03900", "2026-03-02",
        new Qualification(QualificationKind.TwoDisease, "M03900", Approved, null),
        new Qualification(QualificationKind.Chronic, "M07800", new(2020, 1, 1), new(2026, 3, 2)));

    /// <summary>The claim is of the county hospital of the tests; the region binds the disease, or another one.</summary>
    [Theory]
    [InlineData(null, "M07800", Refusal.None)] // none was chosen
    [InlineData("here", "M07800", Refusal.None)]
    [InlineData("elsewhere", "M07800", Refusal.BoundToOtherHospital)]
    [InlineData("elsewhere", "M01600", Refusal.None)] // the region binds another disease only
    [InlineData("elsewhere", null, Refusal.None)] // the region binds nothing
    public void A_chronic_qualification_holds_at_the_chosen_hospital_where_the_region_says_so(string? chosen, string? bound, Refusal expected)
    {
        var claim = Visits.Claim(new DateOnly(2026, 3, 2)) with { Care = Care.OutpatientChronic, DiseaseCode = "M07800" };
        var hospital = chosen switch { null => null, "here" => claim.HospitalCode.Text, _ => "H99999999999" };
        var person = Visits.Person() with { Qualifications = [new Qualification(QualificationKind.Chronic, "M07800", Approved, null, HospitalCode.OrNull(hospital))] };
        var terms = bound is null ? QualificationTerms.None : Terms(person.County.Text[..4], [bound], []);
        Assert.Equal(expected, Entitlement.Check(person, claim, terms));
    }

    private static void AssertCheck(Refusal expected, Care care, string disease, string day, params Qualification[] qualifications)
    {
        var claim = Visits.Claim(DateOnly.ParseExact(day, "yyyy-MM-dd")) with { Care = care, DiseaseCode = disease };
        Assert.Equal(expected, Entitlement.Check(Visits.Person() with { Qualifications = qualifications }, claim, QualificationTerms.None));
    }

    private static QualificationTerms Terms(string region, HashSet<string> bound, HashSet<string> exclusive) =>
        new(new Dictionary<string, RegionTerms> { [region] = new RegionTerms(bound, exclusive) });
}
