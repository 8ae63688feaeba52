using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Whether a person may have the benefit that the visit asks for. Chronic out-patient care needs the qualification for its disease, and
/// where the region binds it, at the chosen hospital (定点医院); two-disease care needs its own and excludes people who enjoy the chronic
/// benefit for the same disease, or for any where the region says so (未享受门诊慢性病待遇).
/// </summary>
public static class Entitlement
{
    /// <summary>The refusal, or none. Of several diseases each is checked.</summary>
    public static Refusal Check(Eligibility person, VisitClaim claim, QualificationTerms terms) =>
        claim.Care is Care.OutpatientChronic or Care.TwoDisease
            ? claim.Diseases.Select(disease => Check(person, claim, disease, terms)).FirstOrDefault(refusal => refusal != Refusal.None)
            : Refusal.None;

    private static Refusal Check(Eligibility person, VisitClaim claim, string? disease, QualificationTerms terms) => claim.Care switch
    {
        Care.OutpatientChronic => CheckChronic(person, claim, disease, terms),
        _ when IsBarred(person, claim, disease, terms) => Refusal.ChronicBenefitHeld,
        _ => Held(person, QualificationKind.TwoDisease, claim, disease).Any() ? Refusal.None : Refusal.NotQualified,
    };

    /// <summary>The first disease of a visit without a qualification in force for its care; null if there is none.</summary>
    public static string? Unqualified(Eligibility person, VisitClaim claim) =>
        claim.Diseases.FirstOrDefault(disease => !Held(person, KindOf(claim), claim, disease).Any());

    /// <summary>The day on which a qualification that is missing begins; null if none is on record.</summary>
    public static DateOnly? BeginsOn(Eligibility person, VisitClaim claim, string? disease) =>
        person.Qualifications
            .Where(q => q.Kind == KindOf(claim) && string.Equals(q.Disease, disease, StringComparison.Ordinal))
            .Where(q => q.Approved >= claim.ServiceDate && !(q.Until <= q.Approved.AddDays(1)))
            .Select(q => (DateOnly?)q.Approved.AddDays(1)).Min();

    private static QualificationKind KindOf(VisitClaim claim) =>
        claim.Care == Care.TwoDisease ? QualificationKind.TwoDisease : QualificationKind.Chronic;

    private static bool IsBarred(Eligibility person, VisitClaim claim, string? disease, QualificationTerms terms) =>
        Held(person, QualificationKind.Chronic, claim, disease).Any()
        || (disease is not null && terms.AnyChronicBars(person.County, disease)
            && person.Qualifications.Any(q => q.Kind == QualificationKind.Chronic && q.HoldsOn(claim.ServiceDate)));

    private static Refusal CheckChronic(Eligibility person, VisitClaim claim, string? disease, QualificationTerms terms)
    {
        var held = Held(person, QualificationKind.Chronic, claim, disease).ToArray();
        return held.Length == 0
            ? Refusal.NotQualified
            : Array.Exists(held, q => q.Hospital is null || q.Hospital == claim.HospitalCode) || !terms.Binds(person.County, disease!)
                ? Refusal.None
                : Refusal.BoundToOtherHospital;
    }

    private static IEnumerable<Qualification> Held(Eligibility person, QualificationKind kind, VisitClaim claim, string? disease) =>
        person.Qualifications.Where(
            q => q.Kind == kind && string.Equals(q.Disease, disease, StringComparison.Ordinal) && q.HoldsOn(claim.ServiceDate));
}
