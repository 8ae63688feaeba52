using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Bureau.Messages;

/// <summary>Writes JSON as it is sent to platforms and hospital systems.</summary>
public static class MessageJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, with Chinese characters as they are.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Options);

    /// <summary>Its bytes in UTF-8.</summary>
    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Options);

    /// <summary>Fen as a number of yuan with two decimals.</summary>
    public static JsonNode Yuan(long fen) => JsonNode.Parse(ExactNumber.Yuan(fen))!;

    /// <summary>A copy with every number as text.</summary>
    public static JsonNode NumbersAsText(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : NumbersAsText(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(n => n is null ? null : NumbersAsText(n))]),
        _ => node.GetValueKind() == JsonValueKind.Number ? JsonValue.Create(node.ToJsonString()) : node.DeepClone(),
    };
}
