namespace MedAid.Settlement.Ledger;

/// <summary>What one programme of fee reductions (费用减免) of the hospital took of one visit. All amounts in fen.</summary>
public sealed record WaiverDocument
{
    /// <summary>Id of the programme; <c>waiver#n</c> for the nth waiver of a file that gives none.</summary>
    public required string Programme { get; init; }

    /// <summary>Its Chinese title.</summary>
    public required string Title { get; init; }

    /// <summary>What it took.</summary>
    public required long WaivedFen { get; init; }

    /// <summary>What the limit of a visit cut off.</summary>
    public long CutByVisitFen { get; init; }

    /// <summary>What the limit of the patient's month cut off.</summary>
    public long CutByMonthFen { get; init; }

    /// <summary>What the end of the hospital's budget cut off.</summary>
    public long CutByBudgetFen { get; init; }

    /// <summary>What was left to the patient this month after the visit; null without such a limit and in a reversal.</summary>
    public long? MonthLeftFen { get; init; }

    /// <summary>The hospital's budget of the year as it was set on that day; null without one and in a reversal.</summary>
    public long? BudgetFen { get; init; }

    /// <summary>What was left of the budget after the visit; null without one and in a reversal.</summary>
    public long? BudgetLeftFen { get; init; }

    /// <summary>What the cashier is to know of the budget, in Chinese; empty if nothing.</summary>
    public string Warning { get; init; } = "";

    /// <summary>What was taken of each head.</summary>
    public IReadOnlyList<WaiverHeadDocument> Heads { get; init; } = [];
}

/// <summary>What was taken of one head: the fee category, how many items, fen. Both are negative in a reversal.</summary>
public readonly record struct WaiverHeadDocument(string Head, int Items, long WaivedFen);
