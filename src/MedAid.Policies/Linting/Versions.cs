using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// Looks at packs of one region and scheme that follow each other: terms that fell under the same rule id, and a version published
/// after it took effect, so that days already settled change.
/// </summary>
internal static class Versions
{
    /// <summary>Looks at every pair of neighbours.</summary>
    public static IEnumerable<LintFinding> Inspect(IReadOnlyList<PackOnFile> packs)
    {
        var volumes = packs.Where(p => p.Terms.Identity.Effective is not null)
            .GroupBy(p => (p.Terms.Identity.Region, p.Terms.Identity.Scheme));
        foreach (var volume in volumes)
        {
            var inOrder = volume.OrderBy(p => p.Terms.Identity.Effective).ToArray();
            for (var i = 1; i < inOrder.Length; i++)
            {
                foreach (var finding in Inspect(inOrder[i - 1], inOrder[i]))
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<LintFinding> Inspect(PackOnFile before, PackOnFile after)
    {
        var pair = new VersionPair(before.Terms, after.Terms);
        if (Retroactive(before, after, pair) is { } retroactive)
        {
            yield return retroactive;
        }

        foreach (var (path, layer, _) in after.Layers)
        {
            var old = before.Layers.FirstOrDefault(l => l.Path == path).Layer;
            foreach (var rule in layer.Rules)
            {
                var was = old?.Rules.FirstOrDefault(r => r.Id == rule.Id);
                var falls = was is null ? [] : Falls(before.Terms, was, after.Terms, rule).ToArray();
                if (falls.Length > 0)
                {
                    yield return after.Find(
                        FindingCode.TermsFall, Severity.Warning, rule,
                        $"比前一份（{before.Terms.Identity.Pack}）待遇降低：{string.Join("；", falls)}；请核对，或注明依据",
                        pair.Find(layer.Id, rule.Id, onlyMore: true));
                }
            }
        }
    }

    private static LintFinding? Retroactive(PackOnFile before, PackOnFile after, VersionPair pair)
    {
        var identity = after.Terms.Identity;
        if (!(identity.Published > identity.Effective))
        {
            return null;
        }

        var last = identity.Published!.Value.AddDays(-1);
        last = identity.Ends < last ? identity.Ends.Value : last;
        return after.Find(
            FindingCode.Retroactive, Severity.Warning, after.Node.LineOf("published"), "published",
            $"公布（{identity.Published:yyyy-MM-dd}）晚于施行：{identity.Effective:yyyy-MM-dd} 至 {last:yyyy-MM-dd} 的就诊"
            + $"可能已按前一份（{before.Terms.Identity.Pack}）结算，需要冲正重算，或注明依据",
            pair.Find(null, null));
    }

    private static IEnumerable<string> Falls(PolicyTerms oldTerms, LayerRule was, PolicyTerms newTerms, LayerRule rule)
    {
        if (PaysLess(was, rule))
        {
            yield return $"支付比例由 {TermWords.Ratio(was)} 变为 {TermWords.Ratio(rule)}";
        }

        if (rule.Deductible is { } deductible && RisesFrom(was.Deductible, deductible))
        {
            yield return $"起付线由 {Yuan(was.Deductible?.Limit)} 升为 {Yuan(deductible.Limit)}";
        }

        if (rule.BaseCap is { } baseCap && was.BaseCap is { } oldBase && Lower(oldBase.Limit, baseCap.Limit))
        {
            yield return $"费用限额由 {Yuan(oldBase.Limit)} 降为 {Yuan(baseCap.Limit)}";
        }

        foreach (var cap in rule.Caps)
        {
            var old = was.Caps.FirstOrDefault(c => c.Period == cap.Period && Counter(oldTerms, c) == Counter(newTerms, cap));
            if (old is null || Lower(old, cap))
            {
                yield return $"封顶线由 {Yuan(old)} 降为 {Yuan(cap)}";
            }
        }
    }

    private static bool PaysLess(LayerRule was, LayerRule rule) => (was, rule) switch
    {
        ({ Bands: { } old }, { Bands: { } now }) =>
            CostLadder.Fen.Any(c => now.PaymentFen(c) < old.PaymentFen(c)),
        ({ ByClass: { } old }, { ByClass: { } now }) => Less(now.A, old.A) || Less(now.B, old.B),
        _ => false,
    };

    private static bool Less(Core.Rate now, Core.Rate old) =>
        (Int128)now.Numerator * old.Denominator < (Int128)old.Numerator * now.Denominator;

    private static bool RisesFrom(DeductibleTerms? was, DeductibleTerms now) =>
        now.Limit.AmountFen > 0 && (was is null || (was.Limit.Period == now.Limit.Period && was.Limit.AmountFen < now.Limit.AmountFen));

    private static bool Lower(Limit was, Limit now) => was.Period == now.Period && now.AmountFen < was.AmountFen;

    private static string Counter(PolicyTerms terms, Limit limit) => limit.Slot < 0 ? "" : terms.Counters[limit.Slot].Name;

    private static string Yuan(Limit? limit) => limit is null ? "无" : PolicyWords.Yuan(limit.AmountFen);
}
