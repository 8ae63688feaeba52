namespace MedAid.Core.Calculation;

/// <summary>
/// One month of a capitation contract (按人头包干) seen by the hospital: what the bureau pays for the heads against what their care
/// cost. Pure.
/// </summary>
public sealed record CapitationMonth
{
    /// <summary>Reckons a month. Rate, heads and cost are not negative.</summary>
    /// <exception cref="OverflowException">Rate × heads is beyond any amount.</exception>
    public CapitationMonth(long rateFen, int heads, long costFen)
    {
        Invariant.Holds(rateFen >= 0 && heads >= 0 && costFen >= 0, "a month has no negative figure");
        (Heads, CostFen) = (heads, costFen);
        IncomeFen = checked(rateFen * heads);
    }

    /// <summary>People under the contract in the month.</summary>
    public int Heads { get; }

    /// <summary>What the bureau pays: rate × heads.</summary>
    public long IncomeFen { get; }

    /// <summary>What the same people's items add up to.</summary>
    public long CostFen { get; }

    /// <summary>Surplus, or loss if negative.</summary>
    public long ResultFen => IncomeFen - CostFen;

    /// <summary>
    /// Surplus or loss per head, rounded to the fen by its size, so that a loss is as large as the like surplus; null without heads.
    /// </summary>
    public long? ResultPerHeadFen => Heads == 0
        ? null
        : Math.Sign(ResultFen) * Rounding.HalfUp(Int128.Abs(ResultFen), Heads);
}
