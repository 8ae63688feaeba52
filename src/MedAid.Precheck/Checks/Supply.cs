using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Precheck.Checks;

/// <summary>A drug that the patient has at hand or is being given: until when, and by which hospital.</summary>
/// <param name="Code">The drug.</param>
/// <param name="LastDay">The last day that it lasts or runs; null: without end.</param>
/// <param name="HospitalCode">Where it was given.</param>
/// <param name="GivenOn">When; null for an order that runs.</param>
internal sealed record Supply(string Code, DateOnly? LastDay, HospitalCode HospitalCode, DateOnly? GivenOn)
{
    /// <summary>Days from a day on that it lasts; that day counts. Without end: null.</summary>
    public int? DaysFrom(DateOnly day) => LastDay is { } last ? last.DayNumber - day.DayNumber + 1 : null;

    /// <summary>
    /// What has not run out on the day of the visit. Packs that were given before the ones at hand ran out are used one after the other; an order
    /// that stops today or later still runs.
    /// </summary>
    public static IReadOnlyList<Supply> AtHand(OrderCase order)
    {
        var given = new Dictionary<string, Supply>(StringComparer.Ordinal);
        foreach (var visit in order.Earlier)
        {
            foreach (var drug in visit.Supplies)
            {
                var from = given.TryGetValue(drug.Code, out var before) && before.LastDay >= visit.LastDay
                    ? before.LastDay.Value.AddDays(1)
                    : visit.LastDay;
                given[drug.Code] = Of(visit, drug, from);
            }
        }

        return
        [
            .. given.Values.Where(s => s.LastDay >= order.Day),
            .. order.Draft.Running.Where(r => !(r.LastDay < order.Day)).Select(r => new Supply(
                r.Code, r.LastDay, !r.HospitalCode.IsEmpty ? r.HospitalCode : order.Claim.HospitalCode, null)),
        ];
    }

    /// <summary>How it is told: where it comes from and until when it lasts.</summary>
    public string Text(OrderCase order)
    {
        var hospital = order.NameOf(HospitalCode);
        return GivenOn is { } day ? $"{hospital} {day:yyyy-MM-dd} 开出，可用到 {LastDay:yyyy-MM-dd}"
            : LastDay is { } last ? $"{hospital}的医嘱执行到 {last:yyyy-MM-dd}"
            : $"{hospital}的医嘱正在执行";
    }

    /// <summary>The words for override reasons.</summary>
    public IEnumerable<string> Facts(OrderCase order) =>
    [
        CardFacts.Supply, .. HospitalCode == order.Claim.HospitalCode ? Array.Empty<string>() : [CardFacts.OtherHospital],
        .. GivenOn is null ? [CardFacts.Running] : Array.Empty<string>(),
    ];

    private static Supply Of(VisitFacts visit, DrugSupply drug, DateOnly from) =>
        new(drug.Code, from.AddDays(Math.Min(drug.Days, VisitSearch.ReachDays * 2) - 1), visit.HospitalCode, visit.LastDay);
}
