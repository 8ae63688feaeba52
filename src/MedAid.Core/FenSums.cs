namespace MedAid.Core;

/// <summary>Sums of amounts, checked.</summary>
public static class FenSums
{
    /// <summary>The sum of an amount of each.</summary>
    public static Fen Sum<T>(this IEnumerable<T> all, Func<T, Fen> amount)
    {
        var sum = Fen.Zero;
        foreach (var one in all)
        {
            sum += amount(one);
        }

        return sum;
    }
}
