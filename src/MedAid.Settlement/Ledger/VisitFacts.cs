using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// What later visits of a person are compared with: where and when a visit was, how many dialyses it had, and for how many days drugs were given.
/// </summary>
public sealed record VisitFacts
{
    /// <summary>The settlement.</summary>
    public required SettlementId SettlementId { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>The hospital's id of the stay, or null.</summary>
    public string? Stay { get; init; }

    /// <summary>Day of admission where the visit is a stay and the day is known; otherwise <see cref="LastDay"/>.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Day of the service.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Dialyses that were given to an out-patient.</summary>
    public int Dialyses { get; init; }

    /// <summary>Drugs that were given to an out-patient, and how long they last.</summary>
    public IReadOnlyList<DrugSupply> Supplies { get; init; } = [];

    /// <summary>The facts of a settlement.</summary>
    public static VisitFacts Of(SettlementDocument document) => new()
    {
        SettlementId = document.SettlementId,
        HospitalCode = document.HospitalCode,
        VisitId = document.VisitId,
        Stay = document.Stay,
        FirstDay = document.AdmissionDay ?? document.ServiceDate,
        LastDay = document.ServiceDate,
        Dialyses = document.Dialyses,
        Supplies = document.Supplies,
    };
}

/// <summary>Which visits of a person are asked for: those near a visit, and those that gave drugs which may not have run out.</summary>
/// <param name="PersonKey">The person.</param>
/// <param name="FirstDay">The first day of the visit.</param>
/// <param name="LastDay">Its last day: the service date.</param>
/// <param name="SupplyDays">For how many days it gives drugs at most; 0: none, and earlier drugs are not asked for.</param>
public readonly record struct VisitSearch(PersonKey PersonKey, DateOnly FirstDay, DateOnly LastDay, int SupplyDays)
{
    /// <summary>How far back drugs, and how far ahead stays, are looked for.</summary>
    public const int ReachDays = 366;

    /// <summary>Whether visits near it are asked for; else only drugs are.</summary>
    public bool IsNear { get; init; } = true;

    /// <summary>Until when a stay that covers the visit may have ended.</summary>
    public DateOnly StaysUntil => LastDay.AddDays(ReachDays);

    /// <summary>The first day of which drugs may not have run out.</summary>
    public DateOnly SuppliesFrom => LastDay.AddDays(-ReachDays);

    /// <summary>The last day on which the drugs of the visit have not run out.</summary>
    public DateOnly SuppliesUntil => LastDay.AddDays(Math.Min(SupplyDays, ReachDays) - 1);
}
