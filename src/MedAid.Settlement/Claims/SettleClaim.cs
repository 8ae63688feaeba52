using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Settles a visit (结算): check, look up, split under the lock of the person's counters, post. Request key, document, counters,
/// entries and outbox row are one transaction of the ledger; a repeated request gets its stored answer.
/// </summary>
public sealed class SettleClaim(
    ClaimOpener opener, ClaimValidation validation, ILedger ledger, LastKnownCounters memory, TimeProvider time, RefusedItems refusedItems,
    BureauGate? gate = null)
{
    /// <summary>
    /// Settles, or with <paramref name="validateOnly"/> answers as if it did: then nothing is kept and the document has no id.
    /// </summary>
    public async Task<Answer<Settled>> SettleAsync(
        string requestId, ClaimDraft draft, bool validateOnly, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(requestId, violations);
        if (validation.Check(draft, opener.Today, violations) is not { } claim)
        {
            var known = validateOnly ? null : await RecallAsync(requestId, draft, cancellationToken);
            return known ?? Answer<Settled>.Invalid(violations);
        }

        var (opened, refusal) = await opener.OpenAsync(claim, cancellationToken);
        if (opened is not null && ItemDoubts.Refused(opened, refusedItems) is { Count: > 0 } items)
        {
            // What was settled before the catalogue changed is answered as it was.
            var known = validateOnly ? null : await RecallAsync(requestId, draft, cancellationToken);
            return known ?? Answer<Settled>.Invalid(items);
        }

        if (opened is not null && gate?.IsClosed(claim.HospitalCode, opened.Person.County) == true)
        {
            // What was settled before the bureau went away is answered as it was.
            var known = validateOnly ? null : await RecallAsync(requestId, draft, cancellationToken);
            return known ?? Answer<Settled>.Refused(Refusal.BureauAway);
        }

        if (validateOnly)
        {
            return await ledger.FindStandingAsync(claim.Key, opened?.Person.PersonKey ?? default, cancellationToken) is { } standing
                ? Answer<Settled>.Refused(new RefusalRecord(Refusal.VisitAlreadySettled, standing.Text))
                : opened is null ? Answer<Settled>.Refused(refusal!) : await TryOutAsync(opened, cancellationToken);
        }

        var outcome = await ledger.PostAsync(Posting(requestId, RequestContent.HashOf(claim), claim, opened, refusal), cancellationToken);
        if (outcome.Document is { Kind: SettlementKind.Settlement } settled)
        {
            memory.Settled(settled, outcome.Result == PostingEffect.Done && opened is not null ? opened.CounterKeys : []);
        }

        return ResultMapping.Answer(outcome);
    }

    /// <summary>
    /// The answer of then to a request that would be broken now: its day has become a day to come by a clock that was set back, or an item has
    /// gone from the catalogue. Null: it is new.
    /// </summary>
    private async Task<Answer<Settled>?> RecallAsync(string requestId, ClaimDraft draft, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(requestId, violations);
        if (validation.Check(draft, today: null, violations) is not { } claim
            || await ledger.FindRequestAsync(requestId, cancellationToken) is not { } known)
        {
            return null;
        }

        return ResultMapping.Answer(known.ContentHash.AsSpan().SequenceEqual(RequestContent.HashOf(claim))
            ? new PostingResult(PostingEffect.Replayed, known.Settlement?.Document, known.Refusal)
            : new PostingResult(PostingEffect.RequestIdReused, null, known.Refusal));
    }

    /// <summary>
    /// What the ledger is asked to post of a claim that was opened, or refused; with <paramref name="replaces"/> in the place of another settlement.
    /// </summary>
    internal SettlementPosting Posting(
        string requestId, byte[] contentHash, VisitClaim claim, ClaimCase? opened, RefusalRecord? refusal, SettlementId? replaces = null)
    {
        var kept = opened is null ? [] : KeptClaim.Of(claim);
        return new SettlementPosting
        {
            RequestId = requestId,
            ContentHash = contentHash,
            Visit = claim.Key,
            PersonKey = opened?.Person.PersonKey ?? default,
            Scheme = opened?.Terms.Identity.Scheme ?? "",
            CounterKeys = opened?.CounterKeys ?? [],
            Search = opened?.Search,
            Prepare = (usedFen, visits) =>
                opened is null ? PostingDecision.Of(refusal!) : Prepare(requestId, opened, kept, usedFen, visits, replaces),
        };
    }

    private PostingDecision Prepare(
        string requestId, ClaimCase opened, byte[] kept, long[] usedFen, IReadOnlyList<VisitFacts> visits, SettlementId? replaces)
    {
        var (breakdown, refusal) = opened.Split(usedFen);
        if (refusal != Refusal.None)
        {
            return PostingDecision.Of(RefusalOf(opened, breakdown, refusal));
        }

        var document = Document(SettlementIds.Of(requestId), requestId, opened, breakdown, usedFen, visits) with
        {
            Claim = kept, ReplacesSettlementId = replaces,
        };
        var changes = document.Breakdown.Counters.Where(c => c.AddedFen != 0).Select(c => new CounterChange(c.Counter, c.AddedFen));
        return PostingDecision.Of(new SettlementRecord(document, opened.Terms.Identity.Scheme, [.. changes]));
    }

    private async Task<Answer<Settled>> TryOutAsync(ClaimCase opened, CancellationToken cancellationToken)
    {
        var usedFen = await ledger.ReadCountersAsync(
            opened.Person.PersonKey, opened.Terms.Identity.Scheme, opened.CounterKeys, cancellationToken);
        var visits = await ledger.ReadVisitsAsync(opened.Search, cancellationToken);
        var (breakdown, refusal) = opened.Split(usedFen);
        return refusal == Refusal.None
            ? Answer<Settled>.Of(new Settled(Document(default, "", opened, breakdown, usedFen, visits)))
            : Answer<Settled>.Refused(RefusalOf(opened, breakdown, refusal));
    }

    private SettlementDocument Document(
        SettlementId settlementId, string requestId, ClaimCase opened, Breakdown breakdown, long[] usedFen, IReadOnlyList<VisitFacts> visits)
    {
        var document = BreakdownDocuments.Of(opened, breakdown, usedFen, visits);
        return new SettlementDocument
        {
            SettlementId = settlementId,
            RequestId = requestId,
            Kind = SettlementKind.Settlement,
            HospitalCode = opened.Claim.HospitalCode,
            VisitId = opened.Claim.VisitId,
            Batch = opened.Claim.Batch,
            Stay = opened.Claim.Stay,
            StayPart = opened.StayPart(usedFen),
            Admission = opened.Admission(usedFen),
            Accident = opened.Claim.Accident,
            AdmissionDay = opened.Claim.AdmissionDay,
            Dialyses = opened.Facts.Dialyses,
            Supplies = opened.Facts.Supplies,
            PersonKey = opened.Person.PersonKey,
            EligibilityVersion = opened.Person.Version,
            CountyCode = opened.Person.County,
            ServiceDate = opened.Claim.ServiceDate,
            Care = opened.Claim.Care,
            Mode = opened.Claim.Mode,
            DiseaseCode = opened.Claim.DiseaseCode,
            AgreementId = opened.Agreement?.AgreementId,
            SettledTime = Instants.Now(time),
            Breakdown = document,
            Entries = Journal.EntriesOf(document, opened.Person.County),
        };
    }

    private static RefusalRecord RefusalOf(ClaimCase opened, Breakdown breakdown, Refusal refusal) => new(refusal, refusal switch
    {
        Refusal.NoRuleForCare => NoRuleText.Of(opened).Subject,
        _ => LayerText.Of(opened, breakdown),
    });
}
