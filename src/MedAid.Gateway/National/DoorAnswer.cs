using System.Text.Json.Nodes;

namespace MedAid.Gateway.National;

/// <summary>What a transaction answers.</summary>
/// <param name="Output">Its output, or null.</param>
/// <param name="Warning">A sentence to be shown, or empty.</param>
internal sealed record DoorAnswer(JsonObject? Output = null, string Warning = "")
{
    /// <summary>Of a write, its key and when it was done: the same message again gets the same envelope.</summary>
    public (string Key, DateTimeOffset Time)? Done { get; init; }

    /// <summary>Of a file, its bytes, which are answered without an envelope.</summary>
    public (string Name, byte[] Content)? File { get; init; }
}
