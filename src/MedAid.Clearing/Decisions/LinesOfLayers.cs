using System.Globalization;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// The lines of a settlement as the county owes them, each layer once. A visit of several diseases has a line of a layer for each; what one fund
/// pays in one way is one. If a layer is advanced for one disease only, its second line has <c>~2</c> behind its name.
/// </summary>
internal static class LinesOfLayers
{
    /// <summary>The lines; those of one disease as they are.</summary>
    public static IReadOnlyList<LineDocument> Of(SettlementDocument document)
    {
        var lines = document.Breakdown.Lines;
        if (lines.DistinctBy(l => l.Layer, StringComparer.Ordinal).Count() == lines.Count)
        {
            return lines;
        }

        LineDocument[] summed =
        [
            .. lines.GroupBy(l => (l.Layer, l.Fund, l.Advanced))
                .Select(g => g.First() with
                {
                    PaidFen = g.Sum(l => l.PaidFen), DeferredFen = g.Sum(l => l.DeferredFen),
                    BureauPaysFen = g.All(l => l.BureauPaysFen is null) ? null : g.Sum(l => l.DueFen),
                }),
        ];
        return [.. summed.Select((line, i) => Named(line, summed.Take(i).Count(l => l.Layer == line.Layer)))];
    }

    private static LineDocument Named(LineDocument line, int before) =>
        before == 0 ? line : line with { Layer = string.Create(CultureInfo.InvariantCulture, $"{line.Layer}~{before + 1}") };
}
