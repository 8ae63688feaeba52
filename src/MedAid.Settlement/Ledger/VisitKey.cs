using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// What stands settled at most once: a visit of a hospital, by the hospital's own id (fixmedins_code and mdtrt_id), or one bill of it
/// (中途结算; the number is empty for the whole visit). A visit stands either whole or by its bills, and is of one person.
/// </summary>
public readonly record struct VisitKey(HospitalCode HospitalCode, string VisitId, string Batch = "")
{
    /// <summary>The visit as a whole.</summary>
    public VisitKey Whole => this with { Batch = "" };

    /// <summary>The visit that a settlement or a reversal is about.</summary>
    public static VisitKey Of(SettlementDocument document) => new(document.HospitalCode, document.VisitId, document.Batch);
}

/// <summary>A stay that is billed in parts: of a person under a scheme at a hospital, by the hospital's own id.</summary>
public readonly record struct StayKey(PersonKey PersonKey, string Scheme, HospitalCode HospitalCode, string Stay)
{
    /// <summary>The stay of a settlement or a reversal, or null.</summary>
    public static StayKey? Of(SettlementDocument document) => document.Stay is { } stay
        ? new StayKey(document.PersonKey, document.Breakdown.Policy.Scheme, document.HospitalCode, stay)
        : null;
}
