namespace MedAid.Settlement.Ledger;

/// <summary>What stands settled at most once: a visit of a hospital, by the hospital's own id (fixmedins_code and mdtrt_id).</summary>
public readonly record struct VisitKey(string HospitalCode, string VisitId)
{
    /// <summary>The visit that a settlement or a reversal is about.</summary>
    public static VisitKey Of(SettlementDocument document) => new(document.HospitalCode, document.VisitId);
}
