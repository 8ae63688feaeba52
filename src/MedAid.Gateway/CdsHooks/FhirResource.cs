using System.Text.Json;

namespace MedAid.Gateway.CdsHooks;

/// <summary>
/// As much of FHIR R4 as is read here, for the resource types that are read. A FHIR library would bring thousands of types and a validator of its own
/// for a dozen fields.
/// </summary>
internal sealed record FhirResource
{
    public string? ResourceType { get; init; }

    public string? Id { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<FhirIdentifier>? Identifier { get; init; }

    /// <summary>Of a Coverage: often the number of the insured person's document.</summary>
    public string? SubscriberId { get; init; }

    /// <summary>Of a Condition or ServiceRequest.</summary>
    public FhirConcept? Code { get; init; }

    /// <summary>Of an Encounter.</summary>
    public FhirCoding? Class { get; init; }

    /// <summary>Of an Encounter: the hospital.</summary>
    public FhirReference? ServiceProvider { get; init; }

    public FhirConcept? ClinicalStatus { get; init; }

    public FhirConcept? MedicationCodeableConcept { get; init; }

    /// <summary>A Medication among the contained ones.</summary>
    public FhirReference? MedicationReference { get; init; }

    public IReadOnlyList<FhirResource>? Contained { get; init; }

    public FhirDispense? DispenseRequest { get; init; }

    public IReadOnlyList<FhirDosage>? DosageInstruction { get; init; }

    public FhirQuantity? QuantityQuantity { get; init; }

    public IReadOnlyList<FhirExtension>? Extension { get; init; }

    /// <summary>Of a Bundle.</summary>
    public IReadOnlyList<FhirEntry>? Entry { get; init; }
}

/// <summary>Lists as FHIR writes them: absent where they are empty, and null in them is no element.</summary>
internal static class FhirLists
{
    public static IEnumerable<T> Present<T>(this IEnumerable<T?>? list)
        where T : class => list?.OfType<T>() ?? [];
}

internal sealed record FhirEntry(JsonElement Resource);

internal sealed record FhirIdentifier(string? System, string? Value, FhirConcept? Type);

internal sealed record FhirReference(string? Reference, FhirIdentifier? Identifier);

internal sealed record FhirCoding(string? System, string? Code, string? Display);

internal sealed record FhirConcept(IReadOnlyList<FhirCoding>? Coding, string? Text);

/// <summary>A quantity; the value stays as it was written, for a binary fraction would change it.</summary>
internal sealed record FhirQuantity(JsonElement Value, string? Unit, string? Code)
{
    /// <summary>The value as text; null if there is none.</summary>
    public string? Text => Value.ValueKind == JsonValueKind.Number ? Value.GetRawText() : null;
}

internal sealed record FhirDispense(FhirQuantity? Quantity, FhirQuantity? ExpectedSupplyDuration, FhirPeriod? ValidityPeriod);

internal sealed record FhirPeriod(string? Start, string? End);

internal sealed record FhirDosage(FhirTiming? Timing, IReadOnlyList<FhirDoseAndRate>? DoseAndRate);

internal sealed record FhirTiming(FhirRepeat? Repeat);

internal sealed record FhirRepeat(
    JsonElement Frequency, JsonElement Period, string? PeriodUnit, FhirPeriod? BoundsPeriod, FhirQuantity? BoundsDuration);

internal sealed record FhirDoseAndRate(FhirQuantity? DoseQuantity);

/// <summary>An extension of ours, by its address.</summary>
internal sealed record FhirExtension(string? Url, JsonElement ValueDecimal, string? ValueString, JsonElement ValueInteger)
{
    /// <summary>The value as text; null if there is none.</summary>
    public string? Text => ValueString
        ?? (ValueDecimal.ValueKind == JsonValueKind.Number ? ValueDecimal.GetRawText()
            : ValueInteger.ValueKind == JsonValueKind.Number ? ValueInteger.GetRawText() : null);
}
