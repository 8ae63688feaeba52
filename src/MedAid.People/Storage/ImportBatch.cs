using MedAid.Core;
using MedAid.People.Identities;
using MedAid.People.Rosters;
using MedAid.Settlement.LaterVisits;
using MedAid.Settlement.People;

namespace MedAid.People.Storage;

/// <summary>A person to be changed: the token, and the key that they get if they are new.</summary>
public readonly record struct PersonUpsert(string IdNumberHash, PersonKey NewPersonKey);

/// <summary>Where a part stands in a run of an import; it is written once in its run.</summary>
/// <param name="RunId">The run: one gateway at work on the import from its beginning.</param>
/// <param name="Number">Number of the part in the run, from 1.</param>
public readonly record struct PartOfRun(string RunId, int Number);

/// <summary>A part of an import that is written together.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Persons">Persons, each once.</param>
/// <param name="Decide">
/// How a person changes; null: nothing changes. Called inside the transaction, possibly again, so it must only look and answer.
/// </param>
/// <param name="Progress">Counts and faults of the part, known once every person was decided.</param>
/// <param name="Of">Where it stands in its run; null: it has none, and finds for itself what is written already.</param>
public sealed record ImportBatch(
    string ImportId, IReadOnlyList<PersonUpsert> Persons, Func<PersonFacts, PersonChange?> Decide,
    Func<(RosterCounts Counts, IReadOnlyList<RosterFault> Faults)> Progress, PartOfRun? Of = null)
{
    /// <summary>The tokens of all its persons.</summary>
    public IReadOnlyList<string> Tokens => [.. Persons.Select(p => p.IdNumberHash)];
}

/// <summary>What a part changed.</summary>
/// <param name="Changed">
/// Tokens of the persons whose eligibility is another now; every memory of them must go. If the part may have been written before, all of its
/// tokens: whom the first writing changed can no longer be seen.
/// </param>
/// <param name="Marks">Settlements marked.</param>
/// <param name="Touched">Persons with days that changed; they are to be rechecked when the settlements under way have ended.</param>
/// <param name="IsTakenOver">Another run has taken the import over: nothing was written, and this run has to end.</param>
public sealed record PartOutcome(
    IReadOnlyList<string> Changed, int Marks, IReadOnlyList<TouchedPerson> Touched, bool IsTakenOver = false);

/// <summary>A person whose identities changed on some days, and the version from which on settling knows it.</summary>
public sealed record TouchedPerson(PersonKey PersonKey, long Version, int Line, IReadOnlyList<DaySpan> Days);

/// <summary>One row of the bitemporal history.</summary>
public sealed record HistoryRow(
    PersonKey PersonKey, IdentityPeriod Period, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo,
    string OpenedBy, int OpenedLine, string? ClosedBy, int? ClosedLine);

/// <summary>A settlement that a change touches, and what was done about it.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="PersonKey">Its person.</param>
/// <param name="ImportId">Import, application or qualification that changed what it was split by.</param>
/// <param name="Line">Line of the import.</param>
/// <param name="Noted">When it was marked.</param>
/// <param name="Resolution">What was done about it; null: it is open.</param>
/// <param name="Again">Whether it is open although an earlier mark of the settlement was resolved.</param>
/// <param name="Difference">
/// By how much it would come out differently in the order of visits; <c>ImportId</c> is then the settlement that was made (line 0) or undone
/// (line 1). Null: identities or qualifications changed, and nobody has reckoned by how much.
/// </param>
public sealed record ReadjudicationMark(
    SettlementId SettlementId, PersonKey PersonKey, string ImportId, int Line, DateTimeOffset Noted, MarkResolution? Resolution, bool Again,
    VisitDifference? Difference = null)
{
    /// <summary>When it was resolved; null: it is open.</summary>
    public DateTimeOffset? Resolved => Resolution?.Resolved;
}

/// <summary>What settling read of a person from a moment on, and who made it so.</summary>
public sealed record PersonVersion(Eligibility Person, DateTimeOffset KnownFrom, string ChangedBy, string Operator);

/// <summary>Where a person lived, as known from a moment on, and who said so.</summary>
public sealed record HouseholdVersion(HouseholdPlace Place, DateTimeOffset KnownFrom, string ChangedBy, string Operator);

/// <summary>Who looked at whom, and why.</summary>
public sealed record PersonAccess(DateTimeOffset At, string Operator, string Role, PersonKey PersonKey, string Purpose, string Call);
