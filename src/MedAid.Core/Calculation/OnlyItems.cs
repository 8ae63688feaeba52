using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// A rule for some items only (按项目单独支付): its base is at most what those items have in scope, whatever earlier layers paid.
/// Example: examinations of 200 in a bill of 300; base 200, less 50, at 80 % → 120; the other 80 go to the next layer, or aside.
/// </summary>
internal static class OnlyItems
{
    /// <summary>Whether an item, by its number, is one of those.</summary>
    public static bool Has(in AdjudicationState state, OnlyTerms only, int item)
    {
        var asked = state.Visit.Items[item];
        return only.Matches(asked.Category, asked.Code);
    }

    /// <summary>What those items have in scope.</summary>
    public static long InScopeFen(in AdjudicationState state, OnlyTerms only)
    {
        long sum = 0;
        for (var i = 0; i < state.ItemCount; i++)
        {
            if (Has(state, only, i))
            {
                sum += state.SplitOf(i).Charges.InScopeFen;
            }
        }

        return sum;
    }

    /// <summary>Moves what the layer left of its base out of what the next layers see; gives the amount moved.</summary>
    public static long MoveAside(in AdjudicationState state, in LayerLine line)
    {
        var rest = Math.Min(line.BaseFen - line.PaidFen - line.OverCapFen, state.Remaining[(int)Component.InScope]);
        Invariant.Holds(rest >= 0, "a layer leaves no less than nothing of its base");
        state.Remaining[(int)Component.InScope] -= rest;
        state.Remaining[(int)Component.Aside] += rest;
        return rest;
    }
}
