using System.Text.Json.Nodes;

namespace MedAid.Oracle.Tests;

/// <summary>Puts a line together from its parts; each part is JSON as a clerk would write it.</summary>
internal static class Example
{
    public const string Inpatient = """{"date":"2023-06-15","care":"inpatient","charges":{"in_scope":"1000"}}""";

    public static void Holds(
        string expect, string layers = "[]", string visit = Inpatient, string person = "{}", string counters = "{}",
        string more = "{}") =>
        Expectation.Holds(Line(layers, visit, person, counters, more, expect));

    /// <summary>One layer `basic` over in_scope with one rule.</summary>
    public static void Rule(
        string rule, string expect, string visit = Inpatient, string counters = "{}", string covers = "\"in_scope\"") =>
        Holds(expect, Basic(rule, covers), visit, counters: counters);

    public static string Basic(string rule, string covers = "\"in_scope\"") =>
        $$"""[{"id":"basic","covers":[{{covers}}],"rules":[{{rule}}]}]""";

    public static string Charged(string charges, string more = "") =>
        $$"""{"date":"2023-06-15","charges":{{charges}}{{more}}}""";

    public static string Items(string items) => $$"""{"date":"2023-06-15","items":{{items}}}""";

    public static JsonObject Line(
        string layers, string visit, string person, string counters, string more, string expect)
    {
        var pack = JsonNode.Parse(more)!.AsObject();
        pack["pack"] = "by hand";
        pack["scheme"] = "resident";
        pack["layers"] = JsonNode.Parse(layers);
        return new JsonObject
        {
            ["pack"] = pack,
            ["visit"] = JsonNode.Parse(visit),
            ["person"] = JsonNode.Parse(person),
            ["counters"] = JsonNode.Parse(counters),
            ["expect"] = JsonNode.Parse(expect),
        };
    }
}
