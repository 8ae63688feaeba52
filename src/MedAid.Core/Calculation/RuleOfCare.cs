using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Whether the law says anything of this care: outside programmes, the first layer that is not external has a rule or an upstream payment,
/// or an entry of <c>nothing_paid</c> says that it pays nothing. If neither, the pack has forgotten the care, and nobody may settle it.
/// </summary>
internal static class RuleOfCare
{
    /// <summary>Notes the lack of a rule, or the entry by which it is meant, after the layers have paid.</summary>
    public static void Look(in AdjudicationState state)
    {
        var terms = state.Result.Terms;
        if (terms.FirstLayer is { } first && HasLine(state.Lines, first))
        {
            return;
        }

        for (var i = 0; i < terms.NothingPaid.Count; i++)
        {
            if (terms.NothingPaid[i].When.Holds(state.Facts))
            {
                state.Result.NothingPaid ??= terms.NothingPaid[i];
                return;
            }
        }

        state.Result.NoRule = true;
    }

    private static bool HasLine(ReadOnlySpan<LayerLine> lines, Layer layer)
    {
        foreach (ref readonly var line in lines)
        {
            if (ReferenceEquals(line.Layer, layer))
            {
                return true;
            }
        }

        return false;
    }
}
