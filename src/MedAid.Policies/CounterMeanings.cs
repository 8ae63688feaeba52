using MedAid.Core.Policy;
using MedAid.Policies.Linting;

namespace MedAid.Policies;

/// <summary>
/// Finds a counter that means two things. A person has one counter of a name and period in all packs of a scheme; where one rule counts
/// deductibles in it and another payments, each takes the other's amounts for its own.
/// </summary>
internal static class CounterMeanings
{
    private const string Deductible = "起付线";
    private const string BaseCap = "费用限额";
    private const string Bands = "分段累计";
    private const string Caps = "已付金额";
    private const string Package = "病种费用";

    /// <summary>One problem for each pack and counter, at the rule that means something else than the first one did.</summary>
    public static IEnumerable<PackProblem> Clashes(IEnumerable<PackOnFile> packs)
    {
        foreach (var scheme in packs.GroupBy(p => p.Terms.Identity.Scheme))
        {
            var first = new Dictionary<CounterName, (PackOnFile Pack, Use Use)>();
            foreach (var pack in scheme.OrderBy(p => p.Terms.Identity.Effective).ThenBy(p => p.File, StringComparer.Ordinal))
            {
                var reported = new HashSet<CounterName>();
                foreach (var use in Uses(pack))
                {
                    if (!first.TryAdd(use.Counter, (pack, use)) && first[use.Counter].Use.Meaning != use.Meaning && reported.Add(use.Counter))
                    {
                        yield return Clash(pack, use, first[use.Counter]);
                    }
                }
            }
        }
    }

    private static PackProblem Clash(PackOnFile pack, Use use, (PackOnFile Pack, Use Use) first)
    {
        var where = ReferenceEquals(first.Pack, pack) ? first.Use.Path : $"{first.Pack.Terms.Identity.Pack} 的 {first.Use.Path}";
        return new PackProblem(
            PackProblemCode.CounterClash, pack.File, use.Line, use.Path,
            $"累计 {use.Counter.Name} 在这里记的是{use.Meaning}，在 {where} 记的是{first.Use.Meaning}，两处会互相算进去；请用 counter 给其中一个另起名字")
        {
            OnlyInForce = true,
        };
    }

    private static IEnumerable<Use> Uses(PackOnFile pack)
    {
        var counters = pack.Terms.Counters;
        foreach (var (programme, i) in pack.Terms.Programmes.Select((p, i) => (p, i)))
        {
            if (programme.ChargedSlot >= 0)
            {
                var line = pack.Node["programmes"]!.Items[i].Line;
                yield return new Use(counters[programme.ChargedSlot], Package, $"programmes.{programme.Id}", line);
            }
        }

        foreach (var (path, layer, node) in pack.Layers)
        {
            foreach (var (rule, i) in layer.Rules.Select((r, i) => (r, i)))
            {
                foreach (var (slot, meaning) in Slots(rule).Where(s => s.Slot >= 0))
                {
                    yield return new Use(counters[slot], meaning, $"{path}.rules.{rule.Id}", node["rules"]!.Items[i].Line);
                }
            }
        }
    }

    private static IEnumerable<(int Slot, string Meaning)> Slots(LayerRule rule) =>
    [
        (rule.Deductible?.Limit.Slot ?? -1, Deductible),
        (rule.BaseCap?.Limit.Slot ?? -1, BaseCap),
        (rule.Bands?.BaseSlot ?? -1, Bands),
        .. rule.Caps.Select(c => (c.Slot, Caps)),
    ];

    private sealed record Use(CounterName Counter, string Meaning, string Path, int Line);
}
