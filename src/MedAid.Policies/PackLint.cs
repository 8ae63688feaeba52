using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>
/// What a pack must have beyond its form before it may be put in force: reach and dates, a source for every figure, rules that
/// can apply. These are findings for the clerk, each with what to do.
/// </summary>
internal static class PackLint
{
    /// <summary>Looks through a compiled pack and its text.</summary>
    public static void Inspect(PolicyTerms terms, PackNode node, PackProblems problems)
    {
        RequireHeader(node, problems);
        InspectLayers(terms.Layers, "layers", node["layers"], problems);
        for (var i = 0; i < terms.Programmes.Count; i++)
        {
            InspectLayers(terms.Programmes[i].Layers, $"programmes[{i}].layers", node["programmes"]!.Items[i]["layers"], problems);
        }

        InspectOrder([.. terms.Programmes.Select(p => p.When)], "programmes", node["programmes"], problems);
        InspectOrder([.. terms.ItemRules.Select(r => r.When)], "items", node["items"], problems);
        InspectOrder([.. terms.NothingPaid.Select(n => n.When)], "nothing_paid", node["nothing_paid"], problems);
        InspectOneStop(terms, node["one_stop"], problems);
        foreach (var list in new[] { "items", "programmes", "one_stop", "prescriptions", "waivers", "nothing_paid" })
        {
            InspectSources(list, node[list], problems);
        }

        InspectAnnotations(terms.Sources, node, "", problems);
        if (terms.Identity is { Ends: { } ends, Effective: { } effective } && ends < effective)
        {
            Find(problems, PackProblemCode.OutOfRange, node["ends"]!, "ends", "结束日期早于开始日期，请改正其中一个");
        }
    }

    /// <summary>Looks through the waivers of a hospital's own file.</summary>
    public static void InspectWaivers(IReadOnlyList<WaiverRule> waivers, PackNode? nodes, PackProblems problems)
    {
        InspectSources("waivers", nodes, problems);
        for (var later = 0; later < waivers.Count; later++)
        {
            foreach (var head in waivers[later].Categories.Keys.Concat(waivers[later].FixedFen.Keys))
            {
                InspectHead(waivers, later, head, nodes!.Items[later], problems);
            }
        }
    }

    private static void InspectHead(IReadOnlyList<WaiverRule> waivers, int later, string head, PackNode node, PackProblems problems)
    {
        var path = $"waivers[{later}].{head}";
        if (!WaiverHeads.Has(head) && node["other_heads"]?[head] is null)
        {
            Find(problems, PackProblemCode.UnknownWord, node, path, "不在文件列出的七项减免之内，请给这一条写上 id，并在 other_heads 里说明理由");
        }

        for (var earlier = 0; earlier < later; earlier++)
        {
            if (waivers[earlier].When.Covers(waivers[later].When)
                && (waivers[earlier].Categories.ContainsKey(head) || waivers[earlier].FixedFen.ContainsKey(head)))
            {
                Find(problems, PackProblemCode.Unreachable, node, path, $"永远轮不到：第 {earlier + 1} 条条件更宽，也减免这一项，请调整顺序或条件");
            }
        }
    }

    private static void RequireHeader(PackNode node, PackProblems problems)
    {
        foreach (var key in new[] { "title", "region", "effective", "sources" })
        {
            if (node[key] is null or { Kind: NodeKind.Null })
            {
                Find(problems, PackProblemCode.MissingKey, node, key, $"生效的政策包要写 {key}，请补上");
            }
        }
    }

    private static void InspectLayers(
        IReadOnlyList<Layer> layers, string path, PackNode? nodes, PackProblems problems)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            var rules = nodes!.Items[i]["rules"];
            if (layer.Covers.Count == 0)
            {
                Find(problems, PackProblemCode.MissingKey, nodes.Items[i], $"{path}[{i}].covers", "层次不覆盖任何费用，永远不付，请写上 covers");
            }

            if (!layer.External && layer.Rules.Count == 0)
            {
                Find(problems, PackProblemCode.MissingKey, nodes.Items[i], $"{path}[{i}].rules", "层次没有规则，永远不付，请写上规则或删去层次");
            }

            InspectOrder([.. layer.Rules.Select(r => r.When)], $"{path}[{i}].rules", rules, problems);
            InspectSources($"{path}[{i}].rules", rules, problems);
        }
    }

    /// <summary>Every entry with figures says where they come from, or that they are ours.</summary>
    private static void InspectSources(string path, PackNode? entries, PackProblems problems)
    {
        for (var i = 0; i < (entries?.Items.Count ?? 0); i++)
        {
            var entry = entries!.Items[i];
            var says = entry["cite"] ?? entry["source"] ?? (IsAssumed(entry) ? entry["assumed"] : null);
            if (says is null or { Kind: NodeKind.Null } or { IsScalar: true, Text: "" })
            {
                Find(
                    problems, PackProblemCode.NoSource, entry, $"{path}[{i}]",
                    "请写明依据（cite），没有依据的写 assumed: true 并说明原因");
            }
        }
    }

    private static bool IsAssumed(PackNode node) => node["assumed"] is { Text: "true" };

    private static void InspectOrder(Condition[] conditions, string path, PackNode? nodes, PackProblems problems)
    {
        for (var later = 1; later < conditions.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (conditions[earlier].Covers(conditions[later]))
                {
                    Find(
                        problems, PackProblemCode.Unreachable, nodes!.Items[later], $"{path}[{later}]",
                        $"永远轮不到：排在前面的第 {earlier + 1} 条条件更宽，请调整顺序或条件");
                    break;
                }
            }
        }
    }

    private static void InspectOneStop(PolicyTerms terms, PackNode? nodes, PackProblems problems)
    {
        var known = terms.Layers.Concat(terms.Programmes.SelectMany(p => p.Layers)).Select(l => l.Id).ToHashSet();
        for (var i = 0; i < (nodes?.Items.Count ?? 0); i++)
        {
            var layer = nodes!.Items[i]["layer"];
            if (layer is not null && !known.Contains(layer.Text))
            {
                Find(problems, PackProblemCode.UnknownReference, layer, $"one_stop[{i}].layer", "没有这个层次，请改成 layers 里的 id");
            }
        }
    }

    /// <summary>What stands beside a figure is checked wherever it stands: who reads the pack relies on it.</summary>
    private static void InspectAnnotations(PolicySources sources, PackNode node, string path, PackProblems problems)
    {
        if (IsAssumed(node) && node["note"] is not { IsScalar: true, Text.Length: > 0 })
        {
            Find(problems, PackProblemCode.NoSource, node["assumed"]!, path, "暂设的数字要在 note 里说明原因");
        }

        if (node["assumed"] is { Kind: not (NodeKind.Boolean or NodeKind.Null) } unclear)
        {
            Find(problems, PackProblemCode.WrongType, unclear, PathOf(path, "assumed"), "这里只能是 true 或 false");
        }

        if (node["confidence"] is { Kind: not NodeKind.Null } grade && grade.Text is not ("A" or "B" or "C" or "D"))
        {
            Find(problems, PackProblemCode.UnknownWord, grade, PathOf(path, "confidence"), "只能是其中之一：A、B、C、D");
        }

        InspectCite(sources, node["cite"], PathOf(path, "cite"), problems);
        if (!path.StartsWith("examples", StringComparison.Ordinal))
        {
            InspectCite(sources, node["source"], PathOf(path, "source"), problems);
        }

        foreach (var (key, value) in node.Entries)
        {
            InspectAnnotations(sources, value, PathOf(path, key), problems);
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            InspectAnnotations(sources, node.Items[i], $"{path}[{i}]", problems);
        }
    }

    private static void InspectCite(PolicySources sources, PackNode? cite, string path, PackProblems problems)
    {
        if (cite is not { IsScalar: true })
        {
            return;
        }

        foreach (var id in PolicySources.IdsIn(cite.Text).Where(id => sources.Find(id) is null))
        {
            Find(problems, PackProblemCode.UnknownReference, cite, path, $"sources 里没有 {id}，请补上文件或改正编号");
        }
    }

    private static string PathOf(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static void Find(PackProblems problems, PackProblemCode code, PackNode at, string path, string message) =>
        problems.Add(code, at.Line, path, message, onlyInForce: true);
}
