using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// Finds quotas of day surgery that say nothing: a quota is multiplied by the one ratio of the basic layer's rule, so where that rule has bands
/// or ratios by class the bureau pays what the split came to. Each rule is reported once.
/// </summary>
internal static class QuotaRules
{
    /// <summary>Looks at every disease with a quota under every combination of facts that programmes and the basic layer tell apart.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack)
    {
        var (terms, seen) = (pack.Terms, new HashSet<LayerRule>(ReferenceEqualityComparer.Instance));
        if (terms.Layers.FirstOrDefault(l => l.Id == Programme.QuotaLayer) is not { } basic)
        {
            return [];
        }

        Condition[] conditions = [.. terms.Programmes.Select(p => p.When), .. basic.Rules.Select(r => r.When)];
        string[] diseases = [.. terms.Programmes.SelectMany(p => p.Quotas.Keys).Distinct()];
        return diseases.Length == 0 ? [] :
        [
            .. from facts in new Domain(conditions, terms.Identity.Effective ?? default).Sets().Values
               from disease in diseases
               let found = Unused(terms, basic, facts with { Disease = disease })
               where found is not null && seen.Add(found)
               select Finding(pack, found, facts with { Disease = disease }),
        ];
    }

    /// <summary>The rule that makes the quota of these facts say nothing; null: there is no quota, or it is multiplied by one ratio.</summary>
    private static LayerRule? Unused(PolicyTerms terms, Layer basic, Facts facts) =>
        terms.Programmes.FirstOrDefault(p => p.When.Holds(facts)) is { } programme && programme.Quotas.ContainsKey(facts.Disease!)
        && basic.RuleFor(facts) is { Bands: not { Count: 1 } } rule
            ? rule
            : null;

    private static LintFinding Finding(PackOnFile pack, LayerRule rule, Facts facts)
    {
        var sample = new SampleCase(pack.Terms).Outcome("定额不起作用", facts, CostLadder.Fen[8]);
        var how = rule.Bands is null ? "按项目类别分别支付" : "分段支付";
        return pack.Find(
            FindingCode.QuotaUnused, Severity.Warning, rule,
            $"日间手术定额要乘以一个支付比例，这条规则{how}，定额不起作用，医保按本次结算算得的金额付医院；请给日间手术一条单一比例的规则，或注明依据",
            sample);
    }
}
