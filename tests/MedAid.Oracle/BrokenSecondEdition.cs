using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>The errors that the second edition of the format brings.</summary>
internal static class BrokenSecondEdition
{
    private static readonly string[] FixedKeys =
        ["only", "external layer when", "pack account", "nothing_paid", "nothing_paid when", "account", "not at window"];

    /// <summary>Place and key of each list that is neither empty nor repeats an entry, and such an entry.</summary>
    private static readonly (string Place, string Key, string Entry)[] Lists =
    [
        ("only", "categories", "\"03\""), ("only", "codes", "\"X*\""), ("external", "for", "\"in_scope\""),
        ("package", "components", "\"in_scope\""), ("pack account", "covers", "\"aside\""),
        ("pack", "nothing_paid", """{"text":"none"}"""), ("rule when", "hospital", "\"H1\""),
        ("waiver when", "accident", "true"), ("item rule when", "item_category", "\"03*\""),
        ("item rule when", "item_code", "7"),
    ];

    private static readonly (string Place, string Key)[] Words =
    [
        ("only rule", "rest"), ("external", "for"), ("package", "components"), ("pack account", "covers"),
    ];

    public static void Add(Dictionary<string, Action<JsonObject>> all, Action<string, string, string, string> put)
    {
        foreach (var place in FixedKeys)
        {
            put("unknown_key", place, "colour", "\"1\"");
        }

        foreach (var (place, key, entry) in Lists)
        {
            put("empty_list", place, key, "[]");
            put("stands_twice", place, key, $"[{entry},{entry}]");
        }

        foreach (var (place, key) in Words)
        {
            put("not_a_word", place, key, key == "rest" ? "\"teapot\"" : "[\"teapot\"]");
        }

        foreach (var key in new[] { "use", "balance", "helper" })
        {
            put("negative", "account", key, "\"-0.01\"");
            put("too_many_decimals", "account", key, "1.001");
            put("bad_number", "account", key, "\"some\"");
        }

        put("not_a_word", "package", "components", "[\"package\"]");
        put("unknown_key", "rule when", "item_code", "\"7\"");
        put("unknown_key", "one_stop when", "item_category", "\"7\"");
        put("unknown_key", "layer", "when", "{}");
        put("unknown_key", "capitation", "components", "[\"in_scope\"]");
        put("unknown_key", "plain rule", "at_window", "false");
        put("wrong_type", "visit", "accident", "\"true\"");
        put("wrong_type", "rule when", "accident", "\"true\"");
        put("wrong_type", "not at window", "at_window", "\"false\"");
        put("wrong_type", "visit", "account", "[]");
        put("wrong_type", "pack", "account", "[]");
        put("bad_stay", "visit", "stay", "\"\"");
        put("bad_stay", "visit", "stay", "\"a b\"");
        put("bad_stay", "visit", "stay", "\"住院\"");
        put("bad_stay", "visit", "stay", "\"0123456789012345678901234567890\"");
        put("rest_without_only", "plain rule", "rest", "\"next_layer\"");
        put("only_of_charged", "only rule", "of", "\"charged\"");
        put("not_at_window_yet_online", "not at window", "online_from", "null");
        put("not_at_window_yet_online", "not at window", "counties", "{}");
        put("missing_key", "only rule", "only", "{}");
        all.Add("missing_key/account.use", line => BrokenPlaces.All["account"](line).Remove("use"));
        all.Add("missing_key/pack account.covers", line => BrokenPlaces.All["pack account"](line).Remove("covers"));
        all.Add("only_without_in_scope/layer", line =>
        {
            BrokenPlaces.All["only rule"](line);
            BrokenPlaces.All["pack"](line)["layers"]!.AsArray()[^1]!["covers"] = new JsonArray("package");
        });
        AddVisits(all);
    }

    private static void AddVisits(Dictionary<string, Action<JsonObject>> all)
    {
        all.Add("for_not_covered/external", line =>
        {
            BrokenPlaces.Uncharged(line);
            BrokenPlaces.All["pack"](line).Remove("programmes");
            BrokenPlaces.All["external layer"](line);
            line["visit"]!["external"] = JsonNode.Parse("""[{"layer":"probe","amount":"0","for":["out_of_scope"]}]""");
        });
        all.Add("external_and_upstream/a layer that is not in force", line =>
        {
            BrokenPlaces.All["external layer when"](line);
            var visit = BrokenPlaces.Uncharged(line)["visit"]!.AsObject();
            visit["external"] = JsonNode.Parse("""[{"layer":"probe","amount":"0"}]""");
            visit["upstream"] = JsonNode.Parse("""{"probe":"0"}""");
        });
        all.Add("upstream_beside_diseases/nowhere", line =>
        {
            BrokenPlaces.All["item"](line);
            var visit = BrokenPlaces.All["visit"](line);
            visit.Remove("external");
            visit["items"]!.AsArray().Add(JsonNode.Parse("""{"price":"1","quantity":1,"disease":"of its own"}"""));
            visit["upstream"] = JsonNode.Parse("""{"nowhere":"0"}""");
        });
    }
}
