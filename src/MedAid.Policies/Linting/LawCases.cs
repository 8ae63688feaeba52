using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// The different cases of a pack's law: for each combination of programme and rules that can apply together, one set of facts.
/// </summary>
internal static class LawCases
{
    /// <summary>The conditions of programmes and of every layer.</summary>
    public static Condition[] Conditions(PolicyTerms terms) =>
    [
        .. terms.Programmes.Select(p => p.When),
        .. AllLayers(terms).SelectMany(l => l.Rules).Select(r => r.When),
    ];

    /// <summary>Facts of each case, told apart by what applies under each of the packs.</summary>
    public static IReadOnlyList<Facts> Of(DateOnly day, bool withPairs, params PolicyTerms[] packs)
    {
        var domain = new Domain([.. packs.SelectMany(Conditions)], day, withPairs: withPairs);
        return [.. domain.Sets().Values.DistinctBy(facts => string.Join('|', packs.Select(p => Applying(p, facts))))];
    }

    /// <summary>The cases without regard to the identity.</summary>
    public static IReadOnlyList<Facts> WithoutIdentity(PolicyTerms terms, IReadOnlyList<ValueSet> identities)
    {
        var domain = new Domain(Conditions(terms), terms.Identity.Effective ?? default);
        return [.. domain.Sets([domain.Care, .. domain.Others]).Values
            .DistinctBy(facts => string.Join('|', identities.Select(i => Applying(terms, facts with { Identities = i }))))];
    }

    /// <summary>The layers that pay under some facts, and the rule of each.</summary>
    public static IEnumerable<(Layer Layer, LayerRule Rule)> RulesFor(PolicyTerms terms, Facts facts)
    {
        var programme = terms.Programmes.FirstOrDefault(p => p.When.Holds(facts));
        var layers = programme is { Kind: not ProgrammeKind.DaySurgery } ? programme.Layers : terms.Layers;
        return layers.Select(l => (l, Rule: l.RuleFor(facts))).Where(l => l.Rule is not null).Select(l => (l.l, l.Rule!));
    }

    private static string Applying(PolicyTerms terms, Facts facts)
    {
        var programme = terms.Programmes.FirstOrDefault(p => p.When.Holds(facts))?.Id ?? "";
        return programme + ":" + string.Join(',', RulesFor(terms, facts).Select(r => $"{r.Layer.Id}.{r.Rule.Id}"));
    }

    private static IEnumerable<Layer> AllLayers(PolicyTerms terms) => terms.Layers.Concat(terms.Programmes.SelectMany(p => p.Layers));
}
