using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>Id of a settlement or a reversal in the ledger.</summary>
[JsonConverter(typeof(TextValueJson<SettlementId>))]
public readonly record struct SettlementId : ITextValue<SettlementId>, IComparable<SettlementId>
{
    // Null for the empty text, so that the default value equals it.
    private readonly string? text;

    /// <summary>The value of a text; nothing is checked.</summary>
    public SettlementId(string? text) => this.text = string.IsNullOrEmpty(text) ? null : text;

    /// <inheritdoc/>
    public string Text => text ?? "";

    /// <summary>Whether it is the empty text.</summary>
    public bool IsEmpty => text is null;

    /// <inheritdoc/>
    public static SettlementId FromText(string? text) => new(text);

    /// <summary>The value of a text, or null where there is none.</summary>
    public static SettlementId? OrNull(string? text) => text is null ? null : new SettlementId(text);

    /// <summary>Compares by ordinals.</summary>
    public int CompareTo(SettlementId other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
