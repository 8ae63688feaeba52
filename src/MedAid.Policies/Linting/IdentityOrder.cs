using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// For the same visit the poorer must not pay more than the better off. The order: 特困人员 ≤ 低保对象 ≤ 返贫致贫、低保边缘、因病致贫、低收入、
/// 监测对象、建档立卡 ≤ nobody of these; 优抚、伤残军人、重度残疾、孤儿 are compared with nobody only. One fen a layer is let pass.
/// </summary>
internal static class IdentityOrder
{
    private const int Nobody = 9;

    private static readonly Dictionary<IdentityKind, int> Ranks = new()
    {
        [IdentityKind.ExtremelyPoor] = 0,
        [IdentityKind.SubsistenceAllowance] = 1,
        [IdentityKind.ReturnedToPoverty] = 2,
        [IdentityKind.MarginalLowIncome] = 2,
        [IdentityKind.ImpoverishedByIllness] = 2,
        [IdentityKind.LowIncome] = 2,
        [IdentityKind.PovertyMonitored] = 2,
        [IdentityKind.RegisteredPoor] = 2,
    };

    /// <summary>Looks at every case of the pack, for everyone whom a condition names.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack)
    {
        var asked = LawCases.Conditions(pack.Terms).Select(c => c.Identity).Where(i => !i.IsEmpty).ToArray();
        ValueSet[] sets =
        [
            .. Enum.GetValues<IdentityKind>().Where(k => asked.Any(a => a.Allows((int)k))).Select(k => default(ValueSet).With((int)k)),
            default,
        ];
        var (poorer, richer) = (new SampleCase(pack.Terms), new SampleCase(pack.Terms));
        var cliffs = LawCases.WithoutIdentity(pack.Terms, sets).SelectMany(facts => Cliffs(poorer, facts, sets)).ToArray();
        return cliffs.GroupBy(cliff => Place(pack, poorer, richer, cliff))
            .Select(group => Report(pack, poorer, group.Key, [.. group.OrderByDescending(c => c.LossFen)]));
    }

    /// <summary>The largest loss of every ordered pair of identities.</summary>
    private static IEnumerable<Cliff> Cliffs(SampleCase sample, Facts facts, ValueSet[] sets)
    {
        var paid = sets.Select(s => CostLadder.Fen.Select(c => sample.PatientFen(facts with { Identities = s }, c)).ToArray()).ToArray();
        var noise = sample.Result.Terms.LinesMax;
        for (var poor = 0; poor < sets.Length; poor++)
        {
            for (var rich = 0; rich < sets.Length; rich++)
            {
                var at = IsPoorer(sets[poor], sets[rich])
                    ? Enumerable.Range(0, CostLadder.Fen.Length).MaxBy(i => paid[poor][i] - paid[rich][i])
                    : -1;
                if (at >= 0 && paid[poor][at] - paid[rich][at] > noise)
                {
                    yield return new Cliff(facts, sets[poor], sets[rich], CostLadder.Fen[at], paid[poor][at] - paid[rich][at]);
                }
            }
        }
    }

    private static bool IsPoorer(ValueSet poor, ValueSet rich) => rich.IsEmpty
        ? !poor.IsEmpty
        : Rank(poor) < Rank(rich) && Rank(rich) < Nobody;

    private static int Rank(ValueSet set) =>
        !set.IsEmpty && Ranks.TryGetValue(PolicyWords.Identities(set).First().Kind, out var rank) ? rank : Nobody;

    /// <summary>The rule of the layer that pays the poorer least in comparison.</summary>
    private static LayerRule? Culprit(PolicyTerms terms, SampleCase poorer, SampleCase richer, Cliff cliff)
    {
        poorer.PatientFen(cliff.PoorFacts, cliff.CostFen);
        richer.PatientFen(cliff.RichFacts, cliff.CostFen);
        var mine = LawCases.RulesFor(terms, cliff.PoorFacts).ToDictionary(r => r.Layer, r => r.Rule);
        var theirs = LawCases.RulesFor(terms, cliff.RichFacts).ToDictionary(r => r.Layer, r => r.Rule);
        var layer = mine.Keys.Union(theirs.Keys).MinBy(l => Paid(poorer.Result, l) - Paid(richer.Result, l));
        return layer is null ? null : mine.GetValueOrDefault(layer) ?? theirs[layer];
    }

    private static long Paid(Breakdown result, Layer layer)
    {
        foreach (ref readonly var line in result.Lines)
        {
            if (ReferenceEquals(line.Layer, layer))
            {
                return line.PaidFen;
            }
        }

        return 0;
    }

    /// <summary>A programme that only one of the two is under, or else the rule that pays the poorer least in comparison.</summary>
    private static (string Path, int Line) Place(PackOnFile pack, SampleCase poorer, SampleCase richer, Cliff cliff)
    {
        var programmes = pack.Terms.Programmes;
        var mine = programmes.FirstOrDefault(p => p.When.Holds(cliff.PoorFacts));
        var theirs = programmes.FirstOrDefault(p => p.When.Holds(cliff.RichFacts));
        for (var i = 0; i < programmes.Count && mine?.Id != theirs?.Id; i++)
        {
            if (programmes[i].Id == (mine ?? theirs)!.Id)
            {
                return ($"programmes.{programmes[i].Id}", pack.Node["programmes"]!.Items[i].Line);
            }
        }

        return Culprit(pack.Terms, poorer, richer, cliff) is { } rule ? pack.PlaceOf(rule) : ("layers", 1);
    }

    private static LintFinding Report(PackOnFile pack, SampleCase sample, (string Path, int Line) place, Cliff[] cliffs)
    {
        var pairs = cliffs.DistinctBy(c => (c.Poor, c.Rich)).Select(c =>
            $"{PolicyWords.IdentityNames(c.Poor)}比{PolicyWords.IdentityNames(c.Rich)}最多多付 {PolicyWords.Yuan(c.LossFen)}");
        var worst = cliffs[0];
        return pack.Find(
            FindingCode.IdentityCliff, Severity.Warning, place.Line, place.Path,
            $"同样的就诊，{string.Join("；", pairs)}；请核对比例、起付线和封顶线，或注明依据",
            sample.Outcome(PolicyWords.IdentityNames(worst.Poor), worst.PoorFacts, worst.CostFen),
            sample.Outcome(PolicyWords.IdentityNames(worst.Rich), worst.RichFacts, worst.CostFen));
    }

    private sealed record Cliff(Facts Facts, ValueSet Poor, ValueSet Rich, long CostFen, long LossFen)
    {
        public Facts PoorFacts => Facts with { Identities = Poor };

        public Facts RichFacts => Facts with { Identities = Rich };
    }
}
