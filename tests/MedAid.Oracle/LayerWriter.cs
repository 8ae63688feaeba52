using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>Writes layers and their rules, and notes every counter that they name with the limit it serves.</summary>
internal sealed class LayerWriter(Dice dice, Figures figures, ConditionWriter conditions)
{
    public static readonly string[] Ids =
        ["basic", "catastrophic", "second", "relief", "relief_tilt", "supplementary", "veterans"];

    private static readonly string[] Renames = ["relief.paid", "basic.base", "shared.limit", "family.paid", "x"];

    /// <summary>Counter name and period, and an amount at which something happens.</summary>
    public List<(string Name, string Period, long Amount)> Counters { get; } = [];

    public JsonArray Layers(bool ofPackage)
    {
        var layers = new JsonArray();
        var ids = dice.Shuffle(Ids).Take(1 + dice.Below(5)).OrderBy(id => Array.IndexOf(Ids, id));
        foreach (var id in ids)
        {
            layers.Add((JsonNode)Layer(id, ofPackage));
        }

        return layers;
    }

    private JsonObject Layer(string id, bool ofPackage)
    {
        var covers = Covers(ofPackage);
        var layer = new JsonObject { ["id"] = id };
        if (dice.Chance(90))
        {
            layer["fund"] = id + "_fund";
        }

        layer["covers"] = new JsonArray([.. covers.Select(word => (JsonNode)JsonValue.Create(word))]);
        if (dice.Chance(id is "supplementary" or "veterans" ? 70 : 4))
        {
            layer["kind"] = "external";
            conditions.Maybe(layer, 35);
            return layer;
        }

        var rules = new JsonArray();
        var count = 1 + dice.Below(3);
        for (var i = 0; i < count; i++)
        {
            var rule = Rule(id, covers, ofPackage);
            conditions.Maybe(rule, i + 1 < count ? 70 : 30);
            if (dice.Chance(40))
            {
                rule["id"] = $"{id}-{(char)('a' + i)}";
            }

            rules.Add((JsonNode)rule);
        }

        layer["rules"] = rules;
        return layer;
    }

    private List<string> Covers(bool ofPackage)
    {
        if (ofPackage)
        {
            return dice.Chance(55) ? [Words.Package] : dice.Some([Words.Package, Words.OverCap, Words.InScope], 3);
        }

        return dice.Below(10) switch
        {
            < 5 => [Words.InScope],
            < 7 => dice.Shuffle<string>([Words.InScope, Words.FirstSelfPay, dice.Pick(Words.OverCap, Words.Aside)]),
            _ => dice.Some(Words.Components, 6),
        };
    }

    private JsonObject Rule(string layer, List<string> covers, bool ofPackage)
    {
        var rule = new JsonObject();
        var limits = new HashSet<(string, string)>();
        if (dice.Chance(ofPackage ? 55 : 15))
        {
            rule["of"] = "charged";
        }
        else if (covers.Contains(Words.InScope) && dice.Chance(20))
        {
            rule["only"] = Only();
            if (dice.Chance(60))
            {
                rule["rest"] = dice.Chance(75) ? "aside" : "next_layer";
            }
        }

        if (dice.Chance(30))
        {
            rule["base_cap"] = BaseCap(layer, limits);
        }

        if (dice.Chance(55))
        {
            rule["deductible"] = Deductible(layer, limits);
        }

        Pay(rule, layer, limits);
        Caps(rule, layer, limits);
        if (dice.Chance(60))
        {
            var mayMove = !covers.Contains(Words.OverCap);
            rule["over_cap"] = mayMove && dice.Chance(65) ? "patient" : "next_layer";
        }

        if (dice.Chance(5))
        {
            rule[dice.Pick(Words.Remarks)] = "as printed";
        }

        return rule;
    }

    private JsonObject Only()
    {
        var only = new JsonObject();
        if (dice.Chance(60))
        {
            only["categories"] = new JsonArray([.. dice.Some(VisitWriter.Categories, 3).Select(w => (JsonNode)w)]);
        }

        if (only.Count == 0 || dice.Chance(40))
        {
            var words = dice.Some(VisitWriter.Codes, 3).Select(w => dice.Chance(40) ? w[..dice.Below(w.Length + 1)] + "*" : w);
            only["codes"] = new JsonArray([.. words.Distinct().Select(w => (JsonNode)w)]);
        }

        return only;
    }

    private JsonObject BaseCap(string layer, HashSet<(string, string)> limits)
    {
        var cap = Limit($"{layer}.base_cap", limits, dice.Pick(Words.Periods), 0)!;
        if (dice.Chance(65))
        {
            cap["counts"] = dice.Pick(Words.Counts);
        }

        return cap;
    }

    private JsonObject Deductible(string layer, HashSet<(string, string)> limits)
    {
        if (!dice.Chance(25))
        {
            return Limit($"{layer}.deductible", limits, dice.Pick("visit", "visit", "month", "quarter", "year"), 0)
                ?? new JsonObject { ["amount"] = figures.Money(figures.Threshold()), ["period"] = "visit" };
        }

        var ceiling = figures.Threshold();
        var amount = figures.Threshold();
        Counters.Add(($"{layer}.deductible", "visit", amount));
        var limit = new JsonObject { ["amount"] = figures.Money(amount), ["period"] = "visit" };
        if (Name(limit, $"{layer}.deductible", "year", limits) is { } name)
        {
            limit["year_ceiling"] = figures.Money(ceiling);
            Counters.Add((name, "year", ceiling));
        }

        return limit;
    }

    private void Caps(JsonObject rule, string layer, HashSet<(string, string)> limits)
    {
        if (dice.Chance(40))
        {
            return;
        }

        var caps = new JsonArray();
        foreach (var period in dice.Shuffle<string>([.. Words.Periods, "visit", "year"]).Take(dice.Below(4)))
        {
            if (Limit($"{layer}.paid", limits, period, 1 + dice.Below(3)) is { } cap)
            {
                caps.Add((JsonNode)cap);
            }
        }

        rule["caps"] = caps;
    }

    /// <summary>Null if the limit would share its counter with another one of the rule.</summary>
    private JsonObject? Limit(string counter, HashSet<(string, string)> limits, string period, int smaller)
    {
        var amount = figures.Threshold() / (smaller + 1);
        var limit = new JsonObject { ["amount"] = figures.Money(amount), ["period"] = period };
        if (period == "visit")
        {
            Counters.Add((counter, "visit", amount));
            return limit;
        }

        if (Name(limit, counter, period, limits) is not { } name)
        {
            return null;
        }

        Counters.Add((name, period, amount));
        return limit;
    }

    private string? Name(JsonObject owner, string standard, string period, HashSet<(string, string)> limits)
    {
        var name = dice.Chance(30) ? dice.Pick(Renames) : standard;
        if (!limits.Add((name, period)))
        {
            return null;
        }

        if (name != standard || dice.Chance(5))
        {
            owner["counter"] = name;
        }

        return name;
    }

    private void Pay(JsonObject rule, string layer, HashSet<(string, string)> limits)
    {
        var way = dice.Below(100);
        if (way < 17)
        {
            rule["ratio_by_class"] = new JsonObject([.. dice.Some(["A", "B"], 2).Select(
                word => KeyValuePair.Create<string, JsonNode?>(word, figures.Ratio()))]);
            return;
        }

        var firstThreshold = 0L;
        if (way < 55)
        {
            rule["ratio"] = figures.Ratio();
        }
        else
        {
            rule["bands"] = Bands(out firstThreshold);
        }

        if (!dice.Chance(55))
        {
            Counters.Add(($"{layer}.base", "visit", firstThreshold));
            return;
        }

        var basis = dice.Pick(Words.Periods);
        rule["basis"] = basis;
        if (basis != "visit" && Name(rule, $"{layer}.base", basis, limits) is { } name)
        {
            Counters.Add((name, basis, firstThreshold));
        }
        else
        {
            rule["basis"] = "visit";
        }
    }

    private JsonArray Bands(out long firstThreshold)
    {
        var starts = new SortedSet<long> { dice.Chance(80) ? 0 : figures.Threshold() };
        for (var more = 1 + dice.Below(3); more > 0; more--)
        {
            starts.Add(figures.Threshold());
        }

        firstThreshold = starts.Max;
        return new JsonArray([.. starts.Select(over => new JsonObject
        {
            ["over"] = figures.Money(over),
            ["ratio"] = figures.Ratio(),
        })]);
    }
}
