using MedAid.Settlement.People;

namespace MedAid.Settlement.Ports;

/// <summary>
/// The truth about insured persons. Implemented on SQLite and on PostgreSQL. Any thread; failures are exceptions of the store.
/// </summary>
public interface IEligibilityRegister
{
    /// <summary>The person behind a token, or null.</summary>
    Task<Eligibility?> FindAsync(string idToken, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers with which key the tokens of this register are made, the first time; false if it was another key: then nobody
    /// would ever be found.
    /// </summary>
    Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken);

    /// <summary>
    /// Writes persons, new or changed; a repeated import of the same content changes nothing. Returns the tokens of those that are
    /// new or changed, each once.
    /// </summary>
    Task<IReadOnlyCollection<string>> ImportAsync(
        IReadOnlyList<(string IdToken, Eligibility Person)> persons, CancellationToken cancellationToken);
}
