using MedAid.People.Qualifications;

namespace MedAid.People.Ports;

/// <summary>
/// Applications for qualifications. One class over two databases; failures are exceptions of the store (LedgerUnavailableException).
/// An application is decided once; it is never changed afterwards and never deleted.
/// </summary>
public interface IQualificationStore
{
    /// <summary>
    /// Decides on persons and writes what comes of it, and what settling reads of them, in one transaction; nobody else changes persons
    /// meanwhile. Who is not known is not asked about. <paramref name="decide"/> may be called again and must only look and answer.
    /// Returns the tokens of those whose eligibility is another now; every memory of them must go.
    /// </summary>
    Task<IReadOnlyList<string>> ChangeAsync(
        IReadOnlyList<string> idTokens, Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide,
        CancellationToken cancellationToken);

    /// <summary>Token of the person of an application; null: there is no such application.</summary>
    Task<string?> FindPersonAsync(string applicationId, CancellationToken cancellationToken);

    /// <summary>Applications by the day on which they are due, of one state and one person where these are given.</summary>
    Task<IReadOnlyList<QualificationApplication>> ListAsync(
        ApplicationState? state, string? personKey, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Open applications that are due on a day or were before.</summary>
    Task<IReadOnlyList<QualificationApplication>> DueAsync(DateOnly day, int limit, CancellationToken cancellationToken);

    /// <summary>Qualifications that end after one day and not after another, and that nobody has renewed or asked to renew.</summary>
    Task<IReadOnlyList<QualificationApplication>> EndingAsync(
        DateOnly after, DateOnly upTo, int limit, CancellationToken cancellationToken);
}
