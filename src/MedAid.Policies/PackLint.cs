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
        InspectLayers(terms, terms.Layers, "layers", node["layers"], problems);
        for (var i = 0; i < terms.Programmes.Count; i++)
        {
            InspectLayers(terms, terms.Programmes[i].Layers, $"programmes[{i}].layers", node["programmes"]!.Items[i]["layers"], problems);
        }

        InspectOrder([.. terms.Programmes.Select(p => p.When)], "programmes", node["programmes"], problems);
        InspectOrder([.. terms.ItemRules.Select(r => r.When)], "items", node["items"], problems);
        InspectOneStop(terms, node["one_stop"], problems);
        InspectAssumed(node, "", problems);
        if (terms.Identity is { Ends: { } ends, Effective: { } effective } && ends < effective)
        {
            Find(problems, PackProblemCode.OutOfRange, node["ends"], node, "ends", "结束日期早于开始日期");
        }
    }

    private static void RequireHeader(PackNode node, PackProblems problems)
    {
        foreach (var key in new[] { "title", "region", "effective", "sources" })
        {
            if (node[key] is null or { Kind: NodeKind.Null })
            {
                Find(problems, PackProblemCode.MissingKey, null, node, key, $"生效的政策包要写 {key}");
            }
        }
    }

    private static void InspectLayers(
        PolicyTerms terms, IReadOnlyList<Layer> layers, string path, PackNode? nodes, PackProblems problems)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            var rules = nodes!.Items[i]["rules"];
            if (layer.Covers.Count == 0)
            {
                Find(problems, PackProblemCode.MissingKey, nodes.Items[i], nodes, $"{path}[{i}].covers", "层次不覆盖任何费用，永远不付");
            }

            if (!layer.External && layer.Rules.Count == 0)
            {
                Find(problems, PackProblemCode.MissingKey, nodes.Items[i], nodes, $"{path}[{i}].rules", "层次没有规则，永远不付");
            }

            InspectOrder([.. layer.Rules.Select(r => r.When)], $"{path}[{i}].rules", rules, problems);
            for (var r = 0; r < layer.Rules.Count; r++)
            {
                InspectSource(terms, layer.Rules[r].Citation, rules!.Items[r], $"{path}[{i}].rules[{r}]", problems);
            }
        }
    }

    private static void InspectSource(
        PolicyTerms terms, Citation citation, PackNode rule, string path, PackProblems problems)
    {
        foreach (var id in PolicySources.IdsIn(citation.Cite).Where(id => terms.Sources.Find(id) is null))
        {
            Find(problems, PackProblemCode.UnknownReference, rule["cite"], rule, $"{path}.cite", $"sources 里没有 {id}");
        }

        if (citation is { Cite: "", Source: "", Assumed: false })
        {
            Find(problems, PackProblemCode.NoSource, rule, rule, path, "写明依据（cite），没有依据的写 assumed: true 并说明原因");
        }
    }

    private static void InspectOrder(Condition[] conditions, string path, PackNode? nodes, PackProblems problems)
    {
        for (var later = 1; later < conditions.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (conditions[earlier].Covers(conditions[later]))
                {
                    Find(
                        problems, PackProblemCode.Unreachable, nodes!.Items[later], nodes, $"{path}[{later}]",
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
                Find(problems, PackProblemCode.UnknownReference, layer, nodes, $"one_stop[{i}].layer", "没有这个层次");
            }
        }
    }

    private static void InspectAssumed(PackNode node, string path, PackProblems problems)
    {
        if (node["assumed"] is { Text: "true" } assumed && node["note"] is null)
        {
            Find(problems, PackProblemCode.NoSource, assumed, node, path, "暂设的数字要在 note 里说明原因");
        }

        foreach (var (key, value) in node.Entries)
        {
            InspectAssumed(value, path.Length == 0 ? key : $"{path}.{key}", problems);
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            InspectAssumed(node.Items[i], $"{path}[{i}]", problems);
        }
    }

    private static void Find(
        PackProblems problems, PackProblemCode code, PackNode? at, PackNode owner, string path, string message) =>
        problems.Add(code, at?.Line ?? owner.Line, path, message, onlyInForce: true);
}
