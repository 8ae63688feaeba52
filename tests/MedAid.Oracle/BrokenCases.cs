using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>The catalogue of format errors; each entry changes a valid line in one place.</summary>
internal static class BrokenCases
{
    private static readonly string[] FixedKeys =
    [
        "line", "pack", "visit", "person", "item", "external", "identity", "layer", "rule", "base_cap", "deductible",
        "cap", "band", "rule when", "programme when", "item rule when", "waiver when", "one_stop when", "package",
        "capitation", "day_surgery", "age range", "item rule", "waiver", "one_stop",
    ];

    /// <summary>Place, key and the number of decimals it may have.</summary>
    private static readonly (string Place, string Key, int Decimals)[] Amounts =
    [
        ("charges", "in_scope", 2), ("charges", "out_of_scope", 2), ("item", "price", 6), ("item", "quantity", 4),
        ("item", "amount", 2), ("external", "amount", 2), ("upstream", "nowhere", 2), ("counters", "zzz@2023", 2),
        ("base_cap", "amount", 2), ("deductible", "amount", 2), ("deductible", "year_ceiling", 2),
        ("cap", "amount", 2), ("band", "over", 2), ("package", "price_cap", 2), ("capitation", "rate", 2),
        ("quotas", "I10", 2),
    ];

    private static readonly (string Place, string Key)[] RatioPlaces =
    [
        ("plain rule", "ratio"), ("band", "ratio"), ("ratio_by_class", "A"), ("item", "first_self_pay"),
        ("item rule", "first_self_pay"), ("categories", "zzz"),
    ];

    private static readonly (string Place, string Key)[] WordPlaces =
    [
        ("visit", "care"), ("visit", "mode"), ("visit", "hospital_tier"), ("visit", "place"), ("person", "employment"),
        ("identity", "kind"), ("item", "class"), ("external layer", "kind"), ("rule", "of"), ("rule", "over_cap"),
        ("day_surgery", "quota_at_limit"),
        ("rule", "basis"), ("base_cap", "period"), ("base_cap", "counts"), ("deductible", "period"), ("cap", "period"),
        ("package", "per"), ("capitation", "per"), ("package", "kind"), ("rule when", "care"), ("rule when", "mode"),
        ("rule when", "hospital_tier"), ("rule when", "place"), ("rule when", "identity"),
        ("programme when", "employment"), ("item rule when", "item_class"), ("waiver when", "care"),
        ("one_stop when", "identity"),
    ];

    private static readonly (string Place, string Key)[] Required =
    [
        ("line", "pack"), ("line", "visit"), ("visit", "date"), ("item", "price"), ("item", "quantity"),
        ("layer", "id"),
        ("layer", "covers"), ("layer", "rules"), ("base_cap", "amount"), ("base_cap", "period"),
        ("deductible", "amount"), ("deductible", "period"), ("cap", "amount"), ("cap", "period"), ("band", "over"),
        ("band", "ratio"), ("package", "id"), ("package", "kind"), ("package", "price_cap"), ("capitation", "rate"),
        ("day_surgery", "quotas"),
    ];

    private static readonly (string Place, string Key)[] WhenLists =
    [
        ("rule when", "care"), ("rule when", "disease"), ("rule when", "identity"), ("rule when", "age"),
        ("programme when", "place"), ("item rule when", "item_class"), ("waiver when", "filed"),
        ("one_stop when", "employment"),
    ];

    /// <summary>By kind: the change that breaks a valid line.</summary>
    public static IReadOnlyDictionary<string, Action<JsonObject>> All { get; } = Catalogue();

    private static Dictionary<string, Action<JsonObject>> Catalogue()
    {
        var all = new Dictionary<string, Action<JsonObject>>();
        void Put(string code, string place, string key, string json) =>
            all.Add($"{code}/{place}.{key} {json}", line => BrokenPlaces.All[place](line)[key] = JsonNode.Parse(json));

        foreach (var place in FixedKeys)
        {
            Put("unknown_key", place, "colour", "\"1\"");
        }

        Put("unknown_key", "rule when", "item_class", "\"A\"");
        Put("unknown_key", "waiver when", "item_class", "\"A\"");
        Put("unknown_key", "rule when", "scheme", "\"resident\"");
        Put("unknown_key", "rule when", "county", "\"320281\"");
        Put("unknown_key", "external layer", "rules", "[]");
        foreach (var (place, key, decimals) in Amounts)
        {
            Put("too_many_decimals", place, key, $"\"1.{new string('0', decimals)}1\"");
            Put("too_many_decimals", place, key, $"100.{new string('0', decimals)}5");
            Put("too_many_decimals", place, key, $"1e-{decimals + 1}");
            Put("negative", place, key, "\"-0.01\"");
            Put("negative", place, key, "-1");
            Put("bad_number", place, key, "\"ten\"");
        }

        foreach (var (place, key) in RatioPlaces)
        {
            Put("bad_ratio", place, key, "\"1.01\"");
            Put("bad_ratio", place, key, "1.0000000000000000000001");
            Put("bad_ratio", place, key, "\"-0.1\"");
        }

        foreach (var (place, key) in WordPlaces)
        {
            Put("not_a_word", place, key, "\"teapot\"");
        }

        Put("not_a_word", "ratio_by_class", "D", "\"0.1\"");
        Put("not_a_word", "charges", "teapot", "\"1\"");
        Put("not_a_word", "charges", "package", "\"1\"");
        Put("not_a_word", "layer", "covers", "[\"in_scope\",\"teapot\"]");
        Put("not_a_word", "rule when", "care", "[\"inpatient\",\"teapot\"]");
        Put("not_a_word", "person", "identities", "[\"teapot\"]");
        foreach (var (place, key) in Required)
        {
            all.Add($"missing_key/{place}.{key}", line => BrokenPlaces.All[place](line).Remove(key));
        }

        foreach (var (place, key) in WhenLists)
        {
            Put("empty_list", place, key, "[]");
            Put("null_value", place, key, "null");
            Put("null_value", place, key, "[null]");
        }

        BrokenSecondEdition.Add(all, Put);
        AddRules(all, Put);
        AddRest(all, Put);
        return all;
    }

    private static void AddRules(Dictionary<string, Action<JsonObject>> all, Action<string, string, string, string> put)
    {
        put("bands_not_rising", "band", "over", "\"0\"");
        put("bands_not_rising", "rule", "bands", """[{"over":5,"ratio":0},{"over":"4.99","ratio":1}]""");
        put("bands_not_rising", "rule", "bands", """[{"over":5,"ratio":0},{"over":"5.00","ratio":1}]""");
        put("not_exactly_one", "rule", "ratio", "\"0.5\"");
        put("not_exactly_one", "class rule", "ratio", "\"0.5\"");
        all.Add(
            "not_exactly_one/neither ratio nor bands", line => BrokenPlaces.All["plain rule"](line).Remove("ratio"));
        put("basis_by_class", "class rule", "basis", "\"year\"");
        put("basis_by_class", "class rule", "basis", "\"visit\"");
        put("no_counter", "plain rule", "counter", "\"c\"");
        put("no_counter", "class rule", "counter", "\"c\"");
        put("no_counter", "plain rule", "caps", """[{"amount":1,"period":"visit","counter":"c"}]""");
        put("no_counter", "plain rule", "deductible", """{"amount":1,"period":"visit","counter":"c"}""");
        put("no_counter", "plain rule", "base_cap", """{"amount":1,"period":"visit","counter":"c"}""");
        all.Add("no_counter/basis visit", line =>
        {
            var rule = BrokenPlaces.All["rule"](line);
            rule["basis"] = "visit";
            rule["counter"] = "c";
        });
        put("year_ceiling_by_period", "plain rule", "deductible", """{"amount":1,"period":"year","year_ceiling":5}""");
        put("unknown_key", "cap", "counts", "\"after_deductible\"");
        put("unknown_key", "cap", "year_ceiling", "\"5\"");
        put("unknown_key", "base_cap", "year_ceiling", "\"5\"");
        put("unknown_key", "deductible", "counts", "\"before_deductible\"");
        put("shared_counter", "rule", "caps", """[{"amount":1,"period":"year"},{"amount":2,"period":"year"}]""");
        put("shared_counter", "rule", "caps", """
            [{"amount":1,"period":"month"},{"amount":2,"period":"month","counter":"probe.paid"}]
            """);
        put("shared_counter", "cap", "counter", "\"probe.deductible\"");
        put("shared_counter", "rule", "caps", """[{"amount":1,"period":"month","counter":"probe.base_cap"}]""");
    }

    private static void AddRest(Dictionary<string, Action<JsonObject>> all, Action<string, string, string, string> put)
    {
        put("amount_differs", "item", "amount", "\"21.01\"");
        put("amount_differs", "item", "amount", "20.99");
        all.Add(
            "not_exactly_one/items and charges",
            line => BrokenPlaces.Uncharged(line)["visit"]!["items"] = new JsonArray());
        all.Add("not_exactly_one/neither items nor charges", 
            line => BrokenPlaces.Uncharged(line)["visit"]!.AsObject().Remove("charges"));
        all.Add("upstream_above_room/one fen", UpstreamAboveRoom);
        all.Add("external_and_upstream/one layer", line =>
        {
            BrokenPlaces.All["external layer"](line);
            var visit = BrokenPlaces.Uncharged(line)["visit"]!.AsObject();
            visit["external"] = JsonNode.Parse("""[{"layer":"probe","amount":"0"}]""");
            visit["upstream"] = JsonNode.Parse("""{"probe":"0"}""");
        });
        put("stands_twice", "layer", "covers", """["in_scope","in_scope"]""");
        all.Add("stands_twice/layer id", line =>
        {
            BrokenPlaces.All["layer"](line);
            BrokenPlaces.All["layer"](line);
        });
        all.Add("stands_twice/programme id", line =>
        {
            BrokenPlaces.All["capitation"](line);
            BrokenPlaces.All["package"](line);
        });
        all.Add("stands_twice/layer id in a programme", line =>
        {
            var layer = BrokenPlaces.All["layer"](line);
            BrokenPlaces.All["package"](line)["layers"] = new JsonArray(layer.DeepClone(), layer.DeepClone());
        });
        put("reserved_id", "layer", "id", "\"capitation\"");
        all.Add("covers_over_cap/layer", line =>
        {
            BrokenPlaces.All["rule"](line)["over_cap"] = "patient";
            BrokenPlaces.All["pack"](line)["layers"]!.AsArray()[^1]!["covers"] = new JsonArray("in_scope", "over_cap");
        });
        put("bad_date", "visit", "date", "\"2023-02-30\"");
        put("bad_date", "one_stop", "online_from", "\"2023-13-01\"");
        put("bad_date", "counties", "1", "\"tomorrow\"");
        put("bad_date", "identity", "from", "\"2023-02-29\"");
        put("wrong_type", "visit", "filed", "\"perhaps\"");
        put("wrong_type", "pack", "layers", "{}");
        put("wrong_type", "line", "visit", "[]");
        put("bad_number", "person", "age", "\"old\"");
        put("negative", "person", "age", "-1");
        all.Add("not_json/cut", _ => { });
        all.Add("not_json/tail", _ => { });
    }

    private static void UpstreamAboveRoom(JsonObject line)
    {
        BrokenPlaces.Uncharged(line);
        BrokenPlaces.All["pack"](line).Remove("programmes");
        BrokenPlaces.All["layer"](line);
        var visit = BrokenPlaces.All["visit"](line);
        visit["upstream"] = JsonNode.Parse("""{"probe":"0"}""");
        var lines = Oracle.Evaluate(line.ToJsonString())["layers"]!.AsArray();
        var room = Fraction.Parse(lines[^1]!["base"]!.GetValue<string>())!.Value;
        visit["upstream"]!["probe"] = (room + new Fraction(1, 100)).ToString();
    }
}
