using System.Text.Json;

namespace MedAid.Gateway.CdsHooks;

/// <summary>A call of a hook. Where the FHIR server is and how to get into it is not read: this service asks nothing back.</summary>
internal sealed record CdsRequest
{
    public string? Hook { get; init; }

    public string? HookInstance { get; init; }

    public CdsContext? Context { get; init; }

    public Dictionary<string, JsonElement>? Prefetch { get; init; }

    public Dictionary<string, JsonElement>? Extension { get; init; }
}

/// <summary>The context of order-select and order-sign.</summary>
internal sealed record CdsContext
{
    public string? UserId { get; init; }

    public string? PatientId { get; init; }

    public string? EncounterId { get; init; }

    /// <summary>With order-select: the orders that were just chosen.</summary>
    public IReadOnlyList<string>? Selections { get; init; }

    public FhirResource? DraftOrders { get; init; }

    public Dictionary<string, JsonElement>? Extension { get; init; }
}

/// <summary>What was done about cards.</summary>
internal sealed record CdsFeedback(IReadOnlyList<CdsCardFeedback>? Feedback);

internal sealed record CdsCardFeedback
{
    public string? Card { get; init; }

    public string? Outcome { get; init; }

    public IReadOnlyList<CdsAccepted>? AcceptedSuggestions { get; init; }

    public CdsOverride? OverrideReason { get; init; }

    public string? OutcomeTimestamp { get; init; }
}

internal sealed record CdsAccepted(string? Id);

internal sealed record CdsOverride(FhirCoding? Reason, string? UserComment);
