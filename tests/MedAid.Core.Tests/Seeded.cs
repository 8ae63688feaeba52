using System.Globalization;
using Xunit.Sdk;

namespace MedAid.Core.Tests;

/// <summary>
/// Tries a property on seeds 0, 1, 2 …; a failure names its seed, and <c>MEDAID_SEED</c> replays that one alone.
/// </summary>
internal static class Seeded
{
    public static void ForEach(int count, Action<ulong> holds)
    {
        if (Environment.GetEnvironmentVariable("MEDAID_SEED") is { Length: > 0 } replayed)
        {
            holds(ulong.Parse(replayed, CultureInfo.InvariantCulture));
            return;
        }

        for (var seed = 0UL; seed < (ulong)count; seed++)
        {
            try
            {
                holds(seed);
            }
            catch (Exception e)
            {
                throw new XunitException($"fails at MEDAID_SEED={seed}: {e.Message}", e);
            }
        }
    }
}

/// <summary>SplitMix64: small, and the same on every machine.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>From the first to the last, both included.</summary>
    public long Between(long from, long to) => from + (long)(Next() % (ulong)(to - from + 1));

    public int Below(int count) => (int)(Next() % (ulong)count);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(params ReadOnlySpan<T> list) => list[Below(list.Length)];

    public T[] Shuffle<T>(IEnumerable<T> source)
    {
        var list = source.ToArray();
        for (var i = list.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (list[i], list[other]) = (list[other], list[i]);
        }

        return list;
    }

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
