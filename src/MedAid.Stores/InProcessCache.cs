using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Stores;

/// <summary>
/// The memory of the register in this process alone. Absence is remembered too, but briefly. Where other gateways write to the same
/// register and nobody notifies this one, a person is remembered for less than a second: money is not split by an identity of yesterday.
/// </summary>
public sealed class InProcessCache(TimeProvider time, bool registerIsShared = false) : IEligibilityCache
{
    private readonly FirstLevel persons = new(time);
    private readonly TimeSpan ageMax = registerIsShared ? Limits.RememberedDeafFor : TimeSpan.MaxValue;

    /// <inheritdoc/>
    public ValueTask<Eligibility?> GetAsync(
        string idNumberHash, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken)
    {
        if (persons.TryGet(idNumberHash, ageMax, out var person))
        {
            CacheReads.Count(CacheReads.FirstLevel);
            return ValueTask.FromResult(person);
        }

        CacheReads.Count(CacheReads.Register);
        return LoadAsync(idNumberHash, load, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(IReadOnlyCollection<string> idNumberHashes, CancellationToken cancellationToken)
    {
        persons.Forget(idNumberHashes);
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Eligibility?> LoadAsync(
        string idNumberHash, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken) =>
        await persons.LoadAsync(
            idNumberHash, ageMax, async _ => Fresh(await load(idNumberHash, CancellationToken.None)), cancellationToken);

    /// <summary>What the register said a moment ago.</summary>
    internal static CacheEntry Fresh(Eligibility? person) =>
        new(person, person is null ? Limits.AbsenceRememberedFor : Limits.RememberedFor);
}
