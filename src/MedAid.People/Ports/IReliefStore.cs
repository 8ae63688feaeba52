using MedAid.People.Applications;
using MedAid.People.Identities;
using MedAid.Settlement.Writes;

namespace MedAid.People.Ports;

/// <summary>Of what a step is to be recorded.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="IdToken">Of a submission, the applicant's token; null: the application is there already.</param>
public sealed record ReliefEntry(string ApplicationId, string? IdToken)
{
    /// <summary>Year in which a notice of this step is numbered; null: this year.</summary>
    public int? NoticeYear { get; init; }
}

/// <summary>What is known when a step is decided.</summary>
/// <param name="Person">The applicant; null: nothing is on record about them.</param>
/// <param name="Application">The application; null: there is none, or none yet.</param>
/// <param name="Others">The applicant's other applications.</param>
/// <param name="NextNotice">Number of the township's next notice of the year.</param>
public sealed record ReliefDossier(
    PersonFacts? Person, ReliefApplication? Application, IReadOnlyList<ReliefApplication> Others, int NextNotice);

/// <summary>What a step makes of it: the application after it and, if they change, the applicant's identities.</summary>
public sealed record ReliefChange(ReliefApplication Application, Func<PersonFacts, IReadOnlyList<IdentityPeriod>>? Identities = null);

/// <summary>
/// Applications for medical relief, step by step. One class over two databases; failures are exceptions of the store
/// (LedgerUnavailableException). A step is never changed or deleted.
/// </summary>
public interface IReliefStore
{
    /// <summary>
    /// Decides on a step and writes it, and the identities that it gives, once. <paramref name="decide"/> may be called again and must only
    /// look and answer.
    /// </summary>
    Task<Result<Recorded<ReliefApplication>>> RecordAsync(
        ReliefEntry entry, WriteHead head, Func<ReliefDossier, Result<ReliefChange>> decide, CancellationToken cancellationToken);

    /// <summary>An application by its id.</summary>
    Task<ReliefApplication?> FindAsync(string applicationId, CancellationToken cancellationToken);

    /// <summary>Applications, oldest first, of a county, a state and a person where these are given.</summary>
    Task<IReadOnlyList<ReliefApplication>> ListAsync(
        string county, ReliefState? state, string personKey, int skip, int limit, CancellationToken cancellationToken);
}
