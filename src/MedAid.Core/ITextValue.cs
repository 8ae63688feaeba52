namespace MedAid.Core;

/// <summary>
/// A value that is one text with a meaning of its own: the code of a hospital, the key of a person. The types keep apart what would be the
/// same <see cref="string"/>. The default value is the empty text. Rows and wire carry the bare text.
/// </summary>
public interface ITextValue
{
    /// <summary>The bare text, never null.</summary>
    string Text { get; }
}

/// <summary>A text value that can be made of its text.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITextValue<TSelf> : ITextValue
    where TSelf : struct, ITextValue<TSelf>
{
    /// <summary>The value of a text; nothing is checked.</summary>
    static abstract TSelf FromText(string? text);
}
