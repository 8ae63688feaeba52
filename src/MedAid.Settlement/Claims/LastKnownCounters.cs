using System.Collections.Concurrent;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>What counters stood at, and since when nothing newer is known of the oldest of them.</summary>
public sealed record KnownCounters(long[] UsedFen, DateTimeOffset AsOf);

/// <summary>
/// The counters that this gateway last knew, for quotes while the ledger cannot be reached. Never read by a settlement. A counter
/// that was never seen is not taken for zero: then nothing is known.
/// </summary>
public sealed class LastKnownCounters
{
    private readonly ConcurrentDictionary<(PersonKey PersonKey, string Scheme), Dictionary<string, Known>> persons = new();

    /// <summary>Keeps what the ledger said; <paramref name="asOf"/> is a moment before it was asked.</summary>
    public void Read(PersonKey personKey, string scheme, IReadOnlyList<string> counterKeys, long[] usedFen, DateTimeOffset asOf)
    {
        var counters = Of(personKey, scheme);
        lock (counters)
        {
            for (var slot = 0; slot < counterKeys.Count; slot++)
            {
                Keep(counters, counterKeys[slot], new Known(usedFen[slot], asOf));
            }
        }
    }

    /// <summary>
    /// Keeps what a settlement left. The document leaves out counters that were and stayed zero, so those that were read for a
    /// settlement done now are named by <paramref name="counterKeys"/>; for a repeated one there are none, and what is known since stays.
    /// </summary>
    public void Settled(SettlementDocument document, IReadOnlyList<string> counterKeys)
    {
        var counters = Of(document.PersonKey, document.Breakdown.Policy.Scheme);
        lock (counters)
        {
            foreach (var key in counterKeys)
            {
                Keep(counters, key, new Known(0, document.SettledTime));
            }

            foreach (var use in document.Breakdown.Counters)
            {
                Keep(counters, use.Counter, new Known(checked(use.UsedBeforeFen + use.AddedFen), document.SettledTime));
            }
        }
    }

    /// <summary>
    /// Takes back what a reversal took back, from what was known before it. It says nothing of what others did since then, so the
    /// moment of that knowledge stays. Only for a reversal that was done now: a repeated one has been taken back already.
    /// </summary>
    public void Reversed(SettlementDocument mirror)
    {
        if (!persons.TryGetValue((mirror.PersonKey, mirror.Breakdown.Policy.Scheme), out var counters))
        {
            return;
        }

        lock (counters)
        {
            foreach (var use in mirror.Breakdown.Counters)
            {
                if (counters.TryGetValue(use.Counter, out var known) && known.AsOf <= mirror.SettledTime)
                {
                    counters[use.Counter] = known with { UsedFen = checked(known.UsedFen + use.AddedFen) };
                }
            }
        }
    }

    /// <summary>What these counters stood at when this gateway last knew, or null if one of them was never seen.</summary>
    public KnownCounters? Find(PersonKey personKey, string scheme, IReadOnlyList<string> counterKeys)
    {
        if (!persons.TryGetValue((personKey, scheme), out var counters))
        {
            return null;
        }

        var usedFen = new long[counterKeys.Count];
        var asOf = DateTimeOffset.MaxValue;
        lock (counters)
        {
            for (var slot = 0; slot < usedFen.Length; slot++)
            {
                if (!counters.TryGetValue(counterKeys[slot], out var known))
                {
                    return null;
                }

                usedFen[slot] = known.UsedFen;
                asOf = known.AsOf < asOf ? known.AsOf : asOf;
            }
        }

        return usedFen.Length == 0 ? null : new KnownCounters(usedFen, asOf);
    }

    private Dictionary<string, Known> Of(PersonKey personKey, string scheme)
    {
        if (persons.Count >= Limits.CountersOfPersonsMax && !persons.ContainsKey((personKey, scheme)))
        {
            persons.Clear();
        }

        return persons.GetOrAdd((personKey, scheme), _ => new Dictionary<string, Known>(StringComparer.Ordinal));
    }

    private static void Keep(Dictionary<string, Known> counters, string key, Known now)
    {
        if (counters.TryGetValue(key, out var before) && before.AsOf > now.AsOf)
        {
            return;
        }

        if (counters.Count >= Limits.CountersOfPersonMax && !counters.ContainsKey(key))
        {
            counters.Clear();
        }

        counters[key] = now;
    }

    private readonly record struct Known(long UsedFen, DateTimeOffset AsOf);
}
