using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>
/// Where a line can be broken. Each place gives a valid object of the line, added if the line lacks it, under a
/// condition that never holds: an error counts whether or not its rule applies.
/// </summary>
internal static class BrokenPlaces
{
    private const string Never = """{"age":{"from":200}}""";

    private const string ValidItem = """
        {"price":"10.5","quantity":2,"amount":"21","class":"B","first_self_pay":"0.1","ceiling":"9"}
        """;

    /// <summary>A valid rule that has one of everything that goes together.</summary>
    private const string ValidRule = """
        {"of":"charged","base_cap":{"amount":"500","period":"month","counts":"after_deductible"},
         "deductible":{"amount":"10","period":"visit","year_ceiling":"50"},"caps":[{"amount":"90","period":"year"}],
         "over_cap":"next_layer","basis":"year","bands":[{"over":"0","ratio":"0.5"},{"over":"20","ratio":"0.6"}]}
        """;

    public static readonly Dictionary<string, Func<JsonObject, JsonObject>> All = new()
    {
        ["line"] = line => line,
        ["pack"] = line => line["pack"]!.AsObject(),
        ["visit"] = line => line["visit"]!.AsObject(),
        ["person"] = line => Own(line, "person", "{}"),
        ["counters"] = line => Own(line, "counters", "{}"),
        ["charges"] = line => Swap(line, "charges", """{"in_scope":"100"}""").AsObject(),
        ["item"] = line => Swap(line, "items", $"[{ValidItem}]").AsArray()[0]!.AsObject(),
        ["external"] = line => Append(line["visit"]!.AsObject(), "external", """{"layer":"nowhere","amount":"1"}"""),
        ["upstream"] = line => Own(line["visit"]!.AsObject(), "upstream", """{"nowhere":"1"}"""),
        ["identity"] = line => Append(
            All!["person"](line), "identities", """{"kind":"orphan","from":"2020-01-01","until":"2021-01-01"}"""),
        ["layer"] = line => Append(
            All!["pack"](line), "layers",
            """{"id":"probe","fund":"f","covers":["in_scope","package"],"rules":[{"ratio":"0"}]}"""),
        ["external layer"] = line => Append(
            All!["pack"](line), "layers", """{"id":"probe","covers":["in_scope"],"kind":"external"}"""),
        ["rule"] = line => Append(All!["layer"](line), "rules", ValidRule),
        ["plain rule"] = line => Append(All!["layer"](line), "rules", """{"ratio":"0.5"}"""),
        ["class rule"] = line => Append(
            All!["layer"](line), "rules", """{"ratio_by_class":{"A":"0.6","B":"0.5"}}"""),
        ["ratio_by_class"] = line => All!["class rule"](line)["ratio_by_class"]!.AsObject(),
        ["base_cap"] = line => All!["rule"](line)["base_cap"]!.AsObject(),
        ["deductible"] = line => All!["rule"](line)["deductible"]!.AsObject(),
        ["cap"] = line => All!["rule"](line)["caps"]![0]!.AsObject(),
        ["band"] = line => All!["rule"](line)["bands"]![1]!.AsObject(),
        ["rule when"] = line => Own(All!["plain rule"](line), "when", Never),
        ["package"] = line => Programme(
            line, """{"id":"probe","kind":"case_package","price_cap":"100","per":"month","layers":[]}"""),
        ["capitation"] = line => Programme(line, """{"id":"probe","kind":"capitation","rate":"100","per":"month"}"""),
        ["day_surgery"] = line => Programme(line, """{"id":"probe","kind":"day_surgery","quotas":{"I10":"100"},"quota_at_limit":"whole"}"""),
        ["quotas"] = line => All!["day_surgery"](line)["quotas"]!.AsObject(),
        ["programme when"] = line => All!["capitation"](line)["when"]!.AsObject(),
        ["age range"] = line => All!["rule when"](line)["age"]!.AsObject(),
        ["only rule"] = line => Append(
            All!["layer"](line), "rules",
            """{"only":{"categories":["03"],"codes":["X*"]},"rest":"aside","ratio":"0.5"}"""),
        ["only"] = line => All!["only rule"](line)["only"]!.AsObject(),
        ["external layer when"] = line => Own(All!["external layer"](line), "when", Never),
        ["pack account"] = line => Own(All!["pack"](line), "account", """{"covers":["in_scope","aside"]}"""),
        ["nothing_paid"] = line => Append(
            All!["pack"](line), "nothing_paid", """{"when":{"age":{"from":200}},"text":"by hand"}"""),
        ["nothing_paid when"] = line => All!["nothing_paid"](line)["when"]!.AsObject(),
        ["not at window"] = line => Append(
            All!["pack"](line), "one_stop", """{"layer":"nowhere","at_window":false}"""),
        ["account"] = line =>
        {
            line["visit"]!.AsObject().Remove("account");
            return Own(line["visit"]!.AsObject(), "account", """{"use":"all","balance":"1","helper":"2"}""");
        },
        ["item rule"] = line => Append(All!["pack"](line), "items", """{"when":{},"first_self_pay":"0.1"}"""),
        ["item rule when"] = line => All!["item rule"](line)["when"]!.AsObject(),
        ["waiver"] = line => Append(All!["pack"](line), "waivers", """{"when":{},"categories":{"zzz":"0.5"}}"""),
        ["waiver when"] = line => All!["waiver"](line)["when"]!.AsObject(),
        ["categories"] = line => All!["waiver"](line)["categories"]!.AsObject(),
        ["one_stop"] = line => Append(
            All!["pack"](line), "one_stop",
            """{"layer":"nowhere","when":{},"online_from":"2023-01-01","counties":{"1":null}}"""),
        ["one_stop when"] = line => All!["one_stop"](line)["when"]!.AsObject(),
        ["counties"] = line => All!["one_stop"](line)["counties"]!.AsObject(),
    };

    /// <summary>The line with plain charges and nothing brought from outside.</summary>
    public static JsonObject Uncharged(JsonObject line)
    {
        Swap(line, "charges", """{"in_scope":"100","out_of_scope":"7.77"}""");
        line["visit"]!.AsObject().Remove("external");
        return line;
    }

    /// <summary>Gives the visit these items or charges instead of what it had.</summary>
    private static JsonNode Swap(JsonObject line, string key, string json)
    {
        var visit = line["visit"]!.AsObject();
        visit.Remove("items");
        visit.Remove("charges");
        visit[key] = JsonNode.Parse(json);
        return visit[key]!;
    }

    private static JsonObject Own(JsonObject owner, string key, string json)
    {
        if (!owner.ContainsKey(key))
        {
            owner[key] = JsonNode.Parse(json);
        }

        return owner[key]!.AsObject();
    }

    private static JsonObject Append(JsonObject owner, string key, string json)
    {
        if (!owner.ContainsKey(key))
        {
            owner[key] = new JsonArray();
        }

        var list = owner[key]!.AsArray();
        list.Add(JsonNode.Parse(json));
        return list[^1]!.AsObject();
    }

    private static JsonObject Programme(JsonObject line, string json)
    {
        var programme = Append(line["pack"]!.AsObject(), "programmes", json);
        programme["when"] = JsonNode.Parse(Never);
        return programme;
    }
}
