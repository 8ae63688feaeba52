using MedAid.Settlement.People;

namespace MedAid.Settlement.Ports;

/// <summary>
/// A memory of the register. It may forget anything at any time; it holds nothing that one query cannot bring back. Implemented
/// in the process and on Redis. Never throws for an outage: what cannot be read is a miss.
/// </summary>
public interface IEligibilityCache
{
    /// <summary>The person behind a token from memory, or from <paramref name="load"/> if it is not remembered.</summary>
    ValueTask<Eligibility?> GetAsync(
        string idNumberHash, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken);

    /// <summary>Forgets persons that changed, here and in every other gateway.</summary>
    ValueTask ForgetAsync(IReadOnlyCollection<string> idNumberHashes, CancellationToken cancellationToken);
}
