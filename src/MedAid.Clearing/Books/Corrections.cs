using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What was corrected by a counter-record (冲正) or withdrawn, and what waits to be; a part of <see cref="ClearingBooks"/>. Both records stay
/// in the book. Whoever counts leaves out what does not <see cref="Stands"/>.
/// </summary>
public sealed class Corrections
{
    private static readonly HashSet<RecordKind> Kinds =
    [
        RecordKind.ReplyRecorded, RecordKind.Corrected, RecordKind.Disputed, RecordKind.DisputeDecided, RecordKind.Charged, RecordKind.WrittenOff,
        RecordKind.PaymentRecorded, RecordKind.PaymentMatched, RecordKind.RetentionReleased, RecordKind.CountyRefunded,
        RecordKind.PatientPaid, RecordKind.PatientRefunded, RecordKind.WriteOffDecided, RecordKind.DepositTaken, RecordKind.DepositApplied,
        RecordKind.DepositReturned,
    ];

    private readonly Dictionary<long, ClearingRecord> records = [];
    private readonly Dictionary<long, long> voided = [];
    private readonly Dictionary<string, Correction> proposals = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> open = [];

    /// <summary>All proposals by their id, in the order of the book.</summary>
    public IReadOnlyDictionary<string, Correction> Proposals => proposals;

    /// <summary>Records that somebody entered, by their number.</summary>
    public IReadOnlyDictionary<long, ClearingRecord> Records => records;

    /// <summary>Whether a counter-record can move back what a record moved.</summary>
    public static bool CanCorrect(ClearingRecord record) => Kinds.Contains(record.Kind)
        && (record.Kind != RecordKind.WriteOffDecided || record.Patient!.Moves.Count > 0);

    /// <summary>The number of the counter-record of a record, or null.</summary>
    public long? VoidedBy(long recordNumber) => voided.TryGetValue(recordNumber, out var by) ? by : null;

    /// <summary>The proposal to correct a record that waits for its decision, or null.</summary>
    public Correction? OpenFor(long recordNumber) => open.TryGetValue(recordNumber, out var id) ? proposals[id] : null;

    /// <summary>
    /// Whether a record counts, as of the last record that counts: it was not corrected or withdrawn, and is not itself the correction.
    /// </summary>
    public bool Stands(ClearingRecord record, long through = long.MaxValue) =>
        !IsCounter(record) && !(voided.TryGetValue(record.Number, out var by) && by <= through);

    /// <summary>Whether a record moves back what another moved.</summary>
    internal static bool IsCounter(ClearingRecord record) => record.Kind is RecordKind.CounterRecorded or RecordKind.ClaimWithdrawn;

    internal void Apply(ClearingRecord record, Corrected state)
    {
        if (record.Taken is null && record.Kind != RecordKind.TurnoverPosted)
        {
            records.Add(record.Number, record);
        }

        if (record.Correction is not { } fact)
        {
            return;
        }

        Invariant.Holds(records.TryGetValue(fact.RecordNumber, out var target), "a correction is of a record");
        if (record.Kind == RecordKind.CorrectionProposed)
        {
            var id = Correction.IdOf(record);
            open.Add(target!.Number, id);
            proposals.Add(id, new Correction(id, target, record, null));
        }

        if (fact.CorrectionId is { } decided)
        {
            Invariant.Holds(open.Remove(fact.RecordNumber, out var proposed) && proposed == decided, "a correction is decided once");
            proposals[decided] = proposals[decided] with { Decision = record };
        }

        if (IsCounter(record))
        {
            Invariant.Holds(voided.TryAdd(fact.RecordNumber, record.Number), "a record is corrected once");
            state.Forget(target!, this);
        }
    }
}

/// <summary>A proposal to correct a record, and the record that decided it.</summary>
public sealed record Correction(string CorrectionId, ClearingRecord Record, ClearingRecord Proposal, ClearingRecord? Decision)
{
    /// <summary>Whether it waits for its decision.</summary>
    public bool Open => Decision is null;

    /// <summary>The id of the proposal that a record makes.</summary>
    public static string IdOf(ClearingRecord record) => $"K{record.Number}";
}

/// <summary>What of the books remembers more of a record than what it moved: claims, payments, and the marks on receivables.</summary>
internal readonly record struct Corrected(
    IReadOnlyList<ClearingRecord> Records, Dictionary<string, Receivable> Receivables, Dictionary<string, Claim> Claims,
    Dictionary<string, Payment> Payments)
{
    /// <summary>Makes it as if a record that does not stand any more had not been.</summary>
    public void Forget(ClearingRecord record, Corrections corrections)
    {
        if (record.Kind == RecordKind.ClaimBuilt)
        {
            Claims[record.ClaimId!] = Claims[record.ClaimId!] with { Withdrawn = true };
        }

        if (record is { Kind: RecordKind.PaymentMatched, Payment: { } matched })
        {
            Payments[matched.PaymentId].Match(-matched.MatchedFen);
        }
        else if (record.Payment is { } payment)
        {
            Payments.Remove(payment.PaymentId);
        }

        Remember(record.Moves.Select(m => m.ReceivableId).ToHashSet(StringComparer.Ordinal), corrections);
    }

    /// <summary>What receivables remember of their last claim, refusal and payment, by the records that stand.</summary>
    private void Remember(HashSet<string> ids, Corrections corrections)
    {
        foreach (var id in ids)
        {
            (Receivables[id].ClaimId, Receivables[id].RefusalReason, Receivables[id].PaidDate) = (null, "", null);
        }

        foreach (var record in Records.Where(r => corrections.Stands(r)))
        {
            foreach (var move in record.Moves.Where(m => ids.Contains(m.ReceivableId)))
            {
                var receivable = Receivables[move.ReceivableId];
                receivable.ClaimId = record.Kind == RecordKind.ClaimBuilt ? record.ClaimId : receivable.ClaimId;
                receivable.PaidDate = move.To == Standing.Paid ? record.Payment!.PaidDate : receivable.PaidDate;
            }

            foreach (var (id, reason) in record.Refusals.Where(r => ids.Contains(r.ReceivableId)))
            {
                Receivables[id].RefusalReason = reason;
            }
        }
    }
}
