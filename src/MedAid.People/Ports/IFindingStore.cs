using MedAid.People.Overlooked;

namespace MedAid.People.Ports;

/// <summary>The caller's key of a write, what tells its content, who writes, and whether it is only tried.</summary>
public sealed record WriteHead(string RequestId, string ContentHash, string Operator, DateTimeOffset Time, bool ValidateOnly);

/// <summary>What came of a write: its subject (an id), whether it was there before, or why it was refused.</summary>
public sealed record Written(string Subject, bool Replayed, OverlookedRefusal Refusal)
{
    /// <summary>Refused, and what it concerns.</summary>
    public static Written No(OverlookedRefusal refusal, string subject) => new(subject, false, refusal);

    /// <summary>Done now.</summary>
    public static Written Now(string subject) => new(subject, false, OverlookedRefusal.None);
}

/// <summary>Which findings are asked for; what is null or empty does not matter.</summary>
public sealed record FindingFilter(FindingKind? Kind, string County, FindingStanding? Standing, string PersonKey = "");

/// <summary>A finding with the lists that it is on and its referral.</summary>
public sealed record FindingStory(Finding Finding, IReadOnlyList<(string ListId, Receiver Receiver, PushedLine Line)> Lines, Referral? Referral);

/// <summary>
/// What was found, referred and filed by hand: a matter of record. One class over two databases; failures are exceptions
/// of the store (LedgerUnavailableException).
/// </summary>
public interface IFindingStore
{
    /// <summary>
    /// What was done under a request id by any write of the search, or that the id stands for another content; null: it is new.
    /// </summary>
    Task<Written?> RecallAsync(string requestId, string contentHash, CancellationToken cancellationToken);

    /// <summary>Findings that are open or pending, and those of the ids given, however they stand.</summary>
    Task<IReadOnlyList<Finding>> CurrentAsync(IReadOnlyList<string> findingIds, CancellationToken cancellationToken);

    /// <summary>
    /// Writes findings as they are now, if the facts still stand where they were judged; a finding keeps when it was found. False: the facts
    /// have moved on, and nothing was written.
    /// </summary>
    Task<bool> RecordAsync(FactsCheckpoint at, IReadOnlyList<Finding> findings, CancellationToken cancellationToken);

    /// <summary>Findings in the order in which they were made.</summary>
    Task<IReadOnlyList<Finding>> ListAsync(FindingFilter filter, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>The stories of findings.</summary>
    Task<IReadOnlyList<FindingStory>> StoriesAsync(IReadOnlyList<string> findingIds, CancellationToken cancellationToken);

    /// <summary>All findings of a county with what has become of them.</summary>
    Task<IReadOnlyList<FindingStory>> StoriesOfCountyAsync(string county, CancellationToken cancellationToken);

    /// <summary>Refers a finding of a burden to temporary aid.</summary>
    Task<Written> ReferAsync(WriteHead head, string findingId, string note, CancellationToken cancellationToken);

    /// <summary>Notes what the county decided on a referral; a grant settles the finding.</summary>
    Task<Written> DecideAidAsync(WriteHead head, string findingId, long grantedFen, string reason, CancellationToken cancellationToken);

    /// <summary>What was done to the uremia register by hand, in order; of one person if it is given.</summary>
    Task<IReadOnlyList<UremiaAct>> UremiaActsAsync(string? personKey, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an act, if <paramref name="decide"/> allows it in the light of those before; it is called inside the transaction, possibly again.
    /// </summary>
    Task<Written> ActOnUremiaAsync(
        WriteHead head, UremiaAct act, Func<IReadOnlyList<UremiaAct>, OverlookedRefusal> decide, CancellationToken cancellationToken);
}
