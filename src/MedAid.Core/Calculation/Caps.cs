using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Caps on the payment (封顶线): per visit, month, quarter or year; every one of them holds. Example: 60,000 a year, 59,900
/// paid, 250 computed → 100 are paid, 150 are capped.
/// </summary>
internal static class Caps
{
    /// <summary>Cuts a payment to what is left of every cap.</summary>
    public static long Cut(in AdjudicationState state, IReadOnlyList<Limit> caps, long amountFen)
    {
        for (var i = 0; i < caps.Count; i++)
        {
            amountFen = Math.Min(amountFen, state.Left(caps[i]));
        }

        return amountFen;
    }

    /// <summary>Counts a final payment against every cap with a counter; caps per visit share that of the stay, which grows once.</summary>
    public static void Count(in AdjudicationState state, IReadOnlyList<Limit> caps, long paidFen)
    {
        var stayCounted = false;
        for (var i = 0; i < caps.Count; i++)
        {
            var perVisit = caps[i].Period == Period.Visit;
            state.Count(perVisit && stayCounted ? -1 : state.SlotOf(caps[i]), paidFen);
            stayCounted |= perVisit;
        }
    }
}
