using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// Finds pairs of rules of a layer that overlap without one being the exception of the other: both can hold, the order decides,
/// and the patient pays differently. One finding for each rule that hides others.
/// </summary>
internal static class RuleOrder
{
    /// <summary>Looks at every layer outside programmes.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack) => pack.Terms.Layers.SelectMany(layer => Inspect(pack, layer));

    private static IEnumerable<LintFinding> Inspect(PackOnFile pack, Layer layer)
    {
        var rules = layer.Rules;
        var hidden = new Dictionary<(int First, int Other), Facts>();
        foreach (var (set, facts) in new Domain([.. rules.Select(r => r.When)], pack.Terms.Identity.Effective ?? default).Sets())
        {
            var first = Domain.First(set);
            for (var other = first + 1; first >= 0 && other < rules.Count; other++)
            {
                if (Domain.Has(set, other) && !rules[other].When.Covers(rules[first].When) && !rules[first].When.Covers(rules[other].When))
                {
                    hidden.TryAdd((first, other), facts);
                }
            }
        }

        var now = new SampleCase(pack.Terms);
        return hidden.Select(h => Compare(now, pack.Terms, layer, rules[h.Key.First], rules[h.Key.Other], h.Value))
            .OfType<Overlap>().GroupBy(o => o.First).Select(group => Report(pack, group.Key, [.. group]));
    }

    private static Overlap? Compare(
        SampleCase now, PolicyTerms terms, Layer layer, LayerRule first, LayerRule other, Facts facts)
    {
        var swapped = new SampleCase(With(terms, layer, other));
        (long Cost, long Loss) worst = default, best = default;
        foreach (var cost in CostLadder.Fen)
        {
            var loss = now.PatientFen(facts, cost) - swapped.PatientFen(facts, cost);
            worst = loss > worst.Loss ? (cost, loss) : worst;
            best = loss < best.Loss ? (cost, loss) : best;
        }

        var shown = worst.Loss > 0 ? worst.Cost : best.Cost;
        return shown == 0 ? null : new Overlap(
            first, other, worst.Loss > 0,
            now.Outcome($"现在按“{first.Id}”", facts, shown), swapped.Outcome($"若按“{other.Id}”", facts, shown));
    }

    private static LintFinding Report(PackOnFile pack, LayerRule first, Overlap[] overlaps)
    {
        var worse = overlaps.Where(o => o.Worse).ToArray();
        var shown = worse.Length > 0 ? worse : overlaps;
        var others = string.Join("、", shown.Select(o => o.Other.Id));
        return pack.Find(
            FindingCode.HiddenByOrder, worse.Length > 0 ? Severity.Warning : Severity.Notice, first,
            worse.Length > 0
                ? $"与 {others} 可能同时符合，现在由它先付，而个人负担更重；请核对先后顺序，或注明依据"
                : $"与 {others} 可能同时符合，由它先付，个人负担更轻",
            shown[0].Now, shown[0].Swapped);
    }

    private static PolicyTerms With(PolicyTerms terms, Layer layer, LayerRule only) => new()
    {
        Identity = terms.Identity,
        Layers = [.. terms.Layers.Select(l => ReferenceEquals(l, layer) ? l with { Rules = [only] } : l)],
        ItemRules = terms.ItemRules,
        Programmes = terms.Programmes,
        Waivers = terms.Waivers,
        Counters = terms.Counters,
        StayCounters = terms.StayCounters,
        AccountCovers = terms.AccountCovers,
        NothingPaid = terms.NothingPaid,
        Sources = terms.Sources,
    };

    private sealed record Overlap(LayerRule First, LayerRule Other, bool Worse, SampleOutcome Now, SampleOutcome Swapped);
}
