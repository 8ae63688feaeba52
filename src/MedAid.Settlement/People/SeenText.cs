using System.Globalization;
using System.Text;

namespace MedAid.Settlement.People;

/// <summary>
/// What of a text a reader sees. Systems pad texts with blanks and widen letters, and Unicode has letters that leave no mark on paper: two texts
/// that look alike shall not count as two, and a text of which nothing is seen is none.
/// </summary>
public static class SeenText
{
    private const int FirstWide = '！';
    private const int LastWide = '～';
    private const int FirstTag = 0xE0000;
    private const int LastTag = 0xE0FFF;

    /// <summary>Letters by their category, of which nothing is seen all the same: fillers, blanks, and places kept free for such.</summary>
    private const string Fillers = "\u115F\u1160\u2065\u2800\u3164\uFFA0\uFFF0\uFFF1\uFFF2\uFFF3\uFFF4\uFFF5\uFFF6\uFFF7\uFFF8";

    /// <summary>Whether anything of a text is seen.</summary>
    public static bool IsAny(string text)
    {
        foreach (var letter in text.EnumerateRunes())
        {
            if (IsSeen(letter))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text is as <see cref="Plain"/> makes it; what something is found by has to be.</summary>
    public static bool IsPlain(string text)
    {
        foreach (var letter in text.EnumerateRunes())
        {
            if (!IsSeen(letter) || Narrow(letter) != letter)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A text of letters of plain width that are seen, and nothing else of it.</summary>
    public static string Plain(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.EnumerateRunes().Where(IsSeen))
        {
            plain.Append(Narrow(letter).ToString());
        }

        return plain.ToString();
    }

    private static Rune Narrow(Rune letter) =>
        letter.Value is >= FirstWide and <= LastWide ? new Rune(letter.Value - FirstWide + '!') : letter;

    private static bool IsSeen(Rune letter) => letter.IsAscii
        ? letter.Value is > ' ' and < 0x7F
        : !Rune.IsWhiteSpace(letter) && letter.Value is not (>= FirstTag and <= LastTag) && !IsFiller(letter) && Rune.GetUnicodeCategory(letter)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    private static bool IsFiller(Rune letter) => letter.IsBmp && Fillers.Contains((char)letter.Value);
}
