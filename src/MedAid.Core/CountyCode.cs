using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>Code of a county, six digits; where it says whose, that of insurance.</summary>
[JsonConverter(typeof(TextValueJson<CountyCode>))]
public readonly record struct CountyCode : ITextValue<CountyCode>, IComparable<CountyCode>
{
    // Null for the empty text, so that the default value equals it.
    private readonly string? text;

    /// <summary>The code of a text; nothing is checked.</summary>
    public CountyCode(string? text) => this.text = string.IsNullOrEmpty(text) ? null : text;

    /// <inheritdoc/>
    public string Text => text ?? "";

    /// <summary>Whether no code is named.</summary>
    public bool IsEmpty => text is null;

    /// <inheritdoc/>
    public static CountyCode FromText(string? text) => new(text);

    /// <summary>The code of a text, or null where there is none.</summary>
    public static CountyCode? OrNull(string? text) => text is null ? null : new CountyCode(text);

    /// <summary>Compares by ordinals.</summary>
    public int CompareTo(CountyCode other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
