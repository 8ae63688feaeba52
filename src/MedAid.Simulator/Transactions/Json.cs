using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Simulator.Transactions;

/// <summary>Values of answers.</summary>
internal static class Json
{
    /// <summary>An amount of yuan, exact.</summary>
    public static JsonNode Yuan(long fen) => JsonNode.Parse(ExactNumber.Yuan(fen))!;

    /// <summary>A number as it is written.</summary>
    public static JsonNode Number(string text) => JsonNode.Parse(text)!;

    /// <summary>A list.</summary>
    public static JsonArray List(IEnumerable<JsonObject> rows) => new([.. rows]);
}
