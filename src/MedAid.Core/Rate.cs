namespace MedAid.Core;

/// <summary>
/// An exact ratio between 0 and 1 (支付比例): a numerator over a power of ten, 0.825 = 825/1000. Never a binary fraction.
/// </summary>
public readonly record struct Rate
{
    /// <summary>The most decimals a ratio may have; the national interface uses four.</summary>
    public const int DecimalsMax = 12;

    // One less than the denominator, so that the default value is 0/1 and equal to Zero.
    private readonly long denominatorLessOne;

    private Rate(long numerator, long denominator)
    {
        Numerator = numerator;
        denominatorLessOne = denominator - 1;
    }

    /// <summary>Nothing: 0.</summary>
    public static Rate Zero => new(0, 1);

    /// <summary>The whole: 1.</summary>
    public static Rate One => new(1, 1);

    /// <summary>The upper number of the fraction.</summary>
    public long Numerator { get; }

    /// <summary>The lower number of the fraction, a power of ten; 1 for the default value.</summary>
    public long Denominator => denominatorLessOne + 1;

    /// <summary>The ratio in millionths, rounded half-up, for the wire and for print.</summary>
    public int PerMillion => (int)Rounding.HalfUp((Int128)Numerator * 1_000_000, Denominator);

    /// <summary>Makes a ratio of a number scaled by 10^<see cref="DecimalsMax"/>; false if it is outside 0…1.</summary>
    public static bool TryCreate(long scaled, out Rate rate)
    {
        var denominator = PowerOfTen(DecimalsMax);
        if (scaled < 0 || scaled > denominator)
        {
            rate = Zero;
            return false;
        }

        while (denominator > 1 && scaled % 10 == 0)
        {
            scaled /= 10;
            denominator /= 10;
        }

        rate = new Rate(scaled, denominator);
        return true;
    }

    /// <summary>The share of a non-negative amount of fen, rounded once, half-up.</summary>
    public long Of(long amountFen) => Rounding.HalfUp((Int128)amountFen * Numerator, Denominator);

    /// <summary>The numerator over a larger power of ten.</summary>
    public long NumeratorOver(long denominator) => checked(Numerator * (denominator / Denominator));

    /// <summary>The ratio as a decimal, e.g. <c>0.825</c>.</summary>
    public override string ToString()
    {
        if (Denominator == 1)
        {
            return Numerator.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var digits = Numerator.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var decimals = 0;
        for (var d = Denominator; d > 1; d /= 10)
        {
            decimals++;
        }

        return "0." + digits.PadLeft(decimals, '0');
    }

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
