using System.Globalization;
using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>
/// An amount of money in whole fen. Sums and differences are checked; a number becomes an amount only where the code says so. Shares and ratios
/// are reckoned by <see cref="Rate"/> and <see cref="Rounding"/>.
/// </summary>
/// <param name="Value">The number of fen.</param>
[JsonConverter(typeof(FenJson))]
public readonly record struct Fen(long Value) : IComparable<Fen>
{
    /// <summary>Nothing.</summary>
    public static Fen Zero => default;

    /// <summary>The sum.</summary>
    public static Fen operator +(Fen left, Fen right) => new(checked(left.Value + right.Value));

    /// <summary>The difference.</summary>
    public static Fen operator -(Fen left, Fen right) => new(checked(left.Value - right.Value));

    /// <summary>The opposite.</summary>
    public static Fen operator -(Fen amount) => new(checked(-amount.Value));

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Fen left, Fen right) => left.Value < right.Value;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(Fen left, Fen right) => left.Value > right.Value;

    /// <summary>Whether the left is not more.</summary>
    public static bool operator <=(Fen left, Fen right) => left.Value <= right.Value;

    /// <summary>Whether the left is not less.</summary>
    public static bool operator >=(Fen left, Fen right) => left.Value >= right.Value;

    /// <summary>The greater of two.</summary>
    public static Fen Max(Fen one, Fen other) => one > other ? one : other;

    /// <inheritdoc/>
    public int CompareTo(Fen other) => Value.CompareTo(other.Value);

    /// <summary>The bare number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
