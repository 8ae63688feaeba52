using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Deductible (起付线): what the person bears before the layer pays, after the base cap and before the bands. In fen, never
/// negative, never above the eligible amount. Per visit it is taken each time, over a stay once, at most what is left of a ceiling for the year;
/// per month, quarter or year only what earlier visits of the period have not yet borne. Example: 30 yuan a year, 20 borne,
/// eligible 45 → 10 are taken, 35 remain. At zero eligible nothing is taken; a deductible already met is not taken again.
/// </summary>
internal static class Deductible
{
    /// <summary>What is taken of an eligible amount now.</summary>
    public static long TakenFen(in AdjudicationState state, DeductibleTerms? terms, long eligibleFen)
    {
        if (terms is null)
        {
            return 0;
        }

        var line = state.Left(terms.Limit);
        if (terms.YearCeilingFen is { } ceiling)
        {
            line = Math.Min(line, Math.Max(0, ceiling - state.Used(terms.Limit.Slot)));
        }

        var taken = Math.Min(eligibleFen, line);
        Invariant.Holds(taken >= 0 && taken <= terms.Limit.AmountFen, "no more than the deductible is taken");
        return taken;
    }

    /// <summary>Counts what was taken: in the limit's own counter, and in that of the ceiling for the year.</summary>
    public static void Count(in AdjudicationState state, DeductibleTerms? terms, long takenFen)
    {
        if (terms is null)
        {
            return;
        }

        state.Count(state.SlotOf(terms.Limit), takenFen);
        state.Count(terms.YearCeilingFen is null ? -1 : terms.Limit.Slot, takenFen);
    }
}
