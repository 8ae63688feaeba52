using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// What one waiver with limits took in one visit, and what the limits cut off. Items come in the order of the bill and each takes what is
/// left: of the fixed amount of its head, then of the visit's limit, of the patient's month, of the hospital's year. Example: 50 left of a
/// budget, beds of 40 and 30 at 100 %: the first is waived whole, of the second 10, and 20 are cut. All amounts in fen.
/// </summary>
public sealed class WaiverTally
{
    private readonly WaiverSlots slots;
    private readonly Dictionary<string, long> askedByHead = new(StringComparer.Ordinal);

    internal WaiverTally(WaiverSlots slots) => this.slots = slots;

    /// <summary>The waiver.</summary>
    public WaiverRule Rule => slots.Rule;

    /// <summary>Its Chinese title, or its id where it has none.</summary>
    public string Title => Rule.Citation.Title.Length > 0 ? Rule.Citation.Title : Rule.Id;

    /// <summary>What it took.</summary>
    public long WaivedFen { get; private set; }

    /// <summary>What the limit of a visit cut off.</summary>
    public long CutByVisitFen { get; private set; }

    /// <summary>What the limit of the patient's month cut off.</summary>
    public long CutByMonthFen { get; private set; }

    /// <summary>What the end of the hospital's budget cut off.</summary>
    public long CutByBudgetFen { get; private set; }

    /// <summary>What is left to the patient this month after the visit; null without such a limit.</summary>
    public long? MonthLeftFen { get; private set; }

    /// <summary>What is left of the budget after the visit; null without one.</summary>
    public long? BudgetLeftFen { get; private set; }

    /// <summary>Whether so much of the budget is used after the visit that the cashier is to be warned.</summary>
    public bool BudgetIsLow =>
        Rule.Limits.YearBudgetFen is { } budget && budget - BudgetLeftFen >= Rule.Limits.WarnAt.Of(budget);

    internal long Take(ReadOnlySpan<long> usedFen, Span<long> addedFen, string head, long amountFen)
    {
        var limits = Rule.Limits;
        var asked = Asked(head, amountFen);
        var inVisit = Within(asked, limits.VisitFen - WaivedFen);
        var inMonth = Within(inVisit, Left(limits.PatientMonthFen, slots.MonthSlot, usedFen, addedFen));
        var waived = Within(inMonth, Left(limits.YearBudgetFen, slots.YearSlot, usedFen, addedFen));
        CutByVisitFen += asked - inVisit;
        CutByMonthFen += inVisit - inMonth;
        CutByBudgetFen += inMonth - waived;
        WaivedFen += waived;
        askedByHead[head] = askedByHead.GetValueOrDefault(head) + asked;
        MonthLeftFen = Counted(limits.PatientMonthFen, slots.MonthSlot, usedFen, addedFen, waived);
        BudgetLeftFen = Counted(limits.YearBudgetFen, slots.YearSlot, usedFen, addedFen, waived);
        Invariant.Holds(waived >= 0 && waived <= asked && asked <= amountFen, "a limit only cuts, and a waiver takes no more than there is");
        return waived;
    }

    private long Asked(string head, long amountFen) =>
        Rule.Categories.TryGetValue(head, out var rate)
            ? rate.Of(amountFen)
            : Math.Min(amountFen, Rule.FixedFen[head] - askedByHead.GetValueOrDefault(head));

    private static long Within(long amountFen, long? leftFen) => leftFen is { } left ? Math.Min(amountFen, Math.Max(0, left)) : amountFen;

    private static long? Left(long? limitFen, int slot, ReadOnlySpan<long> usedFen, ReadOnlySpan<long> addedFen) =>
        limitFen is { } limit ? Math.Max(0, limit - usedFen[slot] - addedFen[slot]) : null;

    private static long? Counted(long? limitFen, int slot, ReadOnlySpan<long> usedFen, Span<long> addedFen, long waivedFen)
    {
        if (limitFen is not null)
        {
            addedFen[slot] += waivedFen;
        }

        return Left(limitFen, slot, usedFen, addedFen);
    }
}
