using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.Settlement.People;

namespace MedAid.People.Qualifications;

/// <summary>What is known of a person when something about their qualifications is decided.</summary>
public sealed record QualificationFacts(PersonFacts Person, IReadOnlyList<QualificationApplication> Applications)
{
    /// <summary>Households for which doctors may sign where the region allows it: 脱贫享受政策, 即时帮扶, 低保, 特困.</summary>
    private static readonly IdentityKind[] PoorKinds =
    [
        IdentityKind.RegisteredPoor, IdentityKind.PovertyMonitored, IdentityKind.SubsistenceAllowance, IdentityKind.ExtremelyPoor,
    ];

    /// <summary>Whether the household counts as poor on a day.</summary>
    public bool IsPoorOn(DateOnly day) => Person.Periods.Any(p => PoorKinds.Contains(p.Kind) && p.HoldsOn(day));

    /// <summary>Whether a chronic benefit for a disease, or for any if it is null, holds on a day.</summary>
    public bool HasChronic(string? disease, DateOnly day) =>
        Held(q => q.Kind == QualificationKind.Chronic && (disease is null || q.Disease == disease) && q.HoldsOn(day)) is not null;

    /// <summary>The qualification for a disease that lasts longest and has not ended on a day.</summary>
    public Qualification? Lasting(QualificationKind kind, string disease, DateOnly day) =>
        Held(q => q.Kind == kind && q.Disease == disease && !(day >= q.Until));

    private Qualification? Held(Func<Qualification, bool> wanted) =>
        (Person.Insured?.Qualifications ?? []).Where(wanted).MaxBy(q => q.Until ?? DateOnly.MaxValue);
}
