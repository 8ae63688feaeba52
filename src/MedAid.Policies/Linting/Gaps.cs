using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// Finds holes in the first layer, which is to serve everybody: facts without a rule where one fact changed has one. Reported
/// once for each kind of care and fact.
/// </summary>
internal static class Gaps
{
    private const int NamedMax = 6;

    /// <summary>Looks at the first layer that has rules.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack)
    {
        var (path, layer, node) = pack.Layers.FirstOrDefault(l => !l.Layer.External);
        if (layer is null || layer.Rules.Count == 0)
        {
            yield break;
        }

        // Care for which the pack says that nothing is paid is no gap; such an entry counts as a rule behind the others.
        Condition[] conditions = [.. layer.Rules.Select(r => r.When), .. pack.Terms.NothingPaid.Select(n => n.When)];
        var domain = new Domain(conditions, pack.Terms.Identity.Effective ?? default, withPairs: false);
        var (served, unserved) = Split(domain, layer.Rules.Count);
        if (unserved.Count > 0)
        {
            var words = string.Join("、", unserved.Select(v => v.Chinese));
            yield return pack.Find(
                FindingCode.Gap, Severity.Warning, node.Line, $"{path}.care", $"{words} 没有任何规则，这类就诊本层一分不付；请补规则，或注明依据");
        }

        foreach (var care in served)
        {
            foreach (var dimension in domain.Others.Append(domain.Identity))
            {
                if (Hole(pack, layer, domain, care, dimension, path) is { } hole)
                {
                    yield return hole;
                }
            }
        }
    }

    /// <summary>Kinds of care with a rule for somebody, and those without any; not those for which nothing is paid to anybody.</summary>
    private static (List<DomainValue> Served, List<DomainValue> Unserved) Split(Domain domain, int rules)
    {
        var served = new List<DomainValue>();
        var unserved = new List<DomainValue>();
        foreach (var care in domain.Care.Values)
        {
            var firsts = domain.Sets(domain.Others.Append(domain.Identity), care).Keys.Select(Domain.First).ToHashSet();
            if (firsts.Any(f => f >= 0 && f < rules))
            {
                served.Add(care);
            }
            else if (firsts.Contains(-1))
            {
                unserved.Add(care);
            }
        }

        return (served, unserved);
    }

    /// <summary>In every context of the other facts: which values of this one have no rule, while others have?</summary>
    private static LintFinding? Hole(
        PackOnFile pack, Layer layer, Domain domain, DomainValue care, Dimension dimension, string path)
    {
        var missing = new Dictionary<DomainValue, (Facts Facts, int Neighbour)>();
        var contexts = domain.Sets(domain.Others.Append(domain.Identity).Where(d => d != dimension), care);
        foreach (var (set, facts) in contexts)
        {
            var neighbour = dimension.Values.Select(v => Domain.First(set & v.Allows)).Where(r => r >= 0 && r < layer.Rules.Count)
                .DefaultIfEmpty(-1).Min();
            foreach (var value in neighbour < 0 ? [] : dimension.Values)
            {
                if ((set & value.Allows).IsZero)
                {
                    missing.TryAdd(value, (value.Apply(facts), neighbour));
                }
            }
        }

        if (missing.Count == 0)
        {
            return null;
        }

        var (sample, rule) = missing.First().Value;
        var neighbourRule = layer.Rules[rule];
        var all = string.Join("、", missing.Keys.Select(v => v.Chinese)).Split('、');
        var words = string.Join("、", all.Take(NamedMax)) + (all.Length > NamedMax ? $"等 {all.Length} 种" : "");
        var sampleCase = new SampleCase(pack.Terms);
        return pack.Find(
            FindingCode.Gap, Severity.Warning, pack.PlaceOf(neighbourRule).Line, $"{path}.{CareWord(sample)}.{Key(dimension)}",
            $"{care.Chinese}：{dimension.Chinese}为“{words}”时没有规则，相邻的情形有“{neighbourRule.Id}”；请补规则，或注明依据",
            sampleCase.Outcome("没有规则", sample, CostLadder.Fen[5]));
    }

    private static string CareWord(Facts facts) => facts switch
    {
        { Mode: Mode.InpatientReferenced } => "inpatient_referenced",
        { Care: { } care } => Vocabulary.Care.WordOf(care),
        _ => "care",
    };

    private static string Key(Dimension dimension) => dimension.Chinese switch
    {
        "医疗机构" => "hospital",
        "就医地" => "place",
        "病种" => "disease",
        "具体机构" => "institution",
        "意外伤害" => "accident",
        "年龄" => "age",
        "就业状态" => "employment",
        "救助身份" => "identity",
        "年内第几次住院" => "admission",
        "项目类别" => "item_class",
        "费用类别" => "item_category",
        "项目编码" => "item_code",
        _ => throw new InvariantBrokenException($"dimension {dimension.Chinese} has no key"),
    };
}
