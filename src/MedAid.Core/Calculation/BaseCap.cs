using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Cap on the base (费用限额): of the costs only so much counts. Counted before the deductible it cuts the base, counted after
/// it cuts what the deductible left. Example: 300 a month, 210 used, base 500 → 90 count, 410 spill over.
/// </summary>
internal static class BaseCap
{
    /// <summary>Cuts an amount to what is left of the cap if the cap is counted at this point; otherwise lets it through.</summary>
    public static long Cut(in AdjudicationState state, BaseCapTerms? cap, bool afterDeductible, long amountFen)
    {
        if (cap is null || cap.AfterDeductible != afterDeductible)
        {
            return amountFen;
        }

        var within = Math.Min(amountFen, state.Left(cap.Limit));
        Invariant.Holds(within >= 0 && within <= amountFen, "a base cap only cuts");
        return within;
    }
}
