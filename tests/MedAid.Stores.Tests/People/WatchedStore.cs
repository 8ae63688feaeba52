using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Ports;
using MedAid.People.Privacy;
using MedAid.People.Rosters;

namespace MedAid.Stores.Tests.People;

/// <summary>The real store; something happens around every part that it writes.</summary>
internal sealed class WatchedStore(IPeopleStore store, Func<Func<Task<PartOutcome>>, Task<PartOutcome>> around) : IPeopleStore
{
    public Task<PartOutcome> ChangeAsync(PeoplePart part, CancellationToken cancellationToken) =>
        around(() => store.ChangeAsync(part, cancellationToken));

    public Task<(RosterCounts Counts, IReadOnlyList<RosterFault> Faults)> TryAsync(PeoplePart part, CancellationToken cancellationToken) =>
        store.TryAsync(part, cancellationToken);

    public Task<bool> AddImportAsync(RosterImport import, CancellationToken cancellationToken) => store.AddImportAsync(import, cancellationToken);

    public Task<RosterImport?> FindImportAsync(string idOrRequestId, CancellationToken cancellationToken) =>
        store.FindImportAsync(idOrRequestId, cancellationToken);

    public Task<IReadOnlyList<RosterImport>> ListImportsAsync(string? afterImportId, int limit, CancellationToken cancellationToken) =>
        store.ListImportsAsync(afterImportId, limit, cancellationToken);

    public Task<bool> BeginImportAsync(RosterImport import, CancellationToken cancellationToken) =>
        store.BeginImportAsync(import, cancellationToken);

    public Task<bool> FinishImportAsync(RosterImport import, IReadOnlyList<RosterFault> faults, CancellationToken cancellationToken) =>
        store.FinishImportAsync(import, faults, cancellationToken);

    public Task<IReadOnlyList<RosterFault>> ListFaultsAsync(string importId, int skip, int limit, CancellationToken cancellationToken) =>
        store.ListFaultsAsync(importId, skip, limit, cancellationToken);

    public Task<bool> LookAgainAsync(DateTimeOffset due, CancellationToken cancellationToken) => store.LookAgainAsync(due, cancellationToken);

    public Task<IReadOnlyList<PersonVersion>> VersionsAsync(string personKey, CancellationToken cancellationToken) =>
        store.VersionsAsync(personKey, cancellationToken);

    public Task<IReadOnlyList<HouseholdVersion>> HouseholdsAsync(string personKey, CancellationToken cancellationToken) =>
        store.HouseholdsAsync(personKey, cancellationToken);

    public Task<PersonFacts?> FindAsync(string keyOrToken, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        store.FindAsync(keyOrToken, knownAt, cancellationToken);

    public Task<IReadOnlyList<HistoryRow>> HistoryAsync(string personKey, CancellationToken cancellationToken) =>
        store.HistoryAsync(personKey, cancellationToken);

    public Task<IReadOnlyList<HistoryRow>> ListChangesAsync(string importId, int skip, int limit, CancellationToken cancellationToken) =>
        store.ListChangesAsync(importId, skip, limit, cancellationToken);

    public Task<IReadOnlyList<string>> HoldersAsync(string county, IdentityKind kind, DateOnly day, CancellationToken cancellationToken) =>
        store.HoldersAsync(county, kind, day, cancellationToken);

    public Task<IReadOnlyDictionary<string, SealedDetail>> DetailsAsync(IReadOnlyList<string> personKeys, CancellationToken cancellationToken) =>
        store.DetailsAsync(personKeys, cancellationToken);

    public Task<IReadOnlyList<string>> KeyIdsAsync(CancellationToken cancellationToken) => store.KeyIdsAsync(cancellationToken);

    public Task<IReadOnlyList<ReadjudicationMark>> ListMarksAsync(bool all, int skip, int limit, CancellationToken cancellationToken) =>
        store.ListMarksAsync(all, skip, limit, cancellationToken);

    public Task AuditAsync(IReadOnlyList<PersonAccess> accesses, CancellationToken cancellationToken) =>
        store.AuditAsync(accesses, cancellationToken);

    public Task<int> ResealAsync(
        string keyId, int limit, Func<string, SealedDetail, SealedDetail> reseal, CancellationToken cancellationToken) =>
        store.ResealAsync(keyId, limit, reseal, cancellationToken);
}
