using CsCheck;

namespace MedAid.Clearing.Tests;

/// <summary>
/// What decides a step of a random history: a few numbers that a generator made, so that a history which fails can be made shorter and its
/// numbers smaller. Where they run out, more follow from the last one.
/// </summary>
internal sealed class Dice(IReadOnlyList<int> throws)
{
    private const int ThrowsOfStep = 12;
    private int at;

    /// <summary>Histories of so many steps.</summary>
    public static Gen<int[][]> Histories(int stepsMin, int stepsMax) =>
        Gen.Int[0, int.MaxValue - 1].Array[ThrowsOfStep].Array[stepsMin, stepsMax];

    /// <summary>Below a bound.</summary>
    public int Next(int bound) => Throw() % bound;

    /// <summary>From a number up to below another.</summary>
    public int Next(int from, int bound) => from + Next(bound - from);

    /// <summary>Below a bound.</summary>
    public long NextInt64(long bound) => Throw() % bound;

    private int Throw()
    {
        var number = at < throws.Count ? throws[at] : unchecked((int)((((uint)throws[^1] * 747796405u) ^ ((uint)at * 2891336453u)) >> 1));
        at++;
        return number;
    }
}
