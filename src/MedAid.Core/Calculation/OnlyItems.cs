using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// A rule for some items only (按项目单独支付): its base is at most what those items brought in scope, whatever earlier layers paid.
/// Example: examinations of 200 in a bill of 300; base 200, less 50, at 80 % → 120; the other 80 go to the next layer, or aside.
/// </summary>
internal static class OnlyItems
{
    /// <summary>Whether an item, by its number, is one of those.</summary>
    public static bool Has(in Workings workings, OnlyTerms only, int item)
    {
        var asked = workings.Visit.Items[item];
        return only.Matches(asked.Category, asked.Code);
    }

    /// <summary>What those items brought in scope.</summary>
    public static long InScopeFen(in Workings workings, OnlyTerms only)
    {
        long sum = 0;
        for (var i = 0; i < workings.ItemCount; i++)
        {
            if (Has(workings, only, i))
            {
                sum += workings.SplitOf(i).Charges.InScopeFen;
            }
        }

        return sum;
    }

    /// <summary>Moves what the layer left of its base out of what the next layers see; gives the amount moved.</summary>
    public static long MoveAside(in Workings workings, in LayerLine line)
    {
        var rest = Math.Min(line.BaseFen - line.PaidFen - line.OverCapFen, workings.Remaining[(int)Component.InScope]);
        Invariant.Holds(rest >= 0, "a layer leaves no less than nothing of its base");
        workings.Remaining[(int)Component.InScope] -= rest;
        workings.Remaining[(int)Component.Aside] += rest;
        return rest;
    }
}
