using System.Collections.Concurrent;

namespace MedAid.Stores.Redis;

/// <summary>
/// Persons that Redis and the other gateways still have to be asked to forget. Until then this gateway does not ask Redis for them. The
/// number beside a token tells a second change from the one that is being told.
/// </summary>
internal sealed class PendingInvalidations(TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly ConcurrentDictionary<string, long> tokens = new(StringComparer.Ordinal);
    private long changes;
    private long overflowedAt = Never;

    /// <summary>Whether what Redis holds about a token must not be read.</summary>
    public bool Covers(string idNumberHash) => tokens.ContainsKey(idNumberHash) || CoversAll();

    /// <summary>Notes tokens; returns them with their numbers.</summary>
    public KeyValuePair<string, long>[] Add(IReadOnlyCollection<string> idNumberHashes)
    {
        var change = Interlocked.Increment(ref changes);
        var added = idNumberHashes.Select(t => KeyValuePair.Create(t, change)).ToArray();
        if (tokens.Count + added.Length > Limits.OwedMax)
        {
            Volatile.Write(ref overflowedAt, time.GetTimestamp());
            return added;
        }

        foreach (var (token, number) in added)
        {
            tokens[token] = number;
        }

        return added;
    }

    /// <summary>All that is pending.</summary>
    public KeyValuePair<string, long>[] All() => tokens.ToArray();

    /// <summary>Removes what was sent, unless it changed again in the meantime.</summary>
    public void Paid(IEnumerable<KeyValuePair<string, long>> told)
    {
        foreach (var pair in told)
        {
            tokens.TryRemove(pair);
        }
    }

    // What was in Redis when the list overflowed has run out by itself after the longest life of a value there.
    private bool CoversAll() =>
        Volatile.Read(ref overflowedAt) is var at && at != Never && time.GetElapsedTime(at) < Limits.SharedFor;
}
