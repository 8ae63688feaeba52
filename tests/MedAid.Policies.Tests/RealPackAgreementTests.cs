using System.Text;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Policies.Examples;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

/// <summary>
/// The engine against the oracle under every pack of this repository: years of visits of one person, one after the other through the
/// counters, over the days on which one pack follows another.
/// </summary>
public sealed class RealPackAgreementTests
{
    private const int VisitsOfPerson = 12;

    /// <summary>Times twelve visits: 204,000. Each seed takes the next region, so that all have the same share.</summary>
    private const int Persons = 17_000;

    [Fact]
    public void Engine_and_oracle_split_years_of_visits_alike_under_every_real_pack() => Seeds.ForEach(Persons, seed =>
    {
        var volume = RealPacks.Volumes[(int)(seed % (ulong)RealPacks.Volumes.Count)];
        var year = new RandomYear(new Random(unchecked((int)seed)), volume);
        Dictionary<string, long>? used = null;
        foreach (var day in year.Days(VisitsOfPerson))
        {
            var pack = RealPacks.On(volume, day);
            used ??= year.Used(pack, day);
            var (line, shuffled) = year.Visit(pack, day, used);
            var expected = Oracle.Oracle.Evaluate(pack.Law, line);
            var actual = Engine(pack, shuffled);
            if (!JsonNode.DeepEquals(expected, actual) && !BothRefuse(expected, actual))
            {
                return $"{pack.Terms.Identity.Pack}\nline   {line}\noracle {expected.ToJsonString()}\nengine {actual.ToJsonString()}";
            }

            Count(used, expected);
        }

        return null;
    });

    /// <summary>Else the test above would agree about nothing.</summary>
    [Fact]
    public void Most_random_visits_are_split_and_every_real_pack_and_rule_meets_one()
    {
        var met = new HashSet<string>();
        var (split, all) = (0, 0);
        for (var seed = 0; seed < 3_000; seed++)
        {
            var volume = RealPacks.Volumes[seed % RealPacks.Volumes.Count];
            var year = new RandomYear(new Random(seed), volume);
            foreach (var day in year.Days(VisitsOfPerson))
            {
                var pack = RealPacks.On(volume, day);
                var result = Oracle.Oracle.Evaluate(pack.Law, year.Visit(pack, day, []).Line);
                all++;
                split += result.ContainsKey("error") ? 0 : 1;
                met.UnionWith(result["layers"]?.AsArray().Select(l => $"{pack.Terms.Identity.Pack}:{l!["rule"]}") ?? []);
            }
        }

        Assert.True(split > all * 3 / 4, $"{split} of {all} visits are split");
        var rules = RealPacks.Volumes.SelectMany(v => v).SelectMany(p => p.Terms.Layers
            .SelectMany(l => l.Rules).Select(r => $"{p.Terms.Identity.Pack}:{r.Id}")).ToArray();
        var missed = rules.Except(met).ToArray();
        Assert.True(missed.Length < rules.Length / 20, $"{missed.Length} of {rules.Length}: {string.Join(' ', missed)}");
    }

    private static JsonObject Engine(PackBeside pack, string line)
    {
        var problems = new PackProblems("");
        var fields = Fields.Open(JsonSource.Read(Encoding.UTF8.GetBytes(line), problems), "", problems)!;
        var readCase = Case.Read(fields, _ => pack.Terms, problems, packRequired: false);
        Assert.True(problems.FirstError is null, $"{problems.FirstError}\n{line}");
        var refusal = readCase!.Split(out var breakdown);
        return JsonNode.Parse(refusal == Refusal.None
            ? ResultJson.Write(breakdown, readCase.CounterKeys)
            : ResultJson.Error(refusal.ToString(), RefusalText.Of(refusal)))!.AsObject();
    }

    private static bool BothRefuse(JsonObject expected, JsonObject actual) =>
        expected.ContainsKey("error") && actual.ContainsKey("error");

    private static void Count(Dictionary<string, long> used, JsonObject result)
    {
        foreach (var (key, amount) in result["counters"]?.AsObject() ?? [])
        {
            var fen = long.Parse(amount!.GetValue<string>().Replace(".", "", StringComparison.Ordinal));
            used[key] = used.GetValueOrDefault(key) + fen;
        }
    }
}
