using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Undoes a settlement (结算撤销): entries that mirror the original to the fen, counters back by exactly what it added, once, and by its own hospital.
/// </summary>
public sealed class ReverseClaim(ILedger ledger, LastKnownCounters memory, TimeProvider time)
{
    /// <summary>
    /// Reverses, or with <paramref name="validateOnly"/> answers as if it did: then nothing is kept and the document has no id.
    /// </summary>
    public async Task<Answer<Settled>> ReverseAsync(
        string requestId, HospitalCode hospitalCode, SettlementId settlementId, string reason, bool validateOnly, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(requestId, violations);
        ClaimValidation.CheckText("hospital_code", hospitalCode.Text, Limits.CodeMax, "机构编号", violations);
        ClaimValidation.CheckText("settlement_id", settlementId.Text, Limits.CodeMax, "结算 ID", violations);
        ClaimValidation.CheckText("reason", reason, Limits.ReasonMax, "撤销原因", violations);
        if (violations.Count > 0)
        {
            return Answer<Settled>.Invalid(violations);
        }

        if (validateOnly)
        {
            var stored = await ledger.FindAsync(settlementId, cancellationToken);
            var later = stored?.Document.Stay is null ? null : await ledger.FindLaterPartAsync(stored.Document, cancellationToken);
            var prepared = Prepare("", hospitalCode, reason, stored, later);
            return prepared.Record is { } record
                ? Answer<Settled>.Of(new Settled(record.Document with { SettlementId = default }))
                : Answer<Settled>.Refused(prepared.Refusal!);
        }

        var outcome = await ledger.ReverseAsync(
            new ReversalPosting
            {
                RequestId = requestId,
                ContentHash = RequestContent.HashOfReversal(hospitalCode, settlementId, reason),
                SettlementId = settlementId,
                Prepare = (original, later) => Prepare(requestId, hospitalCode, reason, original, later),
            },
            cancellationToken);
        if (outcome is { Result: PostingEffect.Done, Document: { } mirror })
        {
            memory.Reversed(mirror);
        }

        return ResultMapping.Answer(outcome);
    }

    /// <summary>The mirror of a settlement of the hospital's own that stands, or why it cannot be undone.</summary>
    internal PostingDecision Prepare(
        string requestId, HospitalCode hospitalCode, string reason, StoredSettlement? stored, SettlementId? laterPart)
    {
        // Another hospital's settlement is not disclosed.
        if (stored is null || stored.Document.HospitalCode != hospitalCode)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.SettlementNotFound));
        }

        var original = stored.Document;
        if (original.Kind == SettlementKind.Reversal)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.NotReversible, original.SettlementId.Text));
        }

        if (stored.ReversedBySettlementId is { } reversal)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.AlreadyReversed, reversal.Text));
        }

        // What later parts of a stay paid rests on what this one counted.
        if (laterPart is not null)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.LaterPartStands, laterPart.Value.Text));
        }

        var changes = original.Breakdown.Counters
            .Where(c => c.AddedFen != 0).Select(c => new CounterChange(c.Counter, -c.AddedFen));
        return PostingDecision.Of(new SettlementRecord(
            Mirror(requestId, reason, original), original.Breakdown.Policy.Scheme, [.. changes]));
    }

    private SettlementDocument Mirror(string requestId, string reason, SettlementDocument original) => original with
    {
        SettlementId = SettlementIds.Of(requestId),
        RequestId = requestId,
        Kind = SettlementKind.Reversal,
        ReversesSettlementId = original.SettlementId,
        Reason = reason,
        ReplacesSettlementId = null,
        Claim = null,
        SettledTime = Instants.Now(time),
        Breakdown = BreakdownDocuments.Mirrored(original.Breakdown, original.AgreementId),
        Entries = Journal.Mirrored(original.Entries),
    };
}
