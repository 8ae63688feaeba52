using System.Text.Json.Nodes;

namespace MedAid.Simulator.Transactions;

/// <summary>Values of answers.</summary>
internal static class Json
{
    /// <summary>A number as it is written.</summary>
    public static JsonNode Number(string text) => JsonNode.Parse(text)!;

    /// <summary>A list.</summary>
    public static JsonArray List(IEnumerable<JsonObject> rows) => new([.. rows]);
}
