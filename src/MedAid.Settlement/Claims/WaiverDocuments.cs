using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>Detaches what waivers took from the files that they stand in: by programme and head, with what limits cut and left.</summary>
internal static class WaiverDocuments
{
    /// <summary>One document for each waiver that took something or was kept by a limit from taking it, in the order of the bill.</summary>
    public static IReadOnlyList<WaiverDocument> Of(ClaimCase claimCase, Breakdown breakdown)
    {
        if (breakdown.WaivedFen == 0 && breakdown.Waivers.Count == 0)
        {
            return [];
        }

        var heads = new Dictionary<WaiverRule, List<WaiverHeadDocument>>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < breakdown.Items.Length; i++)
        {
            if (breakdown.Items[i] is { Waiver: { } rule, WaivedFen: var waivedFen })
            {
                heads.TryAdd(rule, []);
                Add(heads[rule], claimCase.Input.Items[i].Category!, waivedFen);
            }
        }

        return
        [
            .. heads.Select(h => Of(h.Key, h.Value, breakdown.Waivers.FirstOrDefault(w => ReferenceEquals(w.Rule, h.Key))))
                .Where(w => w.WaivedFen > 0 || w.CutByVisitFen + w.CutByMonthFen + w.CutByBudgetFen > 0),
        ];
    }

    /// <summary>The same with the opposite sign, as a reversal has it.</summary>
    public static WaiverDocument Mirrored(WaiverDocument waiver) => new()
    {
        Programme = waiver.Programme,
        Title = waiver.Title,
        WaivedFen = -waiver.WaivedFen,
        Heads = [.. waiver.Heads.Select(h => new WaiverHeadDocument(h.Head, -h.Items, -h.WaivedFen))],
    };

    /// <summary>Warnings to cashiers while a budget is running out and when it has.</summary>
    public static IEnumerable<string> Warnings(IEnumerable<WaiverDocument> waivers) => waivers.Select(w => w.Warning).Where(w => w.Length > 0);

    private static void Add(List<WaiverHeadDocument> heads, string head, long waivedFen)
    {
        var known = heads.FindIndex(h => h.Head == head);
        if (waivedFen > 0 && known < 0)
        {
            heads.Add(new WaiverHeadDocument(head, 1, waivedFen));
        }
        else if (waivedFen > 0)
        {
            heads[known] = new WaiverHeadDocument(head, heads[known].Items + 1, checked(heads[known].WaivedFen + waivedFen));
        }
    }

    private static WaiverDocument Of(WaiverRule rule, List<WaiverHeadDocument> heads, WaiverTally? tally) => new()
    {
        Programme = rule.Id,
        Title = rule.Citation.Title.Length > 0 ? rule.Citation.Title : rule.Id,
        WaivedFen = heads.Sum(h => h.WaivedFen),
        CutByVisitFen = tally?.CutByVisitFen ?? 0,
        CutByMonthFen = tally?.CutByMonthFen ?? 0,
        CutByBudgetFen = tally?.CutByBudgetFen ?? 0,
        MonthLeftFen = tally?.MonthLeftFen,
        BudgetFen = tally is null ? null : rule.Limits.YearBudgetFen,
        BudgetLeftFen = tally?.BudgetLeftFen,
        Warning = tally is { BudgetIsLow: true, BudgetLeftFen: { } left } ? Warning(tally, left) : "",
        Heads = heads,
    };

    private static string Warning(WaiverTally tally, long leftFen) => leftFen == 0
        ? $"“{tally.Title}”本年度减免预算已用完，以后的就诊不再减免，请告知患者并报财务科。（WAIVER_BUDGET_SPENT）"
        : $"“{tally.Title}”本年度减免预算只剩 {ExactNumber.Yuan(leftFen)} 元（预算 {ExactNumber.Yuan(tally.Rule.Limits.YearBudgetFen!.Value)} 元），"
            + "请报财务科。（WAIVER_BUDGET_LOW）";
}
