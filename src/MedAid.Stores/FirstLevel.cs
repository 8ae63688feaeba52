using System.Collections.Concurrent;
using MedAid.Settlement.People;

namespace MedAid.Stores;

/// <summary>What a load returned, and how long it may be remembered.</summary>
internal readonly record struct CacheEntry(Eligibility? Person, TimeSpan For);

/// <summary>
/// What must hold for a copy kept elsewhere to be used: it is not older than what was seen here, and it was read from the
/// register after the person was last forgotten here.
/// </summary>
internal readonly record struct FreshnessFloor(long VersionMin, DateTimeOffset ReadAfter)
{
    public bool Allows(long version, DateTimeOffset readAt) => version >= VersionMin && readAt > ReadAfter;
}

/// <summary>
/// Persons remembered in this process. One load a token at a time: a rush for one person asks once. What was forgotten while a load
/// was under way is not remembered from that load, and a later caller does not join it.
/// </summary>
internal sealed class FirstLevel(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long allForgottenAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>The person, if the load began less than <paramref name="ageMax"/> ago and may still be remembered.</summary>
    public bool TryGet(string idNumberHash, TimeSpan ageMax, out Eligibility? person)
    {
        if (entries.TryGetValue(idNumberHash, out var entry) && IsFresh(entry, ageMax))
        {
            person = entry.CacheEntry.Person;
            return true;
        }

        person = null;
        return false;
    }

    /// <summary>The person from the load under way, or from a new one.</summary>
    public async Task<Eligibility?> LoadAsync(
        string idNumberHash, TimeSpan ageMax, Func<FreshnessFloor, Task<CacheEntry>> load, CancellationToken cancellationToken)
    {
        MakeRoom();
        var entry = entries.AddOrUpdate(
            idNumberHash,
            _ => Begin(default, load),
            (_, old) => old.IsLoading || IsFresh(old, ageMax) ? old : Begin(old.NextFloor, load));
        try
        {
            // The load serves every caller who waits for it, so none of them may cancel it for the others.
            return await entry.Load.Value.WaitAsync(cancellationToken);
        }
        catch when (entry.HasFailed)
        {
            entries.TryUpdate(idNumberHash, new Entry(entry.NextFloor), entry);
            throw;
        }
    }

    /// <summary>Forgets persons, and disbelieves copies of them that were read before now.</summary>
    public void Forget(IEnumerable<string> idNumberHashes)
    {
        var now = time.GetUtcNow();
        foreach (var token in idNumberHashes)
        {
            MakeRoom();
            entries.AddOrUpdate(
                token,
                _ => new Entry(new FreshnessFloor(0, now)),
                (_, old) => new Entry(old.NextFloor with { ReadAfter = now }));
        }
    }

    /// <summary>Forgets everybody, and disbelieves every copy that was read before now.</summary>
    public void ForgetAll()
    {
        Volatile.Write(ref allForgottenAt, time.GetUtcNow().UtcTicks);
        entries.Clear();
    }

    /// <summary>Forgets everybody here; copies elsewhere are believed as before.</summary>
    public void Clear() => entries.Clear();

    private bool IsFresh(Entry entry, TimeSpan ageMax)
    {
        if (!entry.IsLoaded)
        {
            return false;
        }

        var age = time.GetElapsedTime(entry.BegunAt);
        return age < entry.CacheEntry.For && age < ageMax;
    }

    private Entry Begin(FreshnessFloor doubt, Func<FreshnessFloor, Task<CacheEntry>> load)
    {
        Entry entry = null!;
        entry = new Entry(doubt, () => RunAsync(entry, load));
        return entry;
    }

    private async Task<Eligibility?> RunAsync(Entry entry, Func<FreshnessFloor, Task<CacheEntry>> load)
    {
        // Read only now that the entry is in the table: whoever forgets everybody later finds it there.
        var forgotten = new DateTimeOffset(Volatile.Read(ref allForgottenAt), TimeSpan.Zero);
        var doubt = entry.FreshnessFloor.ReadAfter > forgotten ? entry.FreshnessFloor : entry.FreshnessFloor with { ReadAfter = forgotten };
        entry.BegunAt = time.GetTimestamp();
        entry.Loaded(await load(doubt));
        return entry.CacheEntry.Person;
    }

    private void MakeRoom()
    {
        if (entries.Count >= Limits.RememberedPersonsMax)
        {
            // With the entries go their doubts, so a doubt of everybody has to stand in for them.
            ForgetAll();
        }
    }

    /// <summary>A person, a load under way, or only the doubt that a forgotten person left behind.</summary>
    private sealed class Entry
    {
        private static readonly Lazy<Task<Eligibility?>> Nothing = new(Task.FromResult<Eligibility?>(null));
        private volatile bool isLoaded;

        public Entry(FreshnessFloor doubt)
        {
            FreshnessFloor = doubt;
            Load = Nothing;
        }

        public Entry(FreshnessFloor doubt, Func<Task<Eligibility?>> load)
        {
            FreshnessFloor = doubt;
            Load = new Lazy<Task<Eligibility?>>(load);
        }

        public FreshnessFloor FreshnessFloor { get; }

        public Lazy<Task<Eligibility?>> Load { get; }

        public CacheEntry CacheEntry { get; private set; }

        public long BegunAt { get; set; }

        public bool IsLoaded => isLoaded;

        public bool IsLoading => !Load.IsValueCreated || !Load.Value.IsCompleted;

        public bool HasFailed => Load.IsValueCreated && (Load.Value.IsFaulted || Load.Value.IsCanceled);

        public FreshnessFloor NextFloor => isLoaded ? FreshnessFloor with { VersionMin = CacheEntry.Person?.Version ?? 0 } : FreshnessFloor;

        public void Loaded(CacheEntry found)
        {
            CacheEntry = found;
            isLoaded = true;
        }
    }
}
