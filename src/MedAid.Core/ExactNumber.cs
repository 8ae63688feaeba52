using System.Globalization;

namespace MedAid.Core;

/// <summary>What is wrong with a number from outside.</summary>
public enum NumberProblem
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The text is not a decimal number.</summary>
    NotANumber = 1,

    /// <summary>The value has more decimals than allowed here; trailing zeros do not count.</summary>
    TooManyDecimals = 2,

    /// <summary>The value does not fit.</summary>
    TooLarge = 3,
}

/// <summary>Reads decimal text exactly into a scaled integer, and prints fen as yuan. No binary fraction in between.</summary>
public static class ExactNumber
{
    // More zeros than a text could hold, and little enough that adding their number cannot overflow.
    private const int PowerMax = 1_000_000_000;

    /// <summary>
    /// Reads <c>-12.50</c> or <c>1.25e1</c> as an integer scaled by 10^<paramref name="decimals"/>:
    /// with two decimals <c>"12.5"</c> gives 1250.
    /// </summary>
    public static NumberProblem Read(ReadOnlySpan<char> text, int decimals, out long scaled)
    {
        scaled = 0;
        if (!TrySplit(text, out var negative, out var mantissa, out var exponent))
        {
            return NumberProblem.NotANumber;
        }

        if (mantissa == 0)
        {
            return NumberProblem.None;
        }

        var shift = exponent + decimals;
        if (shift < 0)
        {
            return NumberProblem.TooManyDecimals;
        }

        for (; shift > 0 && mantissa <= long.MaxValue; shift--)
        {
            mantissa *= 10;
        }

        if (mantissa > long.MaxValue)
        {
            return NumberProblem.TooLarge;
        }

        scaled = negative ? -(long)mantissa : (long)mantissa;
        return NumberProblem.None;
    }

    /// <summary>Prints fen as yuan with two decimals: 42500 → <c>425.00</c>.</summary>
    public static string Yuan(long amountFen)
    {
        var magnitude = amountFen < 0 ? (ulong)(-(Int128)amountFen) : (ulong)amountFen;
        var (whole, rest) = Math.DivRem(magnitude, 100UL);
        return string.Create(CultureInfo.InvariantCulture, $"{(amountFen < 0 ? "-" : "")}{whole}.{rest:00}");
    }

    /// <summary>Splits into ± mantissa × 10^exponent, the mantissa without trailing zeros.</summary>
    private static bool TrySplit(ReadOnlySpan<char> text, out bool negative, out Int128 mantissa, out int exponent)
    {
        (negative, mantissa, exponent) = (text is ['-', ..], 0, 0);
        var at = negative ? 1 : 0;
        var wholeStart = at;
        Digits(text, ref at, ref mantissa, ref exponent);
        if (at == wholeStart)
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            var fractionStart = ++at;
            Digits(text, ref at, ref mantissa, ref exponent);
            exponent -= at - fractionStart;
            if (at == fractionStart)
            {
                return false;
            }
        }

        return at == text.Length || TryExponent(text[at..], ref exponent);
    }

    /// <summary>
    /// Takes digits into the mantissa. Zeros wait until another digit follows, so trailing ones never count. A mantissa above
    /// the range of a long fits nowhere, whatever follows, so it stops growing there.
    /// </summary>
    private static void Digits(ReadOnlySpan<char> text, ref int at, ref Int128 mantissa, ref int zeros)
    {
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            zeros++;
            if (text[at] == '0')
            {
                continue;
            }

            for (; zeros > 0 && mantissa <= long.MaxValue; zeros--)
            {
                mantissa *= 10;
            }

            mantissa += text[at] - '0';
            zeros = 0;
        }
    }

    private static bool TryExponent(ReadOnlySpan<char> text, ref int exponent)
    {
        if (text.Length < 2 || (text[0] != 'e' && text[0] != 'E'))
        {
            return false;
        }

        if (!int.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power))
        {
            return false;
        }

        exponent += Math.Clamp(power, -PowerMax, PowerMax);
        return true;
    }
}
