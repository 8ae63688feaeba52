using MedAid.Settlement.People;

namespace MedAid.Settlement.Ports;

/// <summary>
/// The truth about insured persons. Implemented on SQLite and on PostgreSQL. Any thread; failures are exceptions of the store.
/// </summary>
public interface IEligibilityRegister
{
    /// <summary>The person behind a token, or null.</summary>
    Task<Eligibility?> FindAsync(string idNumberHash, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers with which key the tokens of this register are made, the first time; false if it was another key: then nobody
    /// would ever be found.
    /// </summary>
    Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken);
}
