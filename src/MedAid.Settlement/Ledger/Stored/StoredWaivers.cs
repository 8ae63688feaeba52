namespace MedAid.Settlement.Ledger.Stored;

/// <summary>Waivers to their stored message and back.</summary>
internal static class StoredWaivers
{
    public static StoredWaiver Of(WaiverDocument waiver)
    {
        var stored = new StoredWaiver
        {
            Programme = waiver.Programme,
            Title = waiver.Title,
            WaivedFen = waiver.WaivedFen,
            CutByVisitFen = waiver.CutByVisitFen,
            CutByMonthFen = waiver.CutByMonthFen,
            CutByBudgetFen = waiver.CutByBudgetFen,
            Warning = waiver.Warning,
        };
        if (waiver.MonthLeftFen is { } monthLeft)
        {
            stored.MonthLeftFen = monthLeft;
        }

        if (waiver.BudgetFen is { } budget)
        {
            stored.BudgetFen = budget;
        }

        if (waiver.BudgetLeftFen is { } budgetLeft)
        {
            stored.BudgetLeftFen = budgetLeft;
        }

        stored.Heads.AddRange(waiver.Heads.Select(h => new StoredWaiverHead { Head = h.Head, Items = h.Items, WaivedFen = h.WaivedFen }));
        return stored;
    }

    public static WaiverDocument Back(StoredWaiver stored) => new()
    {
        Programme = stored.Programme,
        Title = stored.Title,
        WaivedFen = stored.WaivedFen,
        CutByVisitFen = stored.CutByVisitFen,
        CutByMonthFen = stored.CutByMonthFen,
        CutByBudgetFen = stored.CutByBudgetFen,
        MonthLeftFen = stored.HasMonthLeftFen ? stored.MonthLeftFen : null,
        BudgetFen = stored.HasBudgetFen ? stored.BudgetFen : null,
        BudgetLeftFen = stored.HasBudgetLeftFen ? stored.BudgetLeftFen : null,
        Warning = stored.Warning,
        Heads = [.. stored.Heads.Select(h => new WaiverHeadDocument(h.Head, h.Items, h.WaivedFen))],
    };
}
