using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Whether a person may have the benefit that the visit asks for. Chronic out-patient care needs the qualification for its
/// disease; two-disease care needs its own and excludes people who enjoy the chronic benefit (未享受门诊慢性病待遇).
/// </summary>
public static class Entitlement
{
    /// <summary>The refusal, or none.</summary>
    public static Refusal Check(Eligibility person, VisitClaim claim) => claim.Care switch
    {
        Care.OutpatientChronic => Holds(person, QualificationKind.Chronic, claim) ? Refusal.None : Refusal.NotQualified,
        Care.TwoDisease when person.Qualifications.Any(q => q.Kind == QualificationKind.Chronic && q.HoldsOn(claim.ServiceDate)) =>
            Refusal.ChronicBenefitHeld,
        Care.TwoDisease => Holds(person, QualificationKind.TwoDisease, claim) ? Refusal.None : Refusal.NotQualified,
        _ => Refusal.None,
    };

    private static bool Holds(Eligibility person, QualificationKind kind, VisitClaim claim) => person.Qualifications.Any(q =>
        q.Kind == kind && string.Equals(q.Disease, claim.DiseaseCode, StringComparison.Ordinal) && q.HoldsOn(claim.ServiceDate));
}
