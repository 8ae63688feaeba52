using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a quote and a settlement say to the clerk of a visit that does not go together with others of the person that stand settled, at whatever
/// hospital of this ledger. They refuse nothing and change no amount. The code at the end is for programs and stays the same.
/// </summary>
internal static class OtherVisitsText
{
    // Two a day are rare and happen; three do not.
    private const int DialysesNobodyHas = 3;
    private const int NamedMax = 3;

    /// <summary>The sentences of a visit beside the others of its person.</summary>
    public static IEnumerable<string> Warnings(ClaimCase claimCase, IReadOnlyList<VisitFacts> visits)
    {
        var (own, books) = (claimCase.Facts, claimCase.Reference);
        VisitFacts[] others =
        [
            .. visits.OrderBy(v => v.LastDay).ThenBy(v => v.SettlementId).Where(v => !IsSameStay(own, v)),
        ];
        string Named(VisitFacts visit) => $"{books.Hospital(visit.HospitalCode)?.Name ?? visit.HospitalCode.Text}（{Days(visit)}）";
        return [.. Dialyses(own, others, Named), .. DuringStay(own, others, Named), .. Drugs(own, others, Named)];
    }

    private static IEnumerable<string> Dialyses(VisitFacts own, VisitFacts[] others, Func<VisitFacts, string> named)
    {
        VisitFacts[] sameDay = [.. others.Where(v => v.Dialyses > 0 && v.LastDay == own.LastDay)];
        var count = own.Dialyses + sameDay.Sum(v => v.Dialyses);
        if (own.Dialyses > 0 && count >= DialysesNobodyHas)
        {
            var elsewhere = sameDay.Length > 0 ? $"，另有 {List(sameDay, named)}" : "";
            yield return $"{own.LastDay:yyyy-MM-dd} 一天透析 {count} 次：本次 {own.Dialyses} 次{elsewhere}。请核对就诊日期和数量：几天的透析按天分开结算，"
                + "重复的不结算，已经结算的由原医院撤销。（DIALYSIS_TOO_OFTEN）";
        }
    }

    /// <summary>The days of admission and discharge belong to nobody alone: a patient may come from another visit and go to one.</summary>
    private static IEnumerable<string> DuringStay(VisitFacts own, VisitFacts[] others, Func<VisitFacts, string> named)
    {
        VisitFacts[] within = [.. others.Where(v => v.FirstDay < own.LastDay && v.LastDay > own.FirstDay)];
        if (within.Length > 0)
        {
            yield return $"{Days(own)} 的就诊与同一病人的住院重叠：{List(within, named)}。请核对入院、出院和就诊日期；同一次住院分次结算的写同一个住院号"
                + "（stay_id），住院期间不应另行收费的不结算，已经结算的由原医院撤销。（VISIT_DURING_STAY）";
        }
    }

    private static IEnumerable<string> Drugs(VisitFacts own, VisitFacts[] others, Func<VisitFacts, string> named)
    {
        foreach (var supply in own.Supplies)
        {
            (VisitFacts Visit, int Days)[] given =
                [.. others.Select(v => (v, v.Supplies.FirstOrDefault(s => s.Code == supply.Code).Days)).Where(g => g.Days > 0)];
            var earlier = Array.FindAll(given, g => g.Visit.LastDay <= own.LastDay);
            var end = earlier.Aggregate(DateOnly.MinValue, (end, g) => Later(end, g.Visit.LastDay).AddDays(g.Days));
            if (end > own.LastDay)
            {
                yield return $"{supply.Code} 还没有用完又开：最近一次在{named(earlier[^1].Visit)}开出，可用到 {end.AddDays(-1):yyyy-MM-dd}，"
                    + $"连同本次共可用 {end.DayNumber - own.LastDay.DayNumber + supply.Days} 天。{Ask}";
            }
            else if (Array.Find(given, g => g.Visit.LastDay > own.LastDay && g.Visit.LastDay < own.LastDay.AddDays(supply.Days)).Visit is { } next)
            {
                yield return $"{supply.Code} 本次可用到 {own.LastDay.AddDays(supply.Days - 1):yyyy-MM-dd}，没有用完又开：{named(next)}。{Ask}";
            }
        }
    }

    private const string Ask = "请问明病人手里的药量；确需开药的由医师注明原因，重复的不结算。（DRUG_AGAIN_EARLY）";

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static bool IsSameStay(VisitFacts own, VisitFacts other) => own.HospitalCode == other.HospitalCode
        && (own.VisitId == other.VisitId || (own.Stay is not null && own.Stay == other.Stay));

    private static string List(VisitFacts[] visits, Func<VisitFacts, string> named) =>
        string.Join("、", visits.Take(NamedMax).Select(named)) + (visits.Length > NamedMax ? " 等" : "");

    private static string Days(VisitFacts visit) =>
        visit.FirstDay < visit.LastDay ? $"{visit.FirstDay:yyyy-MM-dd} 至 {visit.LastDay:yyyy-MM-dd}" : $"{visit.LastDay:yyyy-MM-dd}";
}
