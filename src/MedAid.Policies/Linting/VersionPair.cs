using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>Two versions of the law side by side: finds visits for which the patient pays differently.</summary>
internal sealed class VersionPair(PolicyTerms before, PolicyTerms after)
{
    private readonly SampleCase beforeDesk = new(before);
    private readonly SampleCase afterDesk = new(after);

    private readonly Lazy<IReadOnlyList<Facts>> cases = new(() => LawCases.Of(
        after.Identity.Effective ?? before.Identity.Effective ?? default, withPairs: false, before, after));

    /// <summary>The first visit, by cost, of those to which a rule applies in either version; any visit without a rule.</summary>
    public SampleOutcome[] Find(string? layer, string? rule, bool onlyMore = false)
    {
        foreach (var facts in cases.Value.Where(f => layer is null || Applies(before, f, layer, rule!) || Applies(after, f, layer, rule!)))
        {
            foreach (var cost in CostLadder.Fen)
            {
                var (was, becomes) = (beforeDesk.PatientFen(facts, cost), afterDesk.PatientFen(facts, cost));
                if (onlyMore ? becomes > was : becomes != was)
                {
                    return [beforeDesk.Outcome("原规定", facts, cost), afterDesk.Outcome("新规定", facts, cost)];
                }
            }
        }

        return [];
    }

    private static bool Applies(PolicyTerms terms, Facts facts, string layer, string rule) =>
        LawCases.RulesFor(terms, facts).Any(r => r.Layer.Id == layer && r.Rule.Id == rule);
}
