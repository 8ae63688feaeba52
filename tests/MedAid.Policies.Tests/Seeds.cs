using System.Globalization;
using Xunit.Sdk;

namespace MedAid.Policies.Tests;

/// <summary>
/// Which generated cases a property is tried on. <c>MEDAID_SEED</c> replays one case, <c>MEDAID_CASES</c> changes how many there are.
/// </summary>
internal static class Seeds
{
    /// <summary>Tries a property on every seed; the first few failures are reported, each with its seed.</summary>
    public static void ForEach(int count, Func<ulong, string?> differenceOf)
    {
        if (Environment.GetEnvironmentVariable("MEDAID_SEED") is { Length: > 0 } replayed)
        {
            Report([(ulong.Parse(replayed, CultureInfo.InvariantCulture), null)], differenceOf);
            return;
        }

        if (Environment.GetEnvironmentVariable("MEDAID_CASES") is { Length: > 0 } wanted)
        {
            count = int.Parse(wanted, CultureInfo.InvariantCulture);
        }

        var failed = new System.Collections.Concurrent.ConcurrentBag<(ulong Seed, string? Difference)>();
        Parallel.For(0, count, i =>
        {
            var difference = DifferenceOrThrown((ulong)i, differenceOf);
            if (difference is not null)
            {
                failed.Add(((ulong)i, difference));
            }
        });
        Report([.. failed.OrderBy(f => f.Seed)], null);
    }

    private static void Report((ulong Seed, string? Difference)[] failed, Func<ulong, string?>? differenceOf)
    {
        var found = failed
            .Select(f => (f.Seed, Difference: differenceOf is null ? f.Difference : DifferenceOrThrown(f.Seed, differenceOf)))
            .Where(f => f.Difference is not null)
            .ToArray();
        if (found.Length > 0)
        {
            throw new XunitException(
                $"{found.Length} seeds fail; replay one with MEDAID_SEED\n"
                + string.Join("\n\n", found.Take(5).Select(f => $"MEDAID_SEED={f.Seed}\n{f.Difference}")));
        }
    }

    private static string? DifferenceOrThrown(ulong seed, Func<ulong, string?> differenceOf)
    {
        try
        {
            return differenceOf(seed);
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }
}
