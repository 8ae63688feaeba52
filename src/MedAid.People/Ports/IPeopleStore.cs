using MedAid.People.Identities;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.Settlement.People;

namespace MedAid.People.Ports;

/// <summary>A person to be changed: the token, and the key that they get if they are new.</summary>
public readonly record struct PersonWish(string IdToken, string NewPersonKey);

/// <summary>A part of an import that is written together.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Persons">Persons, each once.</param>
/// <param name="Decide">
/// What becomes of a person; null: nothing changes. Called inside the transaction, possibly again, so it must only look and answer.
/// </param>
/// <param name="Progress">Counts and faults of the part, known once every person was decided.</param>
public sealed record PeoplePart(
    string ImportId, IReadOnlyList<PersonWish> Persons, Func<PersonFacts, PersonChange?> Decide,
    Func<(RosterCounts Counts, IReadOnlyList<RosterFault> Faults)> Progress);

/// <summary>What a part changed.</summary>
/// <param name="Changed">Tokens of the persons whose eligibility is another now; every memory of them must go.</param>
/// <param name="Marks">Settlements marked.</param>
/// <param name="Touched">Persons with days that changed; a second look at them is owed when the settlements under way have ended.</param>
public sealed record PartOutcome(IReadOnlyList<string> Changed, int Marks, IReadOnlyList<TouchedPerson> Touched);

/// <summary>A person whose identities changed on some days, and the version from which on settling knows it.</summary>
public sealed record TouchedPerson(string PersonKey, long Version, int Line, IReadOnlyList<DaySpan> Days);

/// <summary>One row of the bitemporal history.</summary>
public sealed record HistoryRow(
    string PersonKey, IdentityPeriod Period, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo,
    string OpenedBy, int OpenedLine, string? ClosedBy, int? ClosedLine);

/// <summary>A settlement that a change touches, and what was done about it.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="PersonKey">Its person.</param>
/// <param name="ImportId">Import, application or qualification that changed what it was split by.</param>
/// <param name="Line">Line of the import.</param>
/// <param name="Noted">When it was marked.</param>
/// <param name="Resolution">What was done about it; null: it is open.</param>
/// <param name="Again">Whether it is open although an earlier mark of the settlement was resolved.</param>
public sealed record ReadjudicationMark(
    string SettlementId, string PersonKey, string ImportId, int Line, DateTimeOffset Noted, MarkResolution? Resolution, bool Again)
{
    /// <summary>When it was resolved; null: it is open.</summary>
    public DateTimeOffset? Resolved => Resolution?.Resolved;
}

/// <summary>What settling read of a person from a moment on, and who made it so.</summary>
public sealed record PersonVersion(Eligibility Person, DateTimeOffset KnownFrom, string ChangedBy, string Operator);

/// <summary>Where a person lived, as known from a moment on, and who said so.</summary>
public sealed record HouseholdVersion(HouseholdPlace Place, DateTimeOffset KnownFrom, string ChangedBy, string Operator);

/// <summary>Who looked at whom, and why.</summary>
public sealed record PersonAccess(DateTimeOffset At, string Operator, string Role, string PersonKey, string Purpose, string Call);

/// <summary>
/// The facts about persons, kept bitemporally, and what imports did to them. One class over two databases: any thread; failures are
/// exceptions of the store (LedgerUnavailableException). Rows of history are closed, never changed or deleted.
/// </summary>
public interface IPeopleStore
{
    /// <summary>Notes a new import; false if there is one of this id or request id already, and then nothing is written.</summary>
    Task<bool> AddImportAsync(RosterImport import, CancellationToken cancellationToken);

    /// <summary>An import by its id or the caller's request id.</summary>
    Task<RosterImport?> FindImportAsync(string idOrRequestId, CancellationToken cancellationToken);

    /// <summary>Imports, newest first, after one of them.</summary>
    Task<IReadOnlyList<RosterImport>> ListImportsAsync(string? afterImportId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Begins the work on an import, or begins it anew where its gateway died: notes whom it is about and its length; counts and faults
    /// start from nothing, what it changed already stays.
    /// </summary>
    Task<bool> BeginImportAsync(RosterImport import, CancellationToken cancellationToken);

    /// <summary>Sets state and counts of an import, and adds faults.</summary>
    Task<bool> FinishImportAsync(RosterImport import, IReadOnlyList<RosterFault> faults, CancellationToken cancellationToken);

    /// <summary>Faults of an import in order, from one on.</summary>
    Task<IReadOnlyList<RosterFault>> ListFaultsAsync(string importId, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Decides and writes one part in one transaction. Two parts never run at once on one database.</summary>
    Task<PartOutcome> ChangeAsync(PeoplePart part, CancellationToken cancellationToken);

    /// <summary>Decides one part as <see cref="ChangeAsync"/> does and writes nothing: what it would count and report.</summary>
    Task<(RosterCounts Counts, IReadOnlyList<RosterFault> Faults)> TryAsync(PeoplePart part, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the second look that was due first, at settlements that were under way with an older version while a change was written; false:
    /// none is due. Looks are owed by the changes themselves and survive every crash.
    /// </summary>
    Task<bool> LookAgainAsync(DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>A person by key or token, as known now or at a moment.</summary>
    Task<PersonFacts?> FindAsync(string keyOrToken, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>Everything that was ever known of a person's identities, in the order in which it became known.</summary>
    Task<IReadOnlyList<HistoryRow>> HistoryAsync(string personKey, CancellationToken cancellationToken);

    /// <summary>Every state of what settling read of a person, oldest first.</summary>
    Task<IReadOnlyList<PersonVersion>> VersionsAsync(string personKey, CancellationToken cancellationToken);

    /// <summary>Every household and place of a person, oldest first.</summary>
    Task<IReadOnlyList<HouseholdVersion>> HouseholdsAsync(string personKey, CancellationToken cancellationToken);

    /// <summary>Rows that an import opened or closed, from one on.</summary>
    Task<IReadOnlyList<HistoryRow>> ListChangesAsync(string importId, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Persons of a county with a certified or provisional identity on a day, as known now.</summary>
    Task<IReadOnlyList<string>> HoldersAsync(
        string county, Core.Policy.IdentityKind kind, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Sealed details of persons by key.</summary>
    Task<IReadOnlyDictionary<string, SealedDetail>> DetailsAsync(
        IReadOnlyList<string> personKeys, CancellationToken cancellationToken);

    /// <summary>Ids of the keys that anything is sealed with, in order of their bytes.</summary>
    Task<IReadOnlyList<string>> KeyIdsAsync(CancellationToken cancellationToken);

    /// <summary>Marks, oldest first, after one of them; only unresolved ones unless all are wanted.</summary>
    Task<IReadOnlyList<ReadjudicationMark>> ListMarksAsync(
        bool all, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Notes who read whom; the answer must not be given before this is done.</summary>
    Task AuditAsync(IReadOnlyList<PersonAccess> accesses, CancellationToken cancellationToken);

    /// <summary>Seals details anew that another key than <paramref name="keyId"/> seals; returns how many; 0: none are left.</summary>
    Task<int> ResealAsync(
        string keyId, int limit, Func<string, SealedDetail, SealedDetail> reseal, CancellationToken cancellationToken);
}
