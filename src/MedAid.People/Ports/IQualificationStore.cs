using System.Security.Cryptography;
using System.Text;
using MedAid.People.Qualifications;
using MedAid.Settlement.Writes;

namespace MedAid.People.Ports;

/// <summary>An enrolment of a managed patients' list: under which id and since when, and what came of it; null: it has not ended.</summary>
public sealed record ManagedEnrolment(string EnrolmentId, DateTimeOffset Begun, EnrolmentResult? Result)
{
    private const int IdDigits = 24;

    /// <summary>The id of the enrolment that a request begins.</summary>
    public static string IdOf(string requestId) => $"E{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)))[..IdDigits]}";
}

/// <summary>
/// Applications for qualifications. One class over two databases; failures are exceptions of the store (LedgerUnavailableException).
/// An application is decided once; it is never changed afterwards and never deleted.
/// </summary>
public interface IQualificationStore
{
    /// <summary>
    /// Decides on a person and writes what comes of it, and what settling reads of them, once; nobody else changes persons meanwhile.
    /// <paramref name="decide"/> gets null of who is not known; it may be called again and must only look and answer.
    /// </summary>
    Task<Result<Recorded<IReadOnlyList<QualificationApplication>>>> RecordAsync(
        WriteHead head, string idToken, Func<QualificationFacts?, Result<IReadOnlyList<QualificationApplication>>> decide,
        CancellationToken cancellationToken);

    /// <summary>
    /// Decides on the persons of a part of an enrolment, likewise; who is not known is not asked about. Returns the tokens of whom every memory
    /// must go. Without <paramref name="keep"/> nothing is written.
    /// </summary>
    Task<IReadOnlyList<string>> ChangeAsync(
        IReadOnlyList<string> idTokens, Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide, bool keep,
        CancellationToken cancellationToken);

    /// <summary>
    /// Ends a qualification before its time, writes what settling reads, and marks settlements of the days that fall away, once.
    /// <paramref name="check"/> says why not; null of who is not known.
    /// </summary>
    Task<Result<Recorded<QualificationApplication>>> EndAsync(
        WriteHead head, string applicationId, QualificationEnd ending, Func<QualificationFacts?, Fault?> check, CancellationToken cancellationToken);

    /// <summary>Begins an enrolment, once: the same request again finds it, and what came of it.</summary>
    Task<Result<ManagedEnrolment>> BeginEnrolmentAsync(WriteHead head, string checkedBy, CancellationToken cancellationToken);

    /// <summary>Notes what came of an enrolment, once; what is noted.</summary>
    Task<EnrolmentResult> EndEnrolmentAsync(string enrolmentId, EnrolmentResult result, CancellationToken cancellationToken);

    /// <summary>An enrolment; null: there is none of this id.</summary>
    Task<ManagedEnrolment?> FindEnrolmentAsync(string enrolmentId, CancellationToken cancellationToken);

    /// <summary>Applications by their ids, in this order.</summary>
    Task<IReadOnlyList<QualificationApplication>> FindAsync(IReadOnlyList<string> applicationIds, CancellationToken cancellationToken);

    /// <summary>Token of the person of an application; null: there is no such application.</summary>
    Task<string?> FindPersonAsync(string applicationId, CancellationToken cancellationToken);

    /// <summary>Applications by the day on which they are due, of one state and one person where these are given.</summary>
    Task<IReadOnlyList<QualificationApplication>> ListAsync(
        ApplicationState? state, string? personKey, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Open applications that are due on a day or were before.</summary>
    Task<IReadOnlyList<QualificationApplication>> DueAsync(DateOnly day, int limit, CancellationToken cancellationToken);

    /// <summary>Qualifications that end after one day and not after another, and that nobody has renewed or asked to renew.</summary>
    Task<IReadOnlyList<QualificationApplication>> EndingAsync(DateOnly after, DateOnly upTo, int limit, CancellationToken cancellationToken);
}
