using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Ratio by item class (按甲乙类分别支付): the assessed amount is shared over the classes that have an in-scope amount, in
/// proportion to it: each share rounded down, the last takes the rest. Each product is rounded half-up.
/// Example: 100.00 over A 300 and B 100 at 60 %/50 % → 75.00 × 60 % + 25.00 × 50 % = 57.50. Without any such item it pays nothing.
/// </summary>
internal static class ClassShares
{
    /// <summary>Pays for an amount and notes the share of every class.</summary>
    public static long ComputedFen(in AdjudicationState state, LayerRule rule, long amountFen, ref LayerLine line)
    {
        var rates = rule.ByClass!;
        var (weightA, weightB) = Weights(state, rule.Only);
        if (weightA + weightB == 0)
        {
            return 0;
        }

        var shareA = weightB == 0 ? amountFen : Rounding.Down((Int128)amountFen * weightA, weightA + weightB);
        return Pay(state, rates, ItemClass.A, weightA, shareA, ref line)
            + Pay(state, rates, ItemClass.B, weightB, amountFen - shareA, ref line);
    }

    private static (long A, long B) Weights(in AdjudicationState state, OnlyTerms? only)
    {
        long a = 0, b = 0;
        for (var i = 0; i < state.ItemCount; i++)
        {
            ref readonly var item = ref state.SplitOf(i);
            if (only is not null && !OnlyItems.Has(state, only, i))
            {
                continue;
            }

            if (item.Class == ItemClass.A)
            {
                a += item.Charges.InScopeFen;
            }
            else
            {
                b += item.Charges.InScopeFen;
            }
        }

        return (a, b);
    }

    private static long Pay(
        in AdjudicationState state, ClassRates rates, ItemClass itemClass, long weight, long shareFen, ref LayerLine line)
    {
        if (weight == 0)
        {
            return 0;
        }

        var paid = rates.Of(itemClass).Of(shareFen);
        state.Result.AddShare(ref line, new Share(0, itemClass, shareFen, rates.Of(itemClass), paid));
        return paid;
    }
}
