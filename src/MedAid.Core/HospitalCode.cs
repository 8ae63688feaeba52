using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>Code of a medical institution (NHSA <c>fixmedins_code</c>).</summary>
[JsonConverter(typeof(TextValueJson<HospitalCode>))]
public readonly record struct HospitalCode : ITextValue<HospitalCode>, IComparable<HospitalCode>
{
    // Null for the empty text, so that the default value equals it.
    private readonly string? text;

    /// <summary>The code of a text; nothing is checked.</summary>
    public HospitalCode(string? text) => this.text = string.IsNullOrEmpty(text) ? null : text;

    /// <inheritdoc/>
    public string Text => text ?? "";

    /// <summary>Whether no code is named.</summary>
    public bool IsEmpty => text is null;

    /// <inheritdoc/>
    public static HospitalCode FromText(string? text) => new(text);

    /// <summary>The code of a text, or null where there is none.</summary>
    public static HospitalCode? OrNull(string? text) => text is null ? null : new HospitalCode(text);

    /// <summary>Compares by ordinals.</summary>
    public int CompareTo(HospitalCode other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
