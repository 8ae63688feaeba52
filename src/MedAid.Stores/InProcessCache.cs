using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Stores;

/// <summary>The memory of the register in this process alone. Absence is remembered too, but briefly.</summary>
public sealed class InProcessCache(TimeProvider time) : IEligibilityCache
{
    private readonly FirstLevel persons = new(time);

    /// <inheritdoc/>
    public ValueTask<Eligibility?> GetAsync(
        string idToken, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken)
    {
        if (persons.TryGet(idToken, TimeSpan.MaxValue, out var person))
        {
            CacheReads.Count(CacheReads.FirstLevel);
            return ValueTask.FromResult(person);
        }

        CacheReads.Count(CacheReads.Register);
        return LoadAsync(idToken, load, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(IReadOnlyCollection<string> idTokens, CancellationToken cancellationToken)
    {
        persons.Forget(idTokens);
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Eligibility?> LoadAsync(
        string idToken, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken) =>
        await persons.LoadAsync(
            idToken, TimeSpan.MaxValue, async _ => Fresh(await load(idToken, CancellationToken.None)), cancellationToken);

    /// <summary>What the register said a moment ago.</summary>
    internal static Found Fresh(Eligibility? person) =>
        new(person, person is null ? Limits.AbsenceRememberedFor : Limits.RememberedFor);
}
