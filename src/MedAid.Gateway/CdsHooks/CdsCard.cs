using System.Text.Json.Nodes;

namespace MedAid.Gateway.CdsHooks;

/// <summary>The answer to a hook.</summary>
internal sealed record CdsCards(IReadOnlyList<CdsCard> Cards)
{
    /// <summary>Why nothing is said, and what could not be read; null where there is nothing of the kind.</summary>
    public JsonObject? Extension { get; init; }
}

/// <summary>A card.</summary>
internal sealed record CdsCard
{
    public required string Uuid { get; init; }

    public required string Summary { get; init; }

    public required string Detail { get; init; }

    public required string Indicator { get; init; }

    public required CdsSource Source { get; init; }

    public IReadOnlyList<CdsSuggestion>? Suggestions { get; init; }

    public string? SelectionBehavior { get; init; }

    public required IReadOnlyList<CdsReason> OverrideReasons { get; init; }
}

internal sealed record CdsSource(string Label);

internal sealed record CdsReason(string Code, string System, string Display);

internal sealed record CdsSuggestion(string Label, string Uuid, IReadOnlyList<CdsAction>? Actions)
{
    /// <summary>Where no order changes: care, mode, hospital and filing as they would be.</summary>
    public JsonObject? Extension { get; init; }
}

internal sealed record CdsAction(string Type, string Description)
{
    public JsonObject? Resource { get; init; }

    public string? ResourceId { get; init; }
}
