using System.Globalization;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.People.Overlooked;

/// <summary>
/// Finds who does not get what is due to them (排查应享未享) and puts them on lists. Before every answer the facts catch up with the ledger and
/// are judged anew, so that a reversal of this morning is not on a list of this afternoon.
/// </summary>
public sealed class OverlookedDesk(
    FactsFollower follower, SearchSource source, FindingStore store, PushedListStore lists, SignShelf shelf, OverlookedTerms terms,
    TimeProvider time)
{
    /// <summary>Today in China.</summary>
    public DateOnly Today => ChinaTime.Today(time);

    /// <summary>First day on which signs count.</summary>
    private DateOnly SignsFrom => Today.AddYears(-terms.SignYears);

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

        var proofs = await source.ProofsAsync([story.Finding.Shown], SignsFrom, cancellationToken);
        return (story, proofs[findingId]);
    }

    /// <summary>Puts what is new for a receiver on the next list of a county; each finding goes to a receiver once.</summary>
    public async Task<Result<PushedList>> BuildListAsync(
        WriteHead head, Receiver receiver, string county, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var fresh = (await lists.NewForAsync(receiver, county, cancellationToken)).Take(Limits.ListLinesMax).Select(f => f.Shown).ToArray();
        var proofs = await source.ProofsAsync(fresh, SignsFrom, cancellationToken);
        return await lists.BuildListAsync(head, receiver, county, proofs, cancellationToken);
    }

    private async Task<IReadOnlyList<Finding>> JudgeAsync(CancellationToken cancellationToken)
    {
        var (today, signs) = (Today, shelf.Current);
        var current = await store.CurrentAsync([], cancellationToken);
        var years = current.Where(f => f.Shown.Kind == FindingKind.Burden)
            .Select(f => int.Parse(f.Shown.Subject, CultureInfo.InvariantCulture));
        var seen = (await source.SignsAsync(SignsFrom, today, cancellationToken)).Where(signs.MaySuffice).ToArray();
        var burdens = await source.BurdensAsync(years.Append(today.Year - 1).Min(), terms, cancellationToken);
        string[] keys =
        [
            .. current.Select(f => f.Shown.PersonKey).Concat(seen.Select(s => s.PersonKey)).Concat(burdens.Select(b => b.PersonKey))
                .Distinct(StringComparer.Ordinal),
        ];
        var known = new SearchFacts(today, seen, burdens, await source.PersonsAsync(keys, cancellationToken));
        var judged = new Search(signs, terms).Judge(known);
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
