namespace MedAid.Oracle;

/// <summary>SplitMix64: small, ours, and the same on every machine and in every release.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 … n−1.</summary>
    public int Below(int n) => (int)(Next() % (ulong)n);

    public long Between(long from, long to) => from + (long)(Next() % (ulong)(to - from + 1));

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(params IReadOnlyList<T> list) => list[Below(list.Count)];

    public List<T> Shuffle<T>(IEnumerable<T> source)
    {
        var list = source.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }

    /// <summary>At least one and at most <paramref name="most"/> of the list, in random order.</summary>
    public List<T> Some<T>(IReadOnlyList<T> list, int most) =>
        [.. Shuffle(list).Take(1 + Below(Math.Min(most, list.Count)))];
}
