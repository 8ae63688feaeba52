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

    private static void Layers(JsonObject result, JsonObject expected)
    {
        foreach (var (id, wanted) in expected)
        {
            var line = result["layers"]!.AsArray().SingleOrDefault(l => l!["id"]!.GetValue<string>() == id);
            if (wanted is not JsonObject figures)
            {
                Same($"{id}.paid", line?["paid"], wanted);
                continue;
            }

            foreach (var (name, figure) in figures)
            {
                if (figure!.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
                {
                    Assert.Equal((id, name, figure.GetValue<bool>()), (id, name, line![name]!.GetValue<bool>()));
                }
                else
                {
                    Same($"{id}.{name}", line?[name], figure);
                }
            }
        }
    }

    private static void Same(string where, JsonNode? actual, JsonNode? expected) =>
        Assert.Equal((where, expected!.GetValue<string>()), (where, actual?.GetValue<string>() ?? "0.00"));
}
