using System.Diagnostics.Metrics;

namespace MedAid.Stores;

/// <summary>
/// Where answers about persons came from: counter <c>medaid.eligibility.reads</c> of the meter <c>MedAid.Stores</c>, by source.
/// It counts; it never says who.
/// </summary>
internal static class CacheReads
{
    public static readonly KeyValuePair<string, object?> FirstLevel = Source("first_level");
    public static readonly KeyValuePair<string, object?> Redis = Source("redis");

    /// <summary>Neither level knew; the register was asked, or a load under way was joined.</summary>
    public static readonly KeyValuePair<string, object?> Register = Source("register");

    /// <summary>Redis was away or has a deletion pending, so it was not asked.</summary>
    public static readonly KeyValuePair<string, object?> Bypassed = Source("bypassed");

    private static readonly Meter Meter = new("MedAid.Stores");

    private static readonly Counter<long> Reads =
        Meter.CreateCounter<long>("medaid.eligibility.reads", description: "Persons looked up, by the source of the answer");

    private static readonly Counter<long> Lies = Meter.CreateCounter<long>(
        "medaid.eligibility.disbelieved", description: "Values in Redis that were damaged, foreign or outdated, and were deleted");

    public static void Count(KeyValuePair<string, object?> source) => Reads.Add(1, source);

    public static void CountDisbelieved() => Lies.Add(1);

    private static KeyValuePair<string, object?> Source(string name) => new("source", name);
}
