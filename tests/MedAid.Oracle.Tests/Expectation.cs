using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedAid.Oracle.Tests;

/// <summary>Compares a result with an `expect`: only what it names; what is missing is zero.</summary>
internal static class Expectation
{
    public static void Holds(JsonObject line)
    {
        var result = Oracle.Evaluate(line.ToJsonString());
        Assert.False(result.ContainsKey("error"), result.ToJsonString());
        foreach (var (key, expected) in line["expect"]!.AsObject())
        {
            switch (key)
            {
                case "programme":
                    Assert.Equal(expected?.GetValue<string>(), result[key]?.GetValue<string>());
                    break;
                case "no_rule":
                    Assert.Equal(expected!.GetValue<bool>(), result[key] is not null);
                    break;
                case "cash":
                    Same(key, result[key] ?? result["patient"], expected);
                    break;
                case "charges" or "counters":
                    Amounts(key, result[key]!, expected!.AsObject());
                    break;
                case "layers":
                    Layers(result, expected!.AsObject());
                    break;
                default:
                    Same(key, result[key], expected);
                    break;
            }
        }
    }

    private static void Amounts(string where, JsonNode actual, JsonObject expected)
    {
        foreach (var (name, amount) in expected)
        {
            Same($"{where}.{name}", actual[name], amount);
        }
    }

    /// <summary>Several lines of one layer mean their sum.</summary>
    private static void Layers(JsonObject result, JsonObject expected)
    {
        foreach (var (id, wanted) in expected)
        {
            var lines = result["layers"]!.AsArray().Where(l => l!["id"]!.GetValue<string>() == id).ToList();
            JsonNode Sum(string figure) => lines.Sum(l => Yuan(l![figure])).ToString(CultureInfo.InvariantCulture);
            if (wanted is not JsonObject figures)
            {
                Same($"{id}.paid", Sum("paid"), wanted);
                continue;
            }

            foreach (var (name, figure) in figures)
            {
                if (figure!.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
                {
                    var any = lines.Exists(l => l![name]!.GetValue<bool>());
                    Assert.Equal((id, name, figure.GetValue<bool>()), (id, name, any));
                }
                else
                {
                    Same($"{id}.{name}", Sum(name), figure);
                }
            }
        }
    }

    /// <summary>An expected amount may be written with fewer decimals.</summary>
    private static void Same(string where, JsonNode? actual, JsonNode? expected) =>
        Assert.Equal((where, Yuan(expected)), (where, Yuan(actual)));

    private static decimal Yuan(JsonNode? amount) =>
        decimal.Parse(amount?.GetValue<string>() ?? "0", CultureInfo.InvariantCulture);
}
