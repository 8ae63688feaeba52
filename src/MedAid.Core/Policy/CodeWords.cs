namespace MedAid.Core.Policy;

/// <summary>
/// Words of a condition that are compared with a code. A word is the whole code; with a final <c>*</c> it is the beginning of one:
/// <c>I10*</c> is I10 and I10.x02. What stands behind a <c>+</c> belongs to the code.
/// </summary>
public static class CodeWords
{
    private const char AnyEnd = '*';

    /// <summary>Whether the word is a beginning.</summary>
    public static bool IsBeginning(string word) => word.EndsWith(AnyEnd);

    /// <summary>The word without its final star.</summary>
    public static string Stem(string word) => IsBeginning(word) ? word[..^1] : word;

    /// <summary>Whether a word is, or begins, a code.</summary>
    public static bool Matches(string word, string code) => IsBeginning(word)
        ? code.AsSpan().StartsWith(word.AsSpan(0, word.Length - 1), StringComparison.Ordinal)
        : string.Equals(word, code, StringComparison.Ordinal);

    /// <summary>Whether words, null if nothing is asked, allow a code. A code that is absent or empty matches no word.</summary>
    public static bool Allow(IReadOnlyList<string>? words, string? code)
    {
        if (words is null)
        {
            return true;
        }

        for (var i = 0; i < words.Count && code is { Length: > 0 }; i++)
        {
            if (Matches(words[i], code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the words allow every code that the other ones do.</summary>
    public static bool Cover(IReadOnlyList<string>? mine, IReadOnlyList<string>? other) =>
        mine is null || (other is not null && other.All(narrow => mine.Any(wide => Covers(wide, narrow))));

    private static bool Covers(string wide, string narrow) => IsBeginning(wide)
        ? Stem(narrow).StartsWith(Stem(wide), StringComparison.Ordinal)
        : string.Equals(wide, narrow, StringComparison.Ordinal);
}
