using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies.Examples;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

/// <summary>
/// The worked examples decide every condition of the packs both ways: each rule and programme applies in one and does not in another. And
/// the packs answer for every day.
/// </summary>
public sealed class DecisionCoverageTests
{
    public static TheoryData<string> Packs { get; } = [.. RealPacks.Volumes.SelectMany(v => v).Select(p => p.Terms.Identity.Pack)];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_rule_applies_in_an_example_and_another_or_none_in_another_one(string pack)
    {
        var real = RealPacks.Volumes.SelectMany(v => v).Single(p => p.Terms.Identity.Pack == pack);
        var visits = Visits(real);
        var missing = Decisions(real.Terms).SelectMany(d => Missing(d, visits)).ToArray();
        Assert.True(missing.Length == 0, $"{missing.Length}\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Every_region_has_an_answer_for_each_day_from_its_first_to_today()
    {
        var book = new PolicyBook(RealPacks.Volumes.SelectMany(v => v).Select(p => p.Terms));
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        foreach (var identity in RealPacks.Volumes.Select(v => v[0].Terms.Identity))
        {
            var first = identity.Effective!.Value;
            Assert.InRange(first, new DateOnly(2019, 1, 1), today);
            for (var day = first; day <= today; day = day.AddDays(1))
            {
                var pack = book.At(new CountyCode(identity.Region), identity.Scheme, day);
                Assert.True(pack is not null && pack.Identity.Region == identity.Region, $"{identity.Region} {day:O}");
            }

            Assert.Null(book.At(new CountyCode(identity.Region), identity.Scheme, first.AddDays(-1)));
        }
    }

    private static IEnumerable<string> Missing(Decision decision, List<Split> visits)
    {
        if (!visits.Exists(v => v.InForce == decision.List && v.Applied.Contains((decision.Layer, decision.Rule))))
        {
            yield return $"never: {decision.Name}";
        }

        // The only rule of a layer that asks nothing is decided by the programme it stands in.
        if (!visits.Exists(v => (v.InForce == decision.List) != decision.Unasked && !v.Applied.Contains((decision.Layer, decision.Rule))))
        {
            yield return $"always: {decision.Name}";
        }
    }

    private static IEnumerable<Decision> Decisions(PolicyTerms terms) =>
        Of("", terms.Layers).Concat(terms.Programmes.SelectMany(p => Of(p.Id, p.Layers).Append(new Decision(p.Id, "", "", true))));

    private static IEnumerable<Decision> Of(string list, IReadOnlyList<Layer> layers) =>
        layers.SelectMany(l => l.Rules.Select(r =>
            new Decision(list, l.Id, r.Id, list.Length > 0 && l.Rules.Count == 1 && ReferenceEquals(r.When, Condition.Always))));

    private static List<Split> Visits(PackBeside pack)
    {
        var splits = new List<Split>();
        foreach (var example in pack.Node["examples"]!.Items)
        {
            var problems = new PackProblems("");
            var read = Case.Read(Fields.Open(example, "", problems)!, _ => pack.Terms, problems, packRequired: false);
            Assert.Equal(Refusal.None, read!.Split(out var breakdown));
            var layered = breakdown.Programme is { Kind: not ProgrammeKind.DaySurgery } inside ? inside.Id : "";
            var applied = new HashSet<(string, string)>();
            foreach (ref readonly var line in breakdown.Lines)
            {
                applied.Add((line.LayerId, line.Rule?.Id ?? ""));
            }

            splits.Add(new Split(layered, applied));
            if (breakdown.Programme is { } programme)
            {
                splits.Add(new Split(programme.Id, [("", "")]));
            }
        }

        return splits;
    }

    /// <summary>A rule of a layer of the pack or of a programme; layer and rule are empty for a programme itself.</summary>
    private sealed record Decision(string List, string Layer, string Rule, bool Unasked)
    {
        public string Name => $"{List}:{Layer}.{Rule}";
    }

    private sealed record Split(string InForce, HashSet<(string Layer, string Rule)> Applied);
}
