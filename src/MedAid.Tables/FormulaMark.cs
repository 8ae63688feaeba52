using System.Buffers;
using System.Globalization;

namespace MedAid.Tables;

/// <summary>
/// A text that a spreadsheet would run as a formula gets an apostrophe before it in CSV, where nothing else tells text from formula; our reader
/// takes it away again. A negative number is no formula.
/// </summary>
internal static class FormulaMark
{
    private const char Mark = '\'';

    // As typed on a keyboard, of double width, and small; and the signs that a spreadsheet takes for a minus.
    private const string Starters = "=+-@＝＋－＠﹦﹢﹣﹫−";

    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create(".0123456789");

    /// <summary>The text as it may stand in CSV.</summary>
    public static string With(string text) => IsFormula(text) ? Mark + text : text;

    /// <summary>The text that was meant.</summary>
    public static string Without(string cell) => cell.Length > 1 && cell[0] == Mark && IsFormula(cell[1..]) ? cell[1..] : cell;

    /// <summary>
    /// Whether it begins like a formula, behind blanks and behind marks of its own: so each text has one form and is read back as it was.
    /// </summary>
    private static bool IsFormula(string text)
    {
        if (IsNegative(text))
        {
            return false;
        }

        foreach (var character in text.AsSpan().TrimStart(Mark))
        {
            if (Starters.Contains(character, StringComparison.Ordinal) || character is '\t' or '\r' or '\n')
            {
                return true;
            }

            if (!char.IsWhiteSpace(character) && !char.IsControl(character)
                && char.GetUnicodeCategory(character) != UnicodeCategory.Format)
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsNegative(string text) =>
        text.Length > 1 && text[0] == '-' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[^1]) && text.AsSpan(1).Count('.') <= 1
        && !text.AsSpan(1).ContainsAnyExcept(DigitsAndPoint);
}
