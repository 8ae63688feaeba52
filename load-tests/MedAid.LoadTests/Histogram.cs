using System.Numerics;

namespace MedAid.LoadTests;

/// <summary>
/// Latencies in microseconds, kept to within one per cent whatever their size: 128 steps for each doubling, as HDR histograms do.
/// Any thread may record.
/// </summary>
internal sealed class Histogram
{
    private const int StepBits = 7;
    private const int Steps = 1 << StepBits;

    private readonly long[] counts = new long[Steps * (64 - StepBits + 1)];
    private long count;
    private long maximum;

    public long Count => Volatile.Read(ref count);

    public long MaximumUs => Volatile.Read(ref maximum);

    public void Record(TimeSpan latency)
    {
        var us = Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref counts[IndexOf(us)]);
        Interlocked.Increment(ref count);
        for (var seen = MaximumUs; us > seen; seen = MaximumUs)
        {
            if (Interlocked.CompareExchange(ref maximum, us, seen) == seen)
            {
                break;
            }
        }
    }

    /// <summary>The latency that a share of the calls, in ten-thousandths, did not exceed.</summary>
    public long PercentileUs(int perTenThousand)
    {
        var wanted = Math.Max(1, ((Count * perTenThousand) + 9_999) / 10_000);
        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= wanted)
            {
                return Math.Min(UpperOf(i), MaximumUs);
            }
        }

        return MaximumUs;
    }

    private static int IndexOf(long us)
    {
        if (us < Steps)
        {
            return (int)us;
        }

        var shift = 63 - BitOperations.LeadingZeroCount((ulong)us) - StepBits;
        return ((shift + 1) << StepBits) + (int)((us >> shift) - Steps);
    }

    private static long UpperOf(int index)
    {
        if (index < Steps)
        {
            return index;
        }

        var shift = (index >> StepBits) - 1;
        return (((long)(index & (Steps - 1)) + Steps + 1) << shift) - 1;
    }
}
