using System.Collections.Concurrent;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Stores;

/// <summary>
/// The memory of the register in this process. One load a token at a time: a rush for one person asks the register once. Absence
/// is remembered too, but briefly. What was forgotten while a load was under way is not remembered from that load.
/// </summary>
public sealed class InProcessCache(TimeProvider time) : IEligibilityCache
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<Eligibility?> GetAsync(
        string idToken, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken)
    {
        if (entries.TryGetValue(idToken, out var remembered) && remembered.Until > time.GetTimestamp())
        {
            return await remembered.Person.Value.WaitAsync(cancellationToken);
        }

        if (entries.Count >= Limits.RememberedPersonsMax)
        {
            entries.Clear();
        }

        // The load serves every caller who waits for it, so none of them may cancel it for the others.
        var fresh = new Entry(new Lazy<Task<Eligibility?>>(() => load(idToken, CancellationToken.None)), After(Limits.RememberedFor));
        var entry = entries.AddOrUpdate(idToken, fresh, (_, old) => old.Until > time.GetTimestamp() ? old : fresh);
        try
        {
            var person = await entry.Person.Value.WaitAsync(cancellationToken);
            if (person is null)
            {
                entries.TryUpdate(idToken, entry with { Until = After(Limits.AbsenceRememberedFor) }, entry);
            }

            return person;
        }
        catch when (entry.Person.Value.IsFaulted)
        {
            entries.TryRemove(KeyValuePair.Create(idToken, entry));
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(IReadOnlyCollection<string> idTokens, CancellationToken cancellationToken)
    {
        foreach (var token in idTokens)
        {
            entries.TryRemove(token, out _);
        }

        return ValueTask.CompletedTask;
    }

    private long After(TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);

    private sealed record Entry(Lazy<Task<Eligibility?>> Person, long Until);
}
