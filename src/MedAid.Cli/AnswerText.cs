using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>Fields of an answer: the gateway says empty texts and zeros too, and these are nothing to be shown.</summary>
internal static class AnswerText
{
    /// <summary>The text of a field; null if it is not there, empty or zero.</summary>
    public static string? Of(JsonNode? row, string field) => $"{row?[field]}" is { Length: > 0 } text and not "0" ? text : null;
}
