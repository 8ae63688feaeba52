using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>Writes a `when` of any kind, more often one that holds than not.</summary>
internal sealed class ConditionWriter(Dice dice, VisitWriter visit)
{
    private static readonly Dictionary<string, string[]> Lists = new()
    {
        ["care"] = Words.Cares,
        ["mode"] = Words.Modes,
        ["disease"] = VisitWriter.Diseases,
        ["hospital"] = VisitWriter.Hospitals,
        ["hospital_level"] = VisitWriter.Levels,
        ["hospital_tier"] = Words.Tiers,
        ["place"] = Words.Places,
        ["employment"] = Words.Employments,
        ["identity"] = Words.Identities,
        ["item_class"] = ["A", "B"],
        ["item_category"] = VisitWriter.Categories,
        ["item_code"] = VisitWriter.Codes,
    };

    private static readonly string[] OfItems = ["item_class", "item_category", "item_code"];

    /// <summary>Gives the owner a `when` with so many percent of chance.</summary>
    public void Maybe(JsonObject owner, int percent, bool underItems = false)
    {
        if (!dice.Chance(percent))
        {
            if (dice.Chance(5))
            {
                owner["when"] = new JsonObject();
            }

            return;
        }

        var keys = Lists.Keys.Except(OfItems).Concat(["filed", "accident", "age", "admission", "identity"]).ToList();
        if (underItems)
        {
            keys.AddRange([.. OfItems, .. OfItems, .. OfItems]);
        }

        var when = new JsonObject();
        foreach (var key in dice.Some(keys, 2))
        {
            when[key] = Value(key);
        }

        owner["when"] = when;
    }

    private JsonNode Value(string key) => key switch
    {
        "filed" => Flag(visit.Filed),
        "accident" => Flag(visit.Accident),
        "age" => Ranges(visit.Age ?? 40),
        "admission" => Ranges(visit.Admission ?? 1),
        _ => OneOrList(key),
    };

    private JsonNode Flag(bool fact)
    {
        JsonNode flag = JsonValue.Create(dice.Chance(75) ? fact : !fact);
        return dice.Chance(70) ? flag : dice.Chance(50) ? new JsonArray(flag) : new JsonArray(true, false);
    }

    private JsonNode OneOrList(string key)
    {
        var words = dice.Some(Lists[key], 3);
        var fact = key == "identity"
            ? visit.Identities.FirstOrDefault()
            : visit.Words.GetValueOrDefault(key, key == "mode" ? "outpatient" : string.Empty);
        if (!string.IsNullOrEmpty(fact) && dice.Chance(80))
        {
            words = [.. words.Where(word => word != fact)];
            words.Insert(dice.Below(words.Count + 1), fact);
            words = Beginnings(key, words);
            fact = words.Count == 1 ? words[0] : fact;
            return dice.Chance(40)
                ? visit.AsWordOrNumber(fact)
                : new JsonArray([.. words.Select(visit.AsWordOrNumber)]);
        }

        words = Beginnings(key, words);
        return words.Count == 1 && dice.Chance(50)
            ? visit.AsWordOrNumber(words[0])
            : new JsonArray([.. words.Select(visit.AsWordOrNumber)]);
    }

    /// <summary>Makes beginnings of some codes; what would then stand twice is left out.</summary>
    private List<string> Beginnings(string key, List<string> words) => key is "disease" or "item_category" or "item_code"
        ? [.. words.Select(w => dice.Chance(35) ? w[..dice.Below(w.Length + 1)] + "*" : w).Distinct()]
        : words;

    private JsonNode Ranges(long fact) =>
        dice.Chance(75)
            ? Range(fact)
            : new JsonArray([.. Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => Range(fact))]);

    private JsonObject Range(long fact)
    {
        var range = new JsonObject();
        if (dice.Chance(75))
        {
            range["from"] = Math.Max(0, fact + dice.Pick<long>(0, 0, 1, -1, -20));
        }

        if (dice.Chance(60))
        {
            range["to"] = Math.Max(0, fact + dice.Pick<long>(0, 0, 1, -1, 20));
        }

        return range;
    }
}
