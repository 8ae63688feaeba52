using System.Collections.Concurrent;

namespace MedAid.Bureau.Link;

/// <summary>Whether the bureau answers through a link, as this gateway sees it.</summary>
/// <param name="LinkId">The link.</param>
/// <param name="AwaySince">Since when nobody answers; null: it answers, or nothing was sent yet.</param>
/// <param name="Said">What the line said last, or what the bureau said to a sign-in that it refused.</param>
public sealed record LinkSight(string LinkId, DateTimeOffset? AwaySince, string Said);

/// <summary>
/// What this gateway knows of whether the bureau answers. While it is away, one task at a time tries it, after pauses that double; who is told of
/// it hears it once, and once that it is back.
/// </summary>
public sealed class LinkHealth(TimeProvider time, Action<LinkSight>? tell = null)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The bureau answered.</summary>
    public void Answered(string linkId)
    {
        var entry = EntryOf(linkId);
        lock (entry)
        {
            var back = entry.AwaySince is not null;
            (entry.AwaySince, entry.Silent, entry.Pause, entry.Said) = (null, 0, TimeSpan.Zero, "");
            if (back)
            {
                tell?.Invoke(new LinkSight(linkId, null, ""));
            }
        }
    }

    /// <summary>A message got no answer.</summary>
    public void Silent(string linkId, string said)
    {
        var entry = EntryOf(linkId);
        lock (entry)
        {
            entry.Said = said;
            if (++entry.Silent >= LinkLimits.SilentMax || entry.AwaySince is not null)
            {
                Lose(linkId, entry);
            }
        }
    }

    /// <summary>Nobody could be reached.</summary>
    public void NotReached(string linkId, string said)
    {
        var entry = EntryOf(linkId);
        lock (entry)
        {
            entry.Said = said;
            Lose(linkId, entry);
        }
    }

    /// <summary>Whether nobody answers.</summary>
    public bool IsAway(string linkId) => entries.TryGetValue(linkId, out var entry) && entry.AwaySince is not null;

    /// <summary>The links that are not to be tried now.</summary>
    public IReadOnlyList<string> Resting()
    {
        var now = time.GetUtcNow();
        return [.. entries.Where(e => e.Value.AwaySince is not null && e.Value.Again > now).Select(e => e.Key)];
    }

    /// <summary>Whether a link is away whose pause is over: one task may try it.</summary>
    public bool IsTrying()
    {
        var now = time.GetUtcNow();
        return entries.Values.Any(e => e.AwaySince is not null && e.Again <= now);
    }

    /// <summary>What is known of a link.</summary>
    public LinkSight SightOf(string linkId) =>
        entries.TryGetValue(linkId, out var entry) ? new LinkSight(linkId, entry.AwaySince, entry.Said) : new LinkSight(linkId, null, "");

    private void Lose(string linkId, Entry entry)
    {
        var now = time.GetUtcNow();
        var first = entry.AwaySince is null;
        if (!first && entry.Again > now)
        {
            // Another message of the same try.
            return;
        }

        entry.AwaySince ??= now;
        entry.Pause = entry.Pause == TimeSpan.Zero ? LinkLimits.PauseFirst : Pauses.Longer(entry.Pause);
        entry.Again = now + entry.Pause;
        if (first)
        {
            tell?.Invoke(new LinkSight(linkId, entry.AwaySince, entry.Said));
        }
    }

    private Entry EntryOf(string linkId) => entries.GetOrAdd(linkId, _ => new Entry());

    private sealed class Entry
    {
        public DateTimeOffset? AwaySince { get; set; }

        public DateTimeOffset Again { get; set; }

        public TimeSpan Pause { get; set; }

        public int Silent { get; set; }

        public string Said { get; set; } = "";
    }
}

/// <summary>Pauses that double up to the longest.</summary>
internal static class Pauses
{
    private const int DoublingsMax = 12;

    /// <summary>The pause after the one before.</summary>
    public static TimeSpan Longer(TimeSpan pause) =>
        pause >= LinkLimits.PauseMax / 2 ? LinkLimits.PauseMax : pause * 2;

    /// <summary>The pause after so many failures.</summary>
    public static TimeSpan After(int failures) => TimeSpan.FromTicks(Math.Min(
        LinkLimits.PauseFirst.Ticks << Math.Clamp(failures - 1, 0, DoublingsMax), LinkLimits.PauseMax.Ticks));
}
