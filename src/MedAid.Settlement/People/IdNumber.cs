using System.Globalization;
using System.Text.RegularExpressions;

namespace MedAid.Settlement.People;

/// <summary>
/// Resident identity number (公民身份号码, GB 11643): 17 digits with a birth date and a check character. It is read, checked
/// and turned into a token; it is never stored, logged or printed.
/// </summary>
public static partial class IdNumber
{
    private const int Length = 18;
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Whether the number has the right form, a real birth date and the right check character.</summary>
    public static bool IsValid(string number) =>
        number.Length == Length
        && number.AsSpan(0, Length - 1).IndexOfAnyExceptInRange('0', '9') < 0
        && BirthDate(number) is not null
        && CheckCharacter(number) == char.ToUpperInvariant(number[^1]);

    /// <summary>Whether a text holds what may be one.</summary>
    public static bool IsInside(string text) => Inside().IsMatch(text);

    /// <summary>The birth date in a number of the right form, or null if there is no such day.</summary>
    public static DateOnly? BirthDate(string number) =>
        DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>Age in whole years on a day (周岁).</summary>
    public static int AgeOn(DateOnly birthDate, DateOnly day)
    {
        var age = day.Year - birthDate.Year;
        return (day.Month, day.Day).CompareTo((birthDate.Month, birthDate.Day)) < 0 ? age - 1 : age;
    }

    [GeneratedRegex(@"[0-9]{17}[0-9Xx]")]
    private static partial Regex Inside();

    /// <summary>The check character that belongs to the first 17 digits.</summary>
    internal static char CheckCharacter(string number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (number[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }
}
