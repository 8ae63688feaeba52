using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;

namespace MedAid.People.EntitlementGaps;

/// <summary>What is kept of one settlement for the search: how much of it its patient bears, and what it hints at.</summary>
/// <param name="PersonKey">The person.</param>
/// <param name="ServiceDate">Day of the service.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="CountyCode">County of insurance at the time.</param>
/// <param name="BurdenFen">In-scope charges that are left with the patient after all layers, what is given back later left out.</param>
/// <param name="Indicators">Disease and indicator, each once; and of which benefit it was.</param>
public sealed record VisitFact(
    PersonKey PersonKey, DateOnly ServiceDate, SettlementId SettlementId, CountyCode CountyCode, long BurdenFen,
    IReadOnlyList<(string Disease, string IndicatorId)> Indicators)
{
    /// <summary>Stands in place of a disease for what a visit shows whatever the disease; no search asks for it.</summary>
    public const string NoDisease = "";

    /// <summary>The fact of a settlement.</summary>
    public static VisitFact Of(SettlementDocument document, DiseaseIndicators indicators) => new(
        document.PersonKey, document.ServiceDate, document.SettlementId, document.CountyCode, BurdenOf(document),
        [
            .. indicators.For(document.CountyCode).Where(s => s.IsShownBy(document)).Select(s => (s.Disease, s.IndicatorId)),
            .. BenefitOf(document.Care) is { } kind ? [(NoDisease, IndicatorOf(kind))] : Array.Empty<(string, string)>(),
        ]);

    /// <summary>The indicator that a visit was settled by a benefit, kept under <see cref="NoDisease"/>.</summary>
    public static string IndicatorOf(QualificationKind kind) => kind == QualificationKind.Chronic ? "benefit:chronic" : "benefit:two_disease";

    private static QualificationKind? BenefitOf(Care? care) => care switch
    {
        Care.OutpatientChronic => QualificationKind.Chronic,
        Care.TwoDisease => QualificationKind.TwoDisease,
        _ => null,
    };

    /// <summary>
    /// In-scope charges left with the patient (政策范围内个人负担). Every layer pays what is in scope before anything else, so it is what the
    /// patient pays less the components out of scope and what the county gives back later (deferred); not below zero, since an insurer may
    /// have paid some of those. First self-pay and what is over a ceiling enter a package, and what it leaves of them is burden; class C
    /// stays outside.
    /// </summary>
    public static long BurdenOf(SettlementDocument document)
    {
        var breakdown = document.Breakdown;
        var charges = breakdown.Charges;
        var inPackage = breakdown.Programme is not null && document.Care is not Care.DaySurgery;
        var outsideFen = charges.OutOfScopeFen + (inPackage ? 0 : charges.FirstSelfPayFen + charges.OverCeilingFen);
        return Math.Max(0, breakdown.PatientFen - breakdown.DeferredFen - outsideFen);
    }
}

/// <summary>A settlement that was undone: where its fact lies.</summary>
public readonly record struct VisitUndone(PersonKey PersonKey, DateOnly ServiceDate, SettlementId SettlementId);

/// <summary>How far the facts follow the ledger.</summary>
/// <param name="OutboxNumber">Last message of the outbox that is in them; -1: they are being emptied to be drawn anew.</param>
/// <param name="IndicatorsHash">With which indicators they were drawn; empty: with none yet.</param>
public sealed record FactsCheckpoint(long OutboxNumber, string IndicatorsHash)
{
    /// <summary>Stands for facts that are being emptied.</summary>
    public const long Emptying = -1;
}
