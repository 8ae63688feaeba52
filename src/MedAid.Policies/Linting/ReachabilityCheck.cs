using System.Numerics;
using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Linting;

/// <summary>Finds entries of a list that no combination of facts ever reaches, although no single earlier entry covers them.</summary>
internal static class ReachabilityCheck
{
    /// <summary>Looks at rules, programmes, item rules, waivers, one-stop entries and those for which nothing is paid.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack)
    {
        var terms = pack.Terms;
        var found = new List<LintFinding>();
        foreach (var (path, layer, node) in pack.Layers)
        {
            Condition[] conditions = [.. layer.Rules.Select(r => r.When)];
            found.AddRange(Of(pack, $"{path}.rules", conditions, [.. layer.Rules.Select(r => r.Id)], node["rules"]));
        }

        Condition[] programmes = [.. terms.Programmes.Select(p => p.When)], items = [.. terms.ItemRules.Select(r => r.When)];
        found.AddRange(Of(pack, "programmes", programmes, [.. terms.Programmes.Select(p => p.Id)], pack.Node["programmes"]));
        found.AddRange(Of(pack, "items", items, Numbers(items.Length), pack.Node["items"]));
        Condition[] nothingPaid = [.. terms.NothingPaid.Select(n => n.When)];
        found.AddRange(Of(pack, "nothing_paid", nothingPaid, Numbers(nothingPaid.Length), pack.Node["nothing_paid"]));
        found.AddRange(OneStop(pack));
        found.AddRange(Waivers(pack));
        return found;
    }

    /// <summary>Entries of one layer decide among themselves.</summary>
    private static IEnumerable<LintFinding> OneStop(PackOnFile pack)
    {
        if (pack.Node["one_stop"] is not { } list)
        {
            return [];
        }

        var layers = pack.Layers.Select(l => l.Layer).DistinctBy(l => l.Id);
        return layers.SelectMany(layer =>
        {
            var nodes = list.Items.Where(n => n["layer"]?.Text == layer.Id).ToArray();
            return Of(
                pack, $"one_stop.{layer.Id}", [.. layer.OneStop.Select(e => e.When)], Numbers(nodes.Length), nodes, alone: true);
        });
    }

    /// <summary>Waivers that name the same category decide among themselves; one is hidden if it is for each of its categories.</summary>
    private static IEnumerable<LintFinding> Waivers(PackOnFile pack)
    {
        var waivers = pack.Terms.Waivers;
        var reached = new HashSet<int>();
        var sets = new Domain([.. waivers.Select(w => w.When)], Day(pack)).Sets().Keys;
        foreach (var category in waivers.SelectMany(w => w.Categories.Keys).Distinct())
        {
            foreach (var set in sets)
            {
                var first = Enumerable.Range(0, waivers.Count)
                    .FirstOrDefault(i => Domain.Has(set, i) && waivers[i].Categories.ContainsKey(category), -1);
                reached.Add(first);
            }
        }

        return Enumerable.Range(0, waivers.Count).Where(i => !reached.Contains(i)).Select(i => pack.Find(
            FindingCode.MaskedTogether, Severity.Error, pack.Node["waivers"]!.Items[i].Line, $"waivers.{i + 1}",
            "永远轮不到：它的每个费用类别都被排在前面的减免占去，请调整顺序或条件"));
    }

    private static IEnumerable<LintFinding> Of(
        PackOnFile pack, string path, Condition[] conditions, string[] names, PackNode? list) =>
        Of(pack, path, conditions, names, list?.Items ?? [], alone: false);

    private static IEnumerable<LintFinding> Of(
        PackOnFile pack, string path, Condition[] conditions, string[] names, IReadOnlyList<PackNode> nodes, bool alone)
    {
        var day = Day(pack);
        var reached = Firsts(new Domain(conditions, day).Sets().Keys);
        var ever = Firsts(new Domain(conditions, day, withAbsent: true).Sets().Keys);
        for (var i = 0; i < conditions.Length; i++)
        {
            var coveredByOne = conditions.Take(i).Any(earlier => earlier.Covers(conditions[i]));
            if (reached.Contains(i) || (coveredByOne && !alone))
            {
                continue;
            }

            yield return ever.Contains(i)
                ? pack.Find(
                    FindingCode.OnlyWhenAbsent, Severity.Notice, nodes[i].Line, $"{path}.{names[i]}",
                    "只有就诊缺少某项事实（医院层级、等级、就医地或住院次数不明）时才轮到它；如非本意，请调整顺序或条件")
                : pack.Find(
                    FindingCode.MaskedTogether, Severity.Error, nodes[i].Line, $"{path}.{names[i]}",
                    $"永远轮不到：条件“{PolicyWords.Who(conditions[i])}”已被排在前面的几条合起来占满，请调整顺序或条件");
        }
    }

    private static HashSet<int> Firsts(IEnumerable<BigInteger> sets) => [.. sets.Select(Domain.First)];

    private static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(n => $"{n}")];

    private static DateOnly Day(PackOnFile pack) => pack.Terms.Identity.Effective ?? default;
}
