using System.Text.Json.Nodes;
using MedAid.Oracle;
using MedAid.Policies.Examples;

namespace MedAid.Policies.Tests;

/// <summary>
/// The engine against the second adjudicator, which shares no code with it: same line in, same object out, key by key and
/// string by string.
/// </summary>
public sealed class AgreementTests
{
    /// <summary>For a run of the tests; <c>MEDAID_CASES=200000</c> takes about ten minutes.</summary>
    private const int Cases = 10_000;

    [Fact]
    public void Engine_and_oracle_give_the_same_result_for_every_generated_line() => Seeds.ForEach(Cases, seed =>
    {
        var line = CaseGenerator.Next(seed);
        var expected = Oracle.Oracle.Evaluate(line);
        var actual = JsonNode.Parse(Evaluation.Evaluate(line, []))!;
        if (expected.ContainsKey("error"))
        {
            return $"the generator is to give valid lines: {expected.ToJsonString()}\n{line}";
        }

        return JsonNode.DeepEquals(expected, actual)
            ? null
            : $"line   {line}\noracle {expected.ToJsonString()}\nengine {actual.ToJsonString()}";
    });

    [Fact]
    public void Engine_and_oracle_both_refuse_every_broken_line() => Seeds.ForEach(Cases / 2, seed =>
    {
        var broken = CaseGenerator.NextBroken(seed);
        var expected = Oracle.Oracle.Evaluate(broken.Line);
        var actual = JsonNode.Parse(Evaluation.Evaluate(broken.Line, []))!.AsObject();
        return IsError(expected) && IsError(actual)
            ? null
            : $"{broken.Kind}\nline   {broken.Line}\noracle {expected.ToJsonString()}\nengine {actual.ToJsonString()}";
    });

    [Fact]
    public void Every_kind_of_broken_line_is_refused_at_least_once_by_both()
    {
        foreach (var kind in CaseGenerator.BrokenKinds)
        {
            var broken = CaseGenerator.NextBroken(7, kind);
            Assert.True(IsError(Oracle.Oracle.Evaluate(broken.Line)), $"oracle takes {kind}: {broken.Line}");
            var actual = JsonNode.Parse(Evaluation.Evaluate(broken.Line, []))!.AsObject();
            Assert.True(IsError(actual), $"engine takes {kind}: {broken.Line}");
        }
    }

    private static bool IsError(JsonObject result) =>
        result is { Count: 1 } && result["error"] is JsonObject error
        && error["code"]!.GetValue<string>().Length > 0 && error["message"]!.GetValue<string>().Length > 0;
}
