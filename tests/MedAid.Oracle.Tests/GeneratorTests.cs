using System.Globalization;
using System.Text.Json.Nodes;

namespace MedAid.Oracle.Tests;

public sealed class GeneratorTests
{
    private const int Lines = 2000;

    private static readonly Lazy<List<string>> Generated =
        new(() => [.. Enumerable.Range(0, Lines).Select(seed => CaseGenerator.Next((ulong)seed))]);

    [Fact]
    public void Two_thousand_generated_lines_are_valid_and_lose_no_fen()
    {
        for (var seed = 0; seed < Lines; seed++)
        {
            var result = Oracle.Evaluate(Generated.Value[seed]);
            Assert.False(result.ContainsKey("error"), $"seed {seed}: {result}");
            var paid = result["layers"]!.AsArray().Sum(line => Yuan(line!["paid"]));
            var parts = Yuan(result["hospital_borne"]) + paid + Yuan(result["patient"]);
            Assert.Equal((seed, Yuan(result["total"])), (seed, parts));
            Assert.Equal((seed, Yuan(result["gross"])), (seed, Yuan(result["total"]) + Yuan(result["waived"])));
            var charges = result["charges"]!.AsObject().Sum(entry => Yuan(entry.Value));
            Assert.Equal((seed, Yuan(result["total"])), (seed, charges));
        }
    }

    /// <summary>A generator that stopped exercising something would make every comparison quietly weaker.</summary>
    [Fact]
    public void Every_feature_turns_up_often_enough_to_matter()
    {
        var seen = new Dictionary<string, int>();
        void See(bool happened, string feature) =>
            seen[feature] = seen.GetValueOrDefault(feature) + (happened ? 1 : 0);

        foreach (var text in Generated.Value)
        {
            var line = JsonNode.Parse(text)!.AsObject();
            var result = Oracle.Evaluate(line.ToJsonString());
            var lines = result["layers"]!.AsArray().Select(entry => entry!.AsObject()).ToList();
            See(Yuan(result["waived"]) > 0, "a waiver");
            See(result["charges"]!["over_ceiling"] is not null, "over the ceiling");
            See(Yuan(result["hospital_borne"]) > 0, "hospital borne");
            See(result["programme"] is not null, "a programme");
            See(lines.Exists(l => l["id"]!.GetValue<string>() == "capitation"), "capitation");
            See(lines.Exists(l => l["advanced"]!.GetValue<bool>()), "advanced");
            See(lines.Exists(l => Yuan(l["capped"]) > 0), "capped");
            See(lines.Exists(l => Yuan(l["deductible"]) > 0), "a deductible");
            See(lines.Exists(l => l["rule"] is null && Yuan(l["paid"]) > 0), "external or upstream");
            See(lines.Count(l => Yuan(l["paid"]) > 0) > 1, "two layers that pay");
            See(result["counters"]!.AsObject().Count > 2, "three counters");
            See(Yuan(result["patient"]) == 0 && Yuan(result["total"]) > 0, "a patient who pays nothing");
            var visit = line["visit"]!.AsObject();
            var entries = visit["external"]?.AsArray().Select(e => e!.AsObject()).ToList() ?? [];
            See(visit.ContainsKey("stay"), "a stay");
            See(result["counters"]!.AsObject().Any(c => c.Key.Contains("@stay:", StringComparison.Ordinal)), "a stay's counter");
            See(lines.DistinctBy(l => l["id"]!.GetValue<string>()).Count() < lines.Count, "several diseases");
            See(result["account"] is { } account && Yuan(account) > 0, "an account");
            See(result["helper"] is { } helper && Yuan(helper) > 0, "a helper");
            See(lines.Exists(l => l.ContainsKey("deferred")), "deferred");
            See(lines.Exists(l => l.ContainsKey("quota")), "a quota");
            See(result.ContainsKey("no_rule"), "no rule");
            var first = line["pack"]!["layers"]!.AsArray().FirstOrDefault(l => l!["kind"] is null)?["id"]!.GetValue<string>();
            var unserved = result["programme"] is null && !lines.Exists(l => l["id"]!.GetValue<string>() == first);
            See(unserved && !result.ContainsKey("no_rule"), "nothing paid");
            See(entries.Exists(e => e.ContainsKey("for")), "an external entry for some components");
            See(entries.Exists(e => e.ContainsKey("disease")), "an external entry for a disease");
            See(RulesThatApplied(line, lines).Any(r => r["rest"]?.GetValue<string>() == "aside"), "rest aside");
            foreach (var way in new[] { "only", "bands", "ratio_by_class", "of", "base_cap", "basis", "caps", "over_cap" })
            {
                See(RulesThatApplied(line, lines).Any(rule => rule.ContainsKey(way)), way);
            }
        }

        Assert.All(seen, entry => Assert.True(entry.Value >= 40, $"{entry.Key}: only {entry.Value} of {Lines}"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_line()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            Assert.Equal(CaseGenerator.Next(seed), CaseGenerator.Next(seed));
            Assert.Equal(CaseGenerator.NextBroken(seed), CaseGenerator.NextBroken(seed));
            Assert.NotEqual(CaseGenerator.Next(seed), CaseGenerator.Next(seed + 1));
        }
    }

    [Fact]
    public void Five_hundred_broken_lines_are_refused_for_their_own_error()
    {
        for (ulong seed = 0; seed < 500; seed++)
        {
            RefusedForItsOwnError(CaseGenerator.NextBroken(seed));
        }
    }

    [Fact]
    public void Every_kind_of_error_is_refused_for_what_it_is()
    {
        ulong seed = 1000;
        foreach (var kind in CaseGenerator.BrokenKinds)
        {
            RefusedForItsOwnError(CaseGenerator.NextBroken(seed++, kind));
        }
    }

    private static void RefusedForItsOwnError(BrokenLine broken)
    {
        var result = Oracle.Evaluate(broken.Line);
        var code = result["error"]?["code"]?.GetValue<string>();
        Assert.True(code == broken.Kind[..broken.Kind.IndexOf('/')], $"{broken.Kind}: {result}\n{broken.Line}");
    }

    private static IEnumerable<JsonObject> RulesThatApplied(JsonObject line, List<JsonObject> lines)
    {
        var names = lines.Where(l => l["rule"] is not null).Select(l => l["rule"]!.GetValue<string>()).ToHashSet();
        foreach (var layer in line["pack"]!["layers"]!.AsArray())
        {
            var number = 0;
            foreach (var rule in layer!["rules"]?.AsArray() ?? [])
            {
                var name = $"{layer["id"]}#{++number}";
                if (names.Contains(rule!["id"]?.GetValue<string>() ?? name))
                {
                    yield return rule.AsObject();
                }
            }
        }
    }

    private static decimal Yuan(JsonNode? amount) =>
        decimal.Parse(amount!.GetValue<string>(), CultureInfo.InvariantCulture);
}
