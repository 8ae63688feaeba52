using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// Looks for cliffs in the cost: from one cost to the next the patient must never pay more than the difference in addition, and
/// never less than before. Tried on the ladder and 1 to 3 fen around every threshold of every case. Each layer rounds once, so
/// one fen a layer is let pass.
/// </summary>
internal static class CostDiscontinuities
{
    private const int AroundFen = 3;

    /// <summary>Looks at every case of the pack.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack)
    {
        var sample = new SampleCase(pack.Terms);
        var found = new Dictionary<LayerRule, LintFinding>();
        foreach (var facts in LawCases.Of(pack.Terms.Identity.Effective ?? default, withPairs: false, pack.Terms))
        {
            if (LawCases.RulesFor(pack.Terms, facts).Any() && Cliff(sample, facts) is { } cliff)
            {
                var rule = Culprit(sample, facts, cliff);
                found.TryAdd(rule, Report(pack, sample, rule, facts, cliff));
            }
        }

        return found.Values;
    }

    private static (long FromFen, long ToFen)? Cliff(SampleCase sample, Facts facts)
    {
        var costs = Costs(sample, facts);
        var noise = LawCases.RulesFor(sample.Result.Terms, facts).Count();
        var before = sample.PatientFen(facts, costs[0]);
        for (var i = 1; i < costs.Count; i++)
        {
            var after = sample.PatientFen(facts, costs[i]);
            if (after - before > costs[i] - costs[i - 1] + noise || after < before - noise)
            {
                return (costs[i - 1], costs[i]);
            }

            before = after;
        }

        return null;
    }

    private static List<long> Costs(SampleCase sample, Facts facts)
    {
        var costs = new SortedSet<long>(CostLadder.Fen);
        foreach (var (measure, threshold) in Thresholds(sample.Result.Terms, facts))
        {
            var at = Smallest(sample, facts, measure, threshold);
            for (var around = -AroundFen; around <= AroundFen; around++)
            {
                costs.Add(Math.Max(0, at + around));
            }
        }

        return [.. costs];
    }

    /// <summary>Every figure of the rules that apply, with the figure of the breakdown that it is compared with.</summary>
    private static IEnumerable<(Func<Breakdown, long> Measure, long Fen)> Thresholds(PolicyTerms terms, Facts facts)
    {
        foreach (var programme in terms.Programmes.Where(p => p.When.Holds(facts)).Take(1))
        {
            yield return (result => result.TotalFen, programme.AmountFen);
        }

        foreach (var (layer, rule) in LawCases.RulesFor(terms, facts))
        {
            if (rule.BaseCap is { } baseCap)
            {
                yield return (result => Line(result, layer).BaseFen, baseCap.Limit.AmountFen);
            }

            if (rule.Deductible is { } deductible)
            {
                yield return (result => Line(result, layer).EligibleFen, deductible.Limit.AmountFen);
            }

            for (var band = 0; band < rule.Bands?.Count; band++)
            {
                var over = rule.Bands.OverFen(band);
                yield return (result => Line(result, layer) is var line ? line.AssessedBeforeFen + line.AssessedFen : 0, over);
                yield return (result => Line(result, layer).AssessedBeforeFen, over);
            }

            foreach (var cap in rule.Caps)
            {
                yield return (result => Line(result, layer).ComputedFen, cap.AmountFen);
            }
        }
    }

    private static long Smallest(SampleCase sample, Facts facts, Func<Breakdown, long> measure, long threshold)
    {
        long low = 0, high = CostLadder.MaxFen;
        while (low < high)
        {
            var middle = (low + high) / 2;
            sample.PatientFen(facts, middle);
            (low, high) = measure(sample.Result) >= threshold ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static LayerLine Line(Breakdown result, Layer layer)
    {
        foreach (ref readonly var line in result.Lines)
        {
            if (ReferenceEquals(line.Layer, layer))
            {
                return line;
            }
        }

        return default;
    }

    /// <summary>The rule whose payment moved furthest against the cost.</summary>
    private static LayerRule Culprit(SampleCase sample, Facts facts, (long FromFen, long ToFen) cliff)
    {
        var rules = LawCases.RulesFor(sample.Result.Terms, facts).ToArray();
        sample.PatientFen(facts, cliff.FromFen);
        var before = rules.Select(r => Line(sample.Result, r.Layer).PaidFen).ToArray();
        sample.PatientFen(facts, cliff.ToFen);
        var grown = rules.Select((r, i) => (r.Rule, By: Line(sample.Result, r.Layer).PaidFen - before[i])).ToArray();
        return grown.Any(g => g.By < 0) ? grown.MinBy(g => g.By).Rule : grown.MaxBy(g => g.By).Rule;
    }

    private static LintFinding Report(PackOnFile pack, SampleCase sample, LayerRule rule, Facts facts, (long FromFen, long ToFen) cliff)
    {
        var (from, to) = (sample.Outcome("费用少", facts, cliff.FromFen), sample.Outcome("费用多", facts, cliff.ToFen));
        var more = PolicyWords.Yuan(cliff.ToFen - cliff.FromFen);
        return pack.Find(
            FindingCode.CostCliff, Severity.Warning, rule,
            to.PatientFen > from.PatientFen
                ? $"费用多 {more}，个人却多付 {PolicyWords.Yuan(to.PatientFen - from.PatientFen)}；请核对这一层的分段和累计"
                : $"费用多 {more}，个人反而少付 {PolicyWords.Yuan(from.PatientFen - to.PatientFen)}；请核对这一层的分段和累计",
            from, to);
    }
}
