using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Writing;

/// <summary>A counter of a person under a scheme, or of a hospital, which then stands in the person's place.</summary>
internal readonly record struct CounterKey(PersonKey PersonKey, string Scheme, string Counter)
{
    /// <summary>A counter that a visit of a person touches.</summary>
    public static CounterKey Of(PersonKey personKey, string scheme, string counter)
    {
        var (owner, ownScheme) = CounterOwner.Of(counter, personKey, scheme);
        return new CounterKey(owner, ownScheme, counter);
    }
}

/// <summary>What was answered under a request id before.</summary>
internal sealed record KnownRequest(byte[] ContentHash, SettlementDocument? Document, RefusalRecord? Refusal);

/// <summary>What a batch starts from, read under the locks that it holds until its commit.</summary>
internal sealed class BatchState
{
    public Dictionary<string, KnownRequest> Requests { get; } = new(StringComparer.Ordinal);

    public Dictionary<SettlementId, StoredSettlement> Settlements { get; } = [];

    public Dictionary<CounterKey, long> Counters { get; } = [];

    /// <summary>Visits that stand settled, and their bills.</summary>
    public StandingVisits Standing { get; } = new();

    /// <summary>Visits that stand and were searched for, with those of the batch.</summary>
    public PersonVisits Visits { get; } = new();

    /// <summary>Parts that stand, of the stays of which a part is to be reversed, and of those that the batch settles.</summary>
    public Dictionary<StayKey, SortedList<int, SettlementId>> Parts { get; } = [];
}

/// <summary>
/// What a batch of postings writes, worked out in their order from one state: each sees what the ones before it did, so two
/// visits of one person in a batch share a limit as if they had come one after the other. A posting that fails takes nothing
/// of the others with it. The same for every store; only reading the state and writing the plan differ.
/// </summary>
internal sealed class BatchPlan(BatchState state)
{
    private readonly List<(LedgerWork Work, PostingResult? Outcome, Exception? Failure)> outcomes = [];

    /// <summary>Settlements and reversals to write, in order, each with its request's content hash.</summary>
    public List<(SettlementRecord Record, byte[] ContentHash)> Records { get; } = [];

    /// <summary>Refusals to keep.</summary>
    public List<(string RequestId, byte[] ContentHash, RefusalRecord Refusal)> Refusals { get; } = [];

    /// <summary>Counters as they stand after the batch, those that changed.</summary>
    public Dictionary<CounterKey, long> ChangedCounters { get; } = [];

    public static BatchPlan Of(IEnumerable<LedgerWork> works, BatchState state)
    {
        var plan = new BatchPlan(state);
        foreach (var work in works)
        {
            plan.Add(work);
        }

        return plan;
    }

    /// <summary>Completes every caller's work; only after the commit.</summary>
    public void Announce()
    {
        foreach (var (work, outcome, failure) in outcomes)
        {
            if (outcome is not null)
            {
                work.Succeed(outcome);
            }
            else
            {
                work.Fail(failure!);
            }
        }
    }

    private void Add(LedgerWork work)
    {
        if (state.Requests.TryGetValue(work.RequestId, out var known))
        {
            outcomes.Add((work, Repeated(work, known), null));
            return;
        }

        var kept = Records.Count;
        try
        {
            var prepared = work is { Settlement: not null, Reversal: not null } ? Replace(work) : Prepare(work).Under(work.ContentHash);
            Keep(work, prepared);
            outcomes.Add((work, new PostingResult(PostingEffect.Done, prepared.Record?.Document, prepared.Refusal), null));
        }
        catch (Exception failure) when (Records.Count == kept)
        {
            // A defect in one posting is that caller's alone; the log gets it where the call ends. Had a reversal been planned without what
            // replaces the settlement, the whole plan would be given up.
            outcomes.Add((work, null, failure));
        }
    }

    private static PostingResult Repeated(LedgerWork work, KnownRequest known) =>
        known.ContentHash.AsSpan().SequenceEqual(work.ContentHash)
            ? new PostingResult(PostingEffect.Replayed, known.Document, known.Refusal)
            : new PostingResult(PostingEffect.RequestIdReused, null, known.Refusal);

    private PostingDecision Prepare(LedgerWork work)
    {
        if (work.Reversal is { } reversal)
        {
            return Prepare(reversal);
        }

        return Prepare(work.Settlement!, null);
    }

    private PostingDecision Prepare(ReversalPosting reversal)
    {
        var original = state.Settlements.GetValueOrDefault(reversal.SettlementId);
        return reversal.Prepare(original, original is null ? null : LaterPart(original.Document));
    }

    /// <summary>
    /// Plans the reversal of the settlement that is replaced, if the new one can stand, and gives the new one; or the refusal of either.
    /// </summary>
    private PostingDecision Replace(LedgerWork work)
    {
        var undo = Prepare(work.Reversal!).Under(work.Reversal!.ContentHash);
        if (undo.Record is not { } mirror)
        {
            return undo;
        }

        var made = Prepare(work.Settlement!, mirror).Under(work.ContentHash);
        if (made.Record is not null)
        {
            Keep(work.Reversal!.RequestId, null, work.Reversal.ContentHash, mirror);
        }

        return made;
    }

    /// <summary>Prepares a settlement as if what it replaces had been undone.</summary>
    private PostingDecision Prepare(SettlementPosting posting, SettlementRecord? undone)
    {
        var replaced = undone?.Document.ReversesSettlementId;
        if (state.Standing.Against(posting.Visit, posting.PersonKey) is { } standing && standing != replaced)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.VisitAlreadySettled, standing.Text));
        }

        var usedFen = new long[posting.CounterKeys.Count];
        for (var slot = 0; slot < usedFen.Length; slot++)
        {
            var key = posting.CounterKeys[slot];
            var givenBack = undone?.Scheme == posting.Scheme ? undone.Changes.Where(c => c.Counter == key).Sum(c => c.AddedFen) : 0;
            usedFen[slot] = checked(UsedFen(CounterKey.Of(posting.PersonKey, posting.Scheme, key)) + givenBack);
        }

        var visits = posting.Search is null ? [] : state.Visits.Of(posting.PersonKey);
        return posting.Prepare(usedFen, replaced is null ? visits : [.. visits.Where(v => v.SettlementId != replaced)]);
    }

    private long UsedFen(CounterKey key) =>
        ChangedCounters.TryGetValue(key, out var changed) ? changed : state.Counters.GetValueOrDefault(key);

    private void Keep(LedgerWork work, PostingDecision prepared)
    {
        if (prepared.Record is not { } record)
        {
            Refusals.Add((work.RequestId, work.ContentHash, prepared.Refusal!));
            state.Requests.Add(work.RequestId, new KnownRequest(work.ContentHash, null, prepared.Refusal));
            return;
        }

        Keep(work.RequestId, work.Settlement, work.ContentHash, record);
    }

    private void Keep(string requestId, SettlementPosting? posting, byte[] contentHash, SettlementRecord record)
    {
        var document = record.Document;
        AssertFits(requestId, posting, record);
        var after = record.Changes
            .Select(c => (Key: CounterKey.Of(document.PersonKey, record.Scheme, c.Counter), c.AddedFen))
            .Select(c => (c.Key, UsedFen: checked(UsedFen(c.Key) + c.AddedFen)))
            .ToArray();
        Invariant.Holds(Array.TrueForAll(after, c => c.UsedFen >= 0), "a counter never goes below zero");
        Array.ForEach(after, c => ChangedCounters[c.Key] = c.UsedFen);
        Records.Add((record, contentHash));
        state.Requests.Add(requestId, new KnownRequest(contentHash, document, null));
        state.Settlements[document.SettlementId] = new StoredSettlement(document, null);
        if (document.ReversesSettlementId is { } original)
        {
            state.Settlements[original] = state.Settlements[original] with { ReversedBySettlementId = document.SettlementId };
        }

        NoteStanding(document);
    }

    private void NoteStanding(SettlementDocument document)
    {
        var visit = VisitKey.Of(document);
        if (document.ReversesSettlementId is { } ended)
        {
            state.Standing.Remove(visit, ended);
            state.Visits.Remove(document.PersonKey, ended);
        }
        else
        {
            state.Standing.Add(visit, document.SettlementId, document.PersonKey);
            state.Visits.Add(document.PersonKey, VisitFacts.Of(document));
        }

        NotePart(document);
    }

    private void NotePart(SettlementDocument document)
    {
        if (StayKey.Of(document) is not { } stay)
        {
            return;
        }

        if (!state.Parts.TryGetValue(stay, out var parts))
        {
            state.Parts[stay] = parts = [];
        }

        if (document.ReversesSettlementId is null)
        {
            parts[document.StayPart!.Value] = document.SettlementId;
        }
        else
        {
            parts.Remove(document.StayPart!.Value);
        }
    }

    /// <summary>The last part of the stay that stands, if it comes after this one.</summary>
    private SettlementId? LaterPart(SettlementDocument document) =>
        StayKey.Of(document) is { } stay && state.Parts.GetValueOrDefault(stay) is { Count: > 0 } parts && parts.Keys[^1] > document.StayPart
            ? new SettlementId(parts.Values[^1].Text)
            : null;

    /// <summary>Before anything of the record enters the plan: what fails later than that would be written all the same.</summary>
    private void AssertFits(string requestId, SettlementPosting? posting, SettlementRecord record)
    {
        Invariant.Holds(record.Document.RequestId == requestId, "a record answers its own request");
        Invariant.Holds(
            posting is null
            || (record.Document.PersonKey == posting.PersonKey && record.Scheme == posting.Scheme
                && VisitKey.Of(record.Document) == posting.Visit),
            "a record is of the person whose counters are locked, and of the visit that is asked for");
        Invariant.Holds(
            record.Document.ReversesSettlementId is not { } original
            || state.Settlements.GetValueOrDefault(original) is { ReversedBySettlementId: null },
            "what is reversed stands");
        Invariant.Holds(
            record.Changes.DistinctBy(c => c.Counter).Count() == record.Changes.Count && record.Changes.All(c => c.AddedFen != 0),
            "a record changes a counter once, and by something");
    }
}
