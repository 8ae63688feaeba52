using System.Collections.Immutable;

namespace MedAid.Clearing.Books;

/// <summary>
/// What was corrected by a counter-record (冲正) or withdrawn, and what waits to be; a part of <see cref="ClearingState"/>. Both records stay
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
        var changes = state.Changes;
        if (record.Taken is null && record.Kind != RecordKind.TurnoverPosted)
        {
            changes.Add(records, record.Number, record, "记录已经在账上");
        }

        if (record.Correction is not { } fact)
        {
            return;
        }

        var target = records.GetValueOrDefault(fact.RecordNumber);
        RecordUnfitException.Unless(target is not null, $"所冲正的第 {fact.RecordNumber} 条不在账上");
        if (record.Kind == RecordKind.CorrectionProposed)
        {
            var id = Correction.IdOf(record);
            changes.Add(open, target!.Number, id, $"第 {target.Number} 条已经申请冲正");
            changes.Add(proposals, id, new Correction(id, target, record, null), $"冲正申请 {id} 已经在账上");
        }

        if (fact.CorrectionId is { } decided)
        {
            RecordUnfitException.Unless(open.GetValueOrDefault(fact.RecordNumber) == decided, $"冲正申请 {decided} 已经决定过");
            changes.Remove(open, fact.RecordNumber);
            changes.Set(proposals, decided, proposals[decided] with { Decision = record });
        }

        if (IsCounter(record))
        {
            changes.Add(voided, fact.RecordNumber, record.Number, $"第 {fact.RecordNumber} 条已经冲正过");
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
    Dictionary<string, Payment> Payments, Changes Changes)
{
    /// <summary>Makes it as if a record that does not stand any more had not been.</summary>
    public void Forget(ClearingRecord record, Corrections corrections)
    {
        if (record.Kind == RecordKind.ClaimBuilt)
        {
            Changes.Set(Claims, record.ClaimId!, Claims[record.ClaimId!] with { Withdrawn = true });
        }

        if (record is { Kind: RecordKind.PaymentMatched, Payment: { } matched })
        {
            Payments[matched.PaymentId].Match(-matched.MatchedFen, Changes);
        }
        else if (record.Payment is { } payment)
        {
            Changes.Remove(Payments, payment.PaymentId);
        }

        Remember(record.Moves.Select(m => m.ReceivableId).ToHashSet(StringComparer.Ordinal), corrections);
    }

    /// <summary>What receivables remember of their claim, refusal and payments, by the records that stand.</summary>
    private void Remember(HashSet<string> ids, Corrections corrections)
    {
        foreach (var id in ids)
        {
            Receivables[id].Remember(null, "", ImmutableList<(DateOnly PaidDate, long AmountFen)>.Empty, Changes);
        }

        foreach (var record in Records.Where(r => corrections.Stands(r)))
        {
            foreach (var move in record.Moves.Where(m => ids.Contains(m.ReceivableId)))
            {
                var receivable = Receivables[move.ReceivableId];
                receivable.Remember(
                    record.Kind == RecordKind.ClaimBuilt ? record.ClaimId : receivable.ClaimId, receivable.RefusalReason,
                    move.To == ReceivableStanding.Paid ? receivable.Payments.Add((record.Payment!.PaidDate, move.AmountFen)) : receivable.Payments,
                    Changes);
            }

            foreach (var (id, reason) in record.Refusals.Where(r => ids.Contains(r.ReceivableId)))
            {
                Receivables[id].Remember(Receivables[id].ClaimId, reason, Receivables[id].Payments, Changes);
            }
        }
    }
}
