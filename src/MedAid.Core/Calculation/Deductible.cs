using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Deductible (起付线): what the person bears before the layer pays, after the base cap and before the bands. In fen, never
/// negative, never above the eligible amount. Per visit it is taken each time, at most what is left of a ceiling for the year;
/// per month, quarter or year only what earlier visits of the period have not yet borne. Example: 30 yuan a year, 20 borne,
/// eligible 45 → 10 are taken, 35 remain. At zero eligible nothing is taken; a deductible already met is not taken again.
/// </summary>
internal static class Deductible
{
    /// <summary>What is taken of an eligible amount now.</summary>
    public static long TakenFen(in Workings workings, DeductibleTerms? terms, long eligibleFen)
    {
        if (terms is null)
        {
            return 0;
        }

        var line = terms.Limit.Period == Period.Visit
            ? PerVisit(workings, terms)
            : workings.Left(terms.Limit);
        var taken = Math.Min(eligibleFen, line);
        Invariant.Holds(taken >= 0 && taken <= terms.Limit.AmountFen, "no more than the deductible is taken");
        return taken;
    }

    private static long PerVisit(in Workings workings, DeductibleTerms terms) =>
        terms.YearCeilingFen is { } ceiling
            ? Math.Min(terms.Limit.AmountFen, Math.Max(0, ceiling - workings.Used(terms.Limit.Slot)))
            : terms.Limit.AmountFen;
}
