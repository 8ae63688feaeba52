using System.Numerics;

namespace MedAid.Core;

/// <summary>The only place where a fraction of a fen becomes whole fen. Every division names its direction.</summary>
public static class Rounding
{
    /// <summary>
    /// Divides and rounds half-up (四舍五入). Example: 2727.5 → 2728. Both arguments are non-negative, the divisor above zero.
    /// </summary>
    /// <exception cref="OverflowException">The quotient is above <see cref="long.MaxValue"/>.</exception>
    public static long HalfUp(Int128 dividend, long divisor)
    {
        Invariant.Holds(dividend >= 0 && divisor > 0, "rounding takes a non-negative dividend and a positive divisor");
        if (dividend <= long.MaxValue)
        {
            var small = (long)dividend;
            var quotient = small / divisor;
            var rest = small - (quotient * divisor);
            return rest >= divisor - rest ? quotient + 1 : quotient;
        }

        var (wide, wideRest) = Int128.DivRem(dividend, divisor);
        return checked((long)(wideRest >= divisor - wideRest ? wide + 1 : wide));
    }

    /// <summary>The same for a product of several amounts, which may be longer than 128 bits.</summary>
    /// <exception cref="OverflowException">The quotient is above <see cref="long.MaxValue"/>.</exception>
    public static long HalfUp(BigInteger dividend, BigInteger divisor)
    {
        Invariant.Holds(dividend >= 0 && divisor > 0, "rounding takes a non-negative dividend and a positive divisor");
        return checked((long)(((2 * dividend) + divisor) / (2 * divisor)));
    }

    /// <summary>Divides and drops the rest. Both arguments are non-negative, the divisor above zero.</summary>
    public static long Down(Int128 dividend, long divisor)
    {
        Invariant.Holds(dividend >= 0 && divisor > 0, "rounding takes a non-negative dividend and a positive divisor");
        return checked((long)(dividend / divisor));
    }
}
