using MedAid.Core;

namespace MedAid.Settlement.LaterVisits;

/// <summary>Who of a visit pays otherwise.</summary>
public enum PayerKind
{
    /// <summary>A layer at the window.</summary>
    Layer = 1,

    /// <summary>A layer, of what the patient pays and claims from the county.</summary>
    Deferred = 2,

    /// <summary>The personal account.</summary>
    Account = 3,

    /// <summary>The hospital, above a package.</summary>
    Hospital = 4,

    /// <summary>The hospital, by fee reductions.</summary>
    Waiver = 5,
}

/// <summary>What a payer bears of a visit as it stands, and what would be right.</summary>
/// <param name="Kind">Which payer.</param>
/// <param name="Layer">Id of a layer, or empty.</param>
/// <param name="Name">The payer in Chinese.</param>
/// <param name="StandsFen">As it stands.</param>
/// <param name="RightFen">As it would be right.</param>
public sealed record PayerFigures(PayerKind Kind, string Layer, string Name, long StandsFen, long RightFen);

/// <summary>A visit that would come out differently if all that stand were settled in their order.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="PatientStandsFen">What the patient bears as it stands.</param>
/// <param name="PatientRightFen">What would be right; the same where it is not known.</param>
/// <param name="Payers">The payers that differ; none: it differs, and cannot be split anew because of an amount that comes with it.</param>
public sealed record VisitDifference(
    SettlementId SettlementId, long PatientStandsFen, long PatientRightFen, IReadOnlyList<PayerFigures> Payers)
{
    /// <summary>What the patient gets back; negative: owes.</summary>
    public long BackFen => PatientStandsFen - PatientRightFen;

    /// <summary>Whether two say the same.</summary>
    public bool IsSame(VisitDifference other) =>
        (SettlementId, PatientStandsFen, PatientRightFen) == (other.SettlementId, other.PatientStandsFen, other.PatientRightFen)
        && Payers.SequenceEqual(other.Payers);
}
