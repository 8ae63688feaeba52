using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>Code of a fund that pays (NHSA <c>fund_pay_type</c>). Which funds there are is said by the packs of each region.</summary>
[JsonConverter(typeof(TextValueJson<Fund>))]
public readonly record struct Fund : ITextValue<Fund>, IComparable<Fund>
{
    // Null for the empty text, so that the default value equals it.
    private readonly string? text;

    /// <summary>Basic insurance (基本医疗保险).</summary>
    public static readonly Fund Basic = new("390100");

    /// <summary>Catastrophic insurance (大病保险).</summary>
    public static readonly Fund Catastrophic = new("390200");

    /// <summary>Medical relief (医疗救助).</summary>
    public static readonly Fund Relief = new("610100");

    /// <summary>The fund of a text; nothing is checked.</summary>
    public Fund(string? text) => this.text = string.IsNullOrEmpty(text) ? null : text;

    /// <inheritdoc/>
    public string Text => text ?? "";

    /// <summary>Whether no fund is named.</summary>
    public bool IsEmpty => text is null;

    /// <inheritdoc/>
    public static Fund FromText(string? text) => new(text);

    /// <summary>The fund of a text, or null where there is none.</summary>
    public static Fund? OrNull(string? text) => text is null ? null : new Fund(text);

    /// <summary>Compares by ordinals.</summary>
    public int CompareTo(Fund other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
