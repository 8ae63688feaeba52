using System.Globalization;
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
    /// <summary>Today in China.</summary>
    public DateOnly Today => ChinaTime.Today(time);

    /// <summary>First day on which indicators count.</summary>
    private DateOnly IndicatorsFrom => Today.AddYears(-terms.IndicatorYears);

    /// <summary>Catches up, judges, and writes what became of findings.</summary>
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
    public async Task<(FindingStory Story, IReadOnlyList<ProvingVisit> Proofs)?> TellAsync(string findingId, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        if (await store.StoriesAsync([findingId], cancellationToken) is not [var story])
        {
            return null;
        }

        var proofs = await source.ProofsAsync([story.Finding.Snapshot], IndicatorsFrom, cancellationToken);
        return (story, proofs[findingId]);
    }

    /// <summary>Puts what is new for a receiver on the next list of a county; each finding goes to a receiver once.</summary>
    public async Task<Result<ReferralList>> BuildListAsync(
        WriteHead head, Receiver receiver, string county, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var fresh = (await lists.NewForAsync(receiver, county, cancellationToken)).Take(Limits.ListLinesMax).Select(f => f.Snapshot).ToArray();
        var proofs = await source.ProofsAsync(fresh, IndicatorsFrom, cancellationToken);
        return await lists.BuildListAsync(head, receiver, county, proofs, cancellationToken);
    }

    private async Task<IReadOnlyList<Finding>> JudgeAsync(CancellationToken cancellationToken)
    {
        var (today, indicators) = (Today, holder.Current);
        var current = await store.CurrentAsync([], cancellationToken);
        var years = current.Where(f => f.Snapshot.Kind == FindingKind.Burden)
            .Select(f => int.Parse(f.Snapshot.Subject, CultureInfo.InvariantCulture));
        var seen = (await source.IndicatorsAsync(IndicatorsFrom, today, cancellationToken)).Where(indicators.MaySuffice).ToArray();
        var burdens = await source.BurdensAsync(years.Append(today.Year - 1).Min(), terms, cancellationToken);
        string[] keys =
        [
            .. current.Select(f => f.Snapshot.PersonKey).Concat(seen.Select(s => s.PersonKey)).Concat(burdens.Select(b => b.PersonKey))
                .Distinct(StringComparer.Ordinal),
        ];
        var known = new SearchFacts(today, seen, burdens, await source.PersonsAsync(keys, cancellationToken));
        var judged = new Search(indicators, terms).Judge(known);
        var all = await store.CurrentAsync([.. judged.Keys], cancellationToken);
        return Search.Changes(judged, all, known, Instants.Now(time));
    }

    private async Task<bool> RecordAsync(FactsCheckpoint at, IReadOnlyList<Finding> changed, CancellationToken cancellationToken)
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
