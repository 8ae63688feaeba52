using MedAid.People.Overlooked;
using MedAid.Settlement.Writes;

namespace MedAid.People.Ports;

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

    /// <summary>Refers a finding of a burden to temporary aid; its id. Like all writes here, it is done once under a key.</summary>
    Task<Result<string>> ReferAsync(WriteHead head, string findingId, string note, CancellationToken cancellationToken);

    /// <summary>Notes what the county decided on a referral; a grant settles the finding.</summary>
    Task<Result<string>> DecideAidAsync(WriteHead head, string findingId, long grantedFen, string reason, CancellationToken cancellationToken);

    /// <summary>What was done to the uremia register by hand, in order; of one person if it is given.</summary>
    Task<IReadOnlyList<UremiaAct>> UremiaActsAsync(string? personKey, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an act, unless <paramref name="refuse"/> says why not in the light of those before; it is called inside the transaction, possibly again.
    /// </summary>
    Task<Result<string>> ActOnUremiaAsync(
        WriteHead head, UremiaAct act, Func<IReadOnlyList<UremiaAct>, Fault?> refuse, CancellationToken cancellationToken);
}
