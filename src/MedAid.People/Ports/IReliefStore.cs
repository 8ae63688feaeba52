using MedAid.People.Applications;
using MedAid.People.Identities;

namespace MedAid.People.Ports;

/// <summary>A step to be recorded, and of what.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="IdToken">Of a submission, the applicant's token; null: the application is there already.</param>
/// <param name="Head">Who does it, under which key.</param>
public sealed record ReliefEntry(string ApplicationId, string? IdToken, StepHead Head)
{
    /// <summary>Year in which a notice of this step is numbered.</summary>
    public int NoticeYear { get; init; } = Head.Today.Year;
}

/// <summary>What is known when a step is decided.</summary>
/// <param name="Person">The applicant; null: nothing is on record about them.</param>
/// <param name="Application">The application; null: there is none, or none yet.</param>
/// <param name="Others">The applicant's other applications.</param>
/// <param name="NextNotice">Number of the township's next notice of the year.</param>
public sealed record ReliefDossier(
    PersonFacts? Person, ReliefApplication? Application, IReadOnlyList<ReliefApplication> Others, int NextNotice);

/// <summary>What a step makes of it: the application after it and, if they change, the applicant's identities; or why not.</summary>
public sealed record ReliefRuling(
    ReliefApplication? Application, ReliefFault? Fault = null, Func<PersonFacts, IReadOnlyList<IdentityPeriod>>? Identities = null);

/// <summary>What came of a step.</summary>
/// <param name="Application">The application now.</param>
/// <param name="Fault">Why it was not done.</param>
/// <param name="Replayed">The request was recorded before.</param>
/// <param name="Reused">The request id stands for another content; nothing is done.</param>
/// <param name="Changed">Tokens of whom every memory must go.</param>
/// <param name="Marks">Settlements marked for re-adjudication.</param>
public sealed record ReliefOutcome(
    ReliefApplication? Application, ReliefFault? Fault, bool Replayed, bool Reused, IReadOnlyList<string> Changed, int Marks);

/// <summary>
/// Applications for medical relief, step by step. One class over two databases; failures are exceptions of the store
/// (LedgerUnavailableException). A step is never changed or deleted, and a request id stands for one step.
/// </summary>
public interface IReliefStore
{
    /// <summary>
    /// Decides on a step and writes it, and the identities that it gives, in one transaction. <paramref name="decide"/> may be called again
    /// and must only look and answer. Without <paramref name="keep"/> nothing is written.
    /// </summary>
    Task<ReliefOutcome> RecordAsync(
        ReliefEntry entry, bool keep, Func<ReliefDossier, ReliefRuling> decide, CancellationToken cancellationToken);

    /// <summary>
    /// The application of a step that was recorded under a request id, or that the id stands for another content; null: it is new.
    /// </summary>
    Task<ReliefOutcome?> RecallAsync(string requestId, string contentHash, CancellationToken cancellationToken);

    /// <summary>An application by its id.</summary>
    Task<ReliefApplication?> FindAsync(string applicationId, CancellationToken cancellationToken);

    /// <summary>Applications, oldest first, of a county, a state and a person where these are given.</summary>
    Task<IReadOnlyList<ReliefApplication>> ListAsync(
        string county, ReliefState? state, string personKey, int skip, int limit, CancellationToken cancellationToken);
}
