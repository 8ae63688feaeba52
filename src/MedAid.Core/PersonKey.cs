using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>Key of a person: opaque, made by the register, never an id number.</summary>
[JsonConverter(typeof(TextValueJson<PersonKey>))]
public readonly record struct PersonKey : ITextValue<PersonKey>, IComparable<PersonKey>
{
    // Null for the empty text, so that the default value equals it.
    private readonly string? text;

    /// <summary>The value of a text; nothing is checked.</summary>
    public PersonKey(string? text) => this.text = string.IsNullOrEmpty(text) ? null : text;

    /// <inheritdoc/>
    public string Text => text ?? "";

    /// <summary>Whether it is the empty text.</summary>
    public bool IsEmpty => text is null;

    /// <inheritdoc/>
    public static PersonKey FromText(string? text) => new(text);

    /// <summary>The value of a text, or null where there is none.</summary>
    public static PersonKey? OrNull(string? text) => text is null ? null : new PersonKey(text);

    /// <summary>Compares by ordinals.</summary>
    public int CompareTo(PersonKey other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
