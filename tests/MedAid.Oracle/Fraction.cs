using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace MedAid.Oracle;

/// <summary>An exact rational number; every amount here is a fraction of yuan.</summary>
internal readonly partial struct Fraction : IComparable<Fraction>, IEquatable<Fraction>
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominatorLessOne; // so that default(Fraction) is a proper zero

    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var shared = BigInteger.GreatestCommonDivisor(numerator, denominator);
        this.numerator = numerator / shared;
        denominatorLessOne = (denominator / shared) - 1;
    }

    public static Fraction Zero => default;

    public static Fraction One => new(1, 1);

    public bool IsNegative => numerator.Sign < 0;

    public bool IsZero => numerator.IsZero;

    private BigInteger Denominator => denominatorLessOne + 1;

    public static Fraction operator +(Fraction a, Fraction b) =>
        new((a.numerator * b.Denominator) + (b.numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator -(Fraction a, Fraction b) =>
        new((a.numerator * b.Denominator) - (b.numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) =>
        new(a.numerator * b.numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) =>
        b.numerator.Sign > 0
            ? new(a.numerator * b.Denominator, a.Denominator * b.numerator)
            : throw new DivideByZeroException();

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    public static bool operator ==(Fraction a, Fraction b) => a.Equals(b);

    public static bool operator !=(Fraction a, Fraction b) => !a.Equals(b);

    public static Fraction Min(Fraction a, Fraction b) => a <= b ? a : b;

    public static Fraction Sum(IEnumerable<Fraction> parts) => parts.Aggregate(Zero, (a, b) => a + b);

    /// <summary>The number, but never below zero: what is left of a limit.</summary>
    public Fraction AtLeastZero() => IsNegative ? Zero : this;

    /// <summary>Half-up to the fen.</summary>
    public Fraction RoundHalfUp() => (this + new Fraction(1, 200)).RoundDown();

    /// <summary>Down to the fen.</summary>
    public Fraction RoundDown()
    {
        var hundredfold = numerator * 100;
        var whole = BigInteger.DivRem(hundredfold, Denominator, out var rest);
        return new Fraction(rest.Sign < 0 ? whole - 1 : whole, 100);
    }

    /// <summary>Whether the value has at most so many decimals ("10.000" has none).</summary>
    public bool FitsDecimals(int decimals) => (BigInteger.Pow(10, decimals) % Denominator).IsZero;

    /// <summary>The whole number that this is, or null.</summary>
    public BigInteger? Whole() => denominatorLessOne.IsZero ? numerator : null;

    /// <summary>Whether the amount, in fen, fits a 64-bit integer.</summary>
    public bool FitsLongFen()
    {
        var fen = new Fraction(numerator * 100, Denominator);
        return fen <= new Fraction(long.MaxValue, 1) && fen >= new Fraction(long.MinValue, 1);
    }

    /// <summary>The number that a JSON number, or the same text in quotes, stands for; null if it is none.</summary>
    public static Fraction? Parse(string text)
    {
        var match = Number().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var decimals = match.Groups["decimals"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + decimals, CultureInfo.InvariantCulture);
        if (digits.IsZero)
        {
            return Zero;
        }

        var exponent = match.Groups["exponent"].Success
            ? BigInteger.Parse(match.Groups["exponent"].Value, CultureInfo.InvariantCulture)
            : 0;
        if (BigInteger.Abs(exponent) > 1000)
        {
            throw new Refusal("bad_number", $"{text} is beyond any amount");
        }

        var scale = decimals.Length - (int)exponent;
        var signed = match.Groups["minus"].Success ? -digits : digits;
        return scale >= 0
            ? new Fraction(signed, BigInteger.Pow(10, scale))
            : new Fraction(signed * BigInteger.Pow(10, -scale), 1);
    }

    public int CompareTo(Fraction other) =>
        (numerator * other.Denominator).CompareTo(other.numerator * Denominator);

    public bool Equals(Fraction other) =>
        numerator == other.numerator && denominatorLessOne == other.denominatorLessOne;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(numerator, denominatorLessOne);

    /// <summary>Yuan with two decimals; only whole fen may be shown.</summary>
    public override string ToString()
    {
        var fen = new Fraction(numerator * 100, Denominator).Whole()
            ?? throw new System.Diagnostics.UnreachableException("an amount that is not whole fen was to be shown");
        var sign = fen.Sign < 0 ? "-" : string.Empty;
        var digits = BigInteger.Abs(fen).ToString(CultureInfo.InvariantCulture).PadLeft(3, '0');
        return $"{sign}{digits[..^2]}.{digits[^2..]}";
    }

    [GeneratedRegex(@"\A(?<minus>-)?(?<whole>0|[1-9][0-9]*)(\.(?<decimals>[0-9]+))?([eE](?<exponent>[+-]?[0-9]+))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
