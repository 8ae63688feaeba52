using System.Globalization;
using System.Text;

namespace MedAid.Settlement.People;

/// <summary>
/// Whether two names of staff are one person's, wherever two persons are asked for (四眼原则). Width, case, blanks, marks and letters that cannot be
/// seen make no second person: systems pad and reformat names, and nobody shall pass the check by a blank.
/// </summary>
public static class SamePerson
{
    private const char FirstWide = '！';
    private const char LastWide = '～';

    /// <summary>Whether two names are one person's.</summary>
    public static bool Is(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    /// <summary>Names of persons, each person once, as first written.</summary>
    public static IEnumerable<string> Distinct(IEnumerable<string> names) => names.DistinctBy(Plain, StringComparer.Ordinal);

    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            var narrow = letter is >= FirstWide and <= LastWide ? (char)(letter - FirstWide + '!') : letter;
            if (IsSeen(narrow))
            {
                plain.Append(SameLetters.Of(char.ToUpperInvariant(narrow)));
            }
        }

        return plain.ToString();
    }

    private static bool IsSeen(char letter) => !char.IsWhiteSpace(letter) && char.GetUnicodeCategory(letter)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
