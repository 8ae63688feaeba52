using MedAid.People.Qualifications;

namespace MedAid.People.Ports;

/// <summary>An end of a qualification to be recorded.</summary>
/// <param name="ApplicationId">The application that gave it.</param>
/// <param name="RequestId">The caller's key.</param>
/// <param name="ContentHash">Tells one content from another.</param>
/// <param name="End">The end.</param>
public sealed record QualificationEnding(string ApplicationId, string RequestId, string ContentHash, QualificationEnd End);

/// <summary>What came of an end.</summary>
/// <param name="Application">The application now.</param>
/// <param name="Fault">Why it was not done.</param>
/// <param name="Replayed">The request was recorded before.</param>
/// <param name="Reused">The request id stands for another content; nothing is done.</param>
/// <param name="Changed">Tokens of whom every memory must go.</param>
/// <param name="Marks">Settlements of the days that fall away, marked for re-adjudication.</param>
public sealed record EndOutcome(
    QualificationApplication? Application, QualificationFault? Fault, bool Replayed, bool Reused, IReadOnlyList<string> Changed, int Marks);

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

    /// <summary>
    /// Ends a qualification before its time, writes what settling reads, and marks settlements of the days that fall away, in one
    /// transaction. <paramref name="check"/> says why not. Without <paramref name="keep"/> nothing is written.
    /// </summary>
    Task<EndOutcome> EndAsync(
        QualificationEnding ending, bool keep, Func<QualificationFacts, QualificationFault?> check, CancellationToken cancellationToken);

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
