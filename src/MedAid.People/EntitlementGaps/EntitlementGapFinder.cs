using System.Globalization;
using MedAid.Core;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.People.EntitlementGaps;

/// <summary>
/// Finds who does not get what is due to them (排查应享未享) and puts them on lists. Before every answer the facts catch up with the ledger and
/// are judged anew, so that a reversal of this morning is not on a list of this afternoon.
/// </summary>
public sealed class EntitlementGapFinder(
    FactsFollower follower, SearchSource source, FindingStore store, ReferralListStore lists, IndicatorHolder holder, EntitlementGapTerms terms,
    TimeProvider time)
{
    /// <summary>By which terms is searched.</summary>
    public EntitlementGapTerms Terms => terms;

    /// <summary>Today in China.</summary>
    public DateOnly Today => ChinaTime.Today(time);

    /// <summary>First day on which indicators count.</summary>
    private DateOnly IndicatorsFrom => Today.AddYears(-terms.IndicatorYears);

    /// <summary>Catches up, judges, and writes the findings that changed.</summary>
    public async Task<FactsState> RefreshAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Limits.SearchAttemptsMax; attempt++)
        {
            var state = await follower.CatchUpAsync(null, cancellationToken);
            var changed = await JudgeAsync(cancellationToken);
            if (await RecordAsync(state.Checkpoint, changed, cancellationToken))
            {
                return state;
            }
        }

        throw new LedgerUnavailableException("settlements kept coming in while findings were written") { Busy = true };
    }

    /// <summary>A finding with its lists, its referral and the settlements that prove it now; null: there is none of this id.</summary>
    public async Task<(FindingWithLists Finding, IReadOnlyList<ProvingVisit> Proofs)?> FindWithListsAsync(string findingId,
        CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        if (await store.FindingsAsync([findingId], cancellationToken) is not [var finding])
        {
            return null;
        }

        var proofs = await source.ProofsAsync([finding.Finding.Snapshot], IndicatorsFrom, cancellationToken);
        return (finding, proofs[findingId]);
    }

    /// <summary>Findings that a filter asks for, and whether the indicators by which the facts were drawn are today's.</summary>
    public async Task<(IReadOnlyList<GapFinding> Findings, bool IndicatorsCurrent)> ListAsync(
        FindingFilter filter, int skip, int limit, CancellationToken cancellationToken)
    {
        var state = await RefreshAsync(cancellationToken);
        return (await store.ListAsync(filter, skip, limit, cancellationToken), state.IndicatorsCurrent);
    }

    /// <summary>Refers a finding of a burden to medical aid, once.</summary>
    public async Task<Result<string>> ReferAsync(WriteHead head, string findingId, string note, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return await store.ReferAsync(head, findingId, note, cancellationToken);
    }

    /// <summary>Decides on a referral, once.</summary>
    public Task<Result<string>> DecideAidAsync(
        WriteHead head, string findingId, long grantedFen, string reason, CancellationToken cancellationToken) =>
        store.DecideAidAsync(head, findingId, grantedFen, reason, cancellationToken);

    /// <summary>Puts what is new for a receiver on the next list of a county; each finding goes to a receiver once.</summary>
    public async Task<Result<ReferralList>> BuildListAsync(
        WriteHead head, Receiver receiver, CountyCode county, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var fresh = (await lists.NewForAsync(receiver, county, cancellationToken)).Take(Limits.ListLinesMax).Select(f => f.Snapshot).ToArray();
        var proofs = await source.ProofsAsync(fresh, IndicatorsFrom, cancellationToken);
        return await lists.BuildListAsync(head, receiver, county, proofs, cancellationToken);
    }

    /// <summary>A list with its lines; null: there is none of this id.</summary>
    public Task<ReferralList?> FindListAsync(string listId, CancellationToken cancellationToken) => lists.FindListAsync(listId, cancellationToken);

    /// <summary>The heads of lists, or of those alone that their receiver has left without an answer for too long.</summary>
    public Task<IReadOnlyList<ReferralListHead>> ListListsAsync(
        Receiver? receiver, CountyCode county, bool overdueOnly, int skip, int limit, CancellationToken cancellationToken) => lists.ListListsAsync(
        receiver, county, overdueOnly ? Today.AddDays(-terms.AcknowledgeDays) : null, skip, limit, cancellationToken);

    /// <summary>Township and village of the persons on a list, as far as they are known.</summary>
    public Task<IReadOnlyDictionary<PersonKey, (string Township, string Village)>> PlacesAsync(
        IReadOnlyList<PersonKey> personKeys, CancellationToken cancellationToken) => source.PlacesAsync(personKeys, cancellationToken);

    /// <summary>Takes the receiver's answers to lines of a list, once; returns the list's id.</summary>
    public Task<Result<string>> AcknowledgeAsync(
        WriteHead head, string listId, IReadOnlyList<(int Line, LineOutcome Outcome, string Note)> answers, CancellationToken cancellationToken) =>
        lists.AcknowledgeAsync(head, listId, answers, cancellationToken);

    /// <summary>How far a county is with what was found.</summary>
    public async Task<ImplementationCheck> CheckAsync(CountyCode county, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return ImplementationCheck.Of(county, await store.FindingsOfCountyAsync(county, cancellationToken));
    }

    private async Task<IReadOnlyList<GapFinding>> JudgeAsync(CancellationToken cancellationToken)
    {
        var (today, indicators) = (Today, holder.Current);
        var current = await store.CurrentAsync([], cancellationToken);
        var years = current.Where(f => f.Snapshot.Kind == FindingKind.Burden)
            .Select(f => int.Parse(f.Snapshot.Subject, CultureInfo.InvariantCulture));
        var seen = (await source.IndicatorsAsync(IndicatorsFrom, today, cancellationToken)).Where(indicators.MaySuffice).ToArray();
        var burdens = await source.BurdensAsync(years.Append(today.Year - 1).Min(), terms, cancellationToken);
        PersonKey[] keys =
        [
            .. current.Select(f => f.Snapshot.PersonKey).Concat(seen.Select(s => s.PersonKey)).Concat(burdens.Select(b => b.PersonKey))
                .Distinct(),
        ];
        var known = new SearchFacts(today, seen, burdens, await source.PersonsAsync(keys, cancellationToken));
        var judged = new Search(indicators, terms).Judge(known);
        var all = await store.CurrentAsync([.. judged.Keys], cancellationToken);
        return Search.Changes(judged, all, known, Instants.Now(time));
    }

    private async Task<bool> RecordAsync(FactsCheckpoint at, IReadOnlyList<GapFinding> changed, CancellationToken cancellationToken)
    {
        foreach (var part in changed.Chunk(Limits.PartPersonsMax))
        {
            if (!await store.RecordAsync(at, part, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }
}
