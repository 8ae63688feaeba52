using System.Globalization;

namespace MedAid.Core;

/// <summary>
/// Days, numbers and ratios as files, papers and the wire have them, the same on every machine. Amounts: <see cref="ExactNumber"/>.
/// </summary>
public static class PlainText
{
    // Ten to the power of Rate.DecimalsMax; as many zeros as the format of a percentage has places.
    private const long MostDecimals = 1_000_000_000_000;

    private const int MillionthsOfPercent = 10_000;

    /// <summary>A day: 2026-03-16.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day, or the empty text where there is none.</summary>
    public static string Day(DateOnly? day) => day is { } known ? Day(known) : "";

    /// <summary>A whole number, without separators.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A ratio in millionths in per cent, without zeros at its end: 850,000 is 85%.</summary>
    public static string Percent(int perMillion)
    {
        var (whole, rest) = Math.DivRem(perMillion, MillionthsOfPercent);
        return rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{whole}%")
            : string.Create(CultureInfo.InvariantCulture, $"{whole}.{rest:0000}").TrimEnd('0') + "%";
    }

    /// <summary>A ratio in per cent to its last decimal: whoever multiplies again is to get the same fen.</summary>
    public static string Percent(Rate rate)
    {
        var (whole, rest) = Math.DivRem(rate.Numerator * 100, rate.Denominator);
        var decimals = rest * (MostDecimals / rate.Denominator);
        return rest == 0 ? $"{whole}%" : $"{whole}.{decimals:000000000000}".TrimEnd('0') + "%";
    }
}
