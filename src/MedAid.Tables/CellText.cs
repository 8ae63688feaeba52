using System.Globalization;
using System.Text.RegularExpressions;

namespace MedAid.Tables;

/// <summary>From what a workbook stores to the text of a cell.</summary>
internal static partial class CellText
{
    private const int DaysFrom1900To1904 = 1462;
    private const int DayThatNeverWas = 60;
    private const int LastDay = 2_958_465;

    /// <summary>A text without blanks around it, and with the characters that XML cannot hold, which are written _x000D_.</summary>
    public static string Plain(string text) => (text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, m => ((char)int.Parse(m.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text).Trim();

    /// <summary>A text as a workbook stores it: what looks like such an escape is one.</summary>
    public static string Stored(string text) => text.Contains("_x", StringComparison.Ordinal) ? Escaped().Replace(text, "_x005F$0") : text;

    /// <summary>A number as it is shown; Excel drops digits after the fifteenth.</summary>
    public static string Number(double number) => Math.Abs(number) < 1e15
        ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The day of a number; a number that is no day stays one. Excel counts a 29 February 1900, so days before it are one further on.
    /// </summary>
    public static string Day(double number, bool isFrom1904)
    {
        var serial = Math.Floor(number) + (isFrom1904 ? DaysFrom1900To1904 : 0);
        if (serial is < 1 or > LastDay or DayThatNeverWas)
        {
            return Number(number);
        }

        var day = new DateOnly(1899, 12, serial < DayThatNeverWas ? 31 : 30).AddDays((int)serial);
        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>A day that is written out, with or without a time.</summary>
    public static string Day(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : text.Trim();

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
