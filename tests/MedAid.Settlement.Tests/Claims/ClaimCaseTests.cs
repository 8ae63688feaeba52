using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;

namespace MedAid.Settlement.Tests.Claims;

public sealed class ClaimCaseTests
{
    /// <summary>Every reason holds at first; they are taken away one by one, and each time the next one shows.</summary>
    [Fact]
    public async Task Hospital_person_law_and_entitlement_are_looked_for_in_this_order()
    {
        await using var office = await Office.OpenAsync(Visits.Person() with { Qualifications = [] });
        var known = Visits.Claim(new DateOnly(2019, 6, 1));
        var nothing = known with { HospitalCode = new("H00000000000"), IdNumberHash = "nobody" };

        Assert.Equal((Refusal.HospitalNotFound, "H00000000000"), await RefusalAsync(office, nothing));
        Assert.Equal((Refusal.PersonNotFound, ""), await RefusalAsync(office, nothing with { HospitalCode = new(Office.CountyHospital) }));
        Assert.Equal((Refusal.NoPolicyForDate, "2019-06-01 141123 resident "), await RefusalAsync(office, known));
        Assert.Equal((Refusal.NotQualified, "outpatient_chronic M07800 "), await RefusalAsync(office, known with { ServiceDate = Visits.Day }));
        Assert.Equal(
            (Refusal.None, ""), await RefusalAsync(office, known with { ServiceDate = Visits.Day, Care = Care.Outpatient }));
    }

    [Theory]
    [InlineData("2026-03-01", null, Refusal.None)]
    [InlineData("2026-03-03", null, Refusal.HospitalNotDesignated)] // the visit is of 2026-03-02
    [InlineData("2020-01-01", "2026-03-02", Refusal.None)]
    [InlineData("2020-01-01", "2026-03-01", Refusal.HospitalNotDesignated)]
    public void A_visit_outside_the_hospitals_agreement_is_refused(string from, string? ends, Refusal expected)
    {
        var hospital = Office.County with { AgreementFrom = DateOnly.Parse(from, null), AgreementEnds = ends is null ? null : DateOnly.Parse(ends, null) };
        Assert.Equal(new DateOnly(2026, 3, 2), Visits.Claim().ServiceDate);
        Assert.Equal(expected, ClaimCase.Open(Office.Books(), hospital, Visits.Person(), Visits.Claim(), Purpose.Settle).Refusal);
    }

    [Fact]
    public void Facts_come_from_visit_hospital_and_person()
    {
        var person = Visits.OnSubsistence with
        {
            Identities = [new IdentitySpan(IdentityKind.SubsistenceAllowance, new(2026, 3, 2), null), new(IdentityKind.Orphan, null, new(2026, 3, 2))],
        };
        var (opened, _) = ClaimCase.Open(Office.Books(), Office.City, person, Visits.Claim() with { Filed = true, Admission = 2 }, Purpose.Quote);

        var facts = opened!.Input.Facts;
        Assert.Equal((Care.OutpatientChronic, Mode.Outpatient, "M07800"), (facts.Care, facts.Mode, facts.Disease));
        Assert.Equal(("02", HospitalTier.City, Place.CrossCounty), (facts.HospitalLevel, facts.HospitalTier, facts.Place));
        Assert.Equal((true, 2, "141123", 57), (facts.Filed, facts.Admission, facts.County?.Text, facts.Age)); // 58 on 12 May
        Assert.Equal(default(ValueSet).With((int)IdentityKind.SubsistenceAllowance), facts.Identities);
    }

    [Fact]
    public void An_item_that_the_catalogue_does_not_know_is_class_C_with_the_category_of_the_visit()
    {
        var claim = Visits.Claim();
        var unknown = claim with { Items = [claim.Items[0] with { Code = "003199999990000", Category = "treatment" }] };
        var (opened, _) = ClaimCase.Open(Office.Books(), Office.County, Visits.Person(), unknown, Purpose.Quote);
        Assert.Equal((ItemClass.C, "treatment"), (opened!.Input.Items[0].Class, opened.Input.Items[0].Category));
    }

    /// <summary>Dialysis at 400 yuan; the ceiling is 350 at level 05 and 380 for any other.</summary>
    [Fact]
    public void The_ceiling_is_that_of_the_hospital_of_the_visit()
    {
        var books = Office.Books();
        var dialysis = books.Catalogue.Find("003110000060000", Visits.Day)! with { CeilingMillionths = 380_000_000 };
        var ours = new Settlement.Reference.ReferenceData(
            books.Policies, new Catalogue([dialysis, dialysis with { CeilingMillionths = 350_000_000, CeilingLevel = "05" }]), books.Hospitals);

        Assert.Equal(350_000_000, CeilingAt(Office.County));
        Assert.Equal(380_000_000, CeilingAt(Office.City));

        long? CeilingAt(Hospital hospital) =>
            ClaimCase.Open(ours, hospital, Visits.Person(), Visits.Claim(), Purpose.Quote).Case!.Input.Items[0].CeilingMillionths;
    }

    [Fact]
    public async Task Today_is_the_day_in_China()
    {
        await using var office = await Office.OpenAsync(Visits.Person());
        office.Time.MoveTo(new DateTimeOffset(2026, 3, 2, 15, 59, 59, TimeSpan.Zero));
        Assert.Equal(new DateOnly(2026, 3, 2), office.Opener.Today);
        office.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new DateOnly(2026, 3, 3), office.Opener.Today);
    }

    private static async Task<(Refusal Reason, string Subject)> RefusalAsync(Office office, VisitClaim claim)
    {
        var (opened, refusal) = await office.Opener.OpenAsync(claim, CancellationToken.None).WaitAsync(Office.Patience);
        Assert.True(opened is null ^ refusal is null);
        return refusal is null ? (Refusal.None, "") : (refusal.Reason, refusal.Subject);
    }
}
