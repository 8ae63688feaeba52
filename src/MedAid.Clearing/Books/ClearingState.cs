using System.Collections.Immutable;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What the records of the clearing book come to: receivables, claims and payments. A record is taken up whole or not at all; what does not
/// fit is set aside. Not for two threads; ClearingBookService keeps one in step with the book.
/// </summary>
public sealed class ClearingState
{
    private readonly Dictionary<string, Receivable> receivables = new(StringComparer.Ordinal);
    private readonly Dictionary<SettlementId, ImmutableList<string>> bySettlement = [];
    private readonly Dictionary<string, Claim> claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Payment> payments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClearingRecord> requests = new(StringComparer.Ordinal);
    private readonly List<ClearingRecord> records = [];
    private readonly Dictionary<long, SetAsideRecord> setAside = [];
    private readonly HashSet<SettlementId> passedOver = [];
    private readonly Changes changes = new();

    /// <summary>Number of the last record.</summary>
    public long Number { get; private set; }

    /// <summary>How far the ledger has been taken over.</summary>
    public long OutboxNumber { get; private set; }

    /// <summary>The last claim of a capitation month that has been taken over.</summary>
    public long CapitationNumber { get; private set; }

    /// <summary>The general ledger over both journals.</summary>
    public GeneralLedger GeneralLedger { get; } = new();

    /// <summary>All receivables by their id.</summary>
    public IReadOnlyDictionary<string, Receivable> Receivables => receivables;

    /// <summary>All claims by their id.</summary>
    public IReadOnlyDictionary<string, Claim> Claims => claims;

    /// <summary>All payments by the bank's reference.</summary>
    public IReadOnlyDictionary<string, Payment> Payments => payments;

    /// <summary>
    /// The records that opened or moved receivables or entered money, in order: what statements of a period are made of. Those that the gateway
    /// made by itself are without their proofs and entries.
    /// </summary>
    public IReadOnlyList<ClearingRecord> Records => records;

    /// <summary>What patients owe, have paid and have deposited.</summary>
    public PatientAccounts Patients { get; } = new();

    /// <summary>What is due back to counties.</summary>
    public CountyRefunds Refunds { get; } = new();

    /// <summary>What was corrected or withdrawn, and what waits to be.</summary>
    public Corrections Corrections { get; } = new();

    /// <summary>What was recorded under a request id, or null.</summary>
    public ClearingRecord? Request(string requestId) => requests.GetValueOrDefault(requestId);

    /// <summary>The receivables of a settlement.</summary>
    public IEnumerable<Receivable> OfSettlement(SettlementId settlementId) =>
        bySettlement.GetValueOrDefault(settlementId, []).Select(id => receivables[id]);

    /// <summary>Records that do not fit and were not taken out since, in order.</summary>
    public IReadOnlyList<SetAsideRecord> SetAside { get; private set; } = [];

    /// <summary>The record that was set aside under a number, also if it was taken out since; null if that record counts.</summary>
    public SetAsideRecord? SetAsideAt(long number) => setAside.GetValueOrDefault(number);

    /// <summary>The record that was written under a request id and set aside, also if it was taken out since; or null.</summary>
    public SetAsideRecord? SetAsideRequest(string requestId) => setAside.Values.FirstOrDefault(r => r.RequestId == requestId);

    /// <summary>Whether a settlement was set aside: nothing of it was taken up, so nothing of it is unwound.</summary>
    public bool IsPassedOver(SettlementId settlementId) => passedOver.Contains(settlementId);

    /// <summary>Takes the next record up, all of it or, if it does not fit, nothing.</summary>
    /// <exception cref="RecordUnfitException">It does not fit; the books are as they were.</exception>
    public void Apply(ClearingRecord record)
    {
        try
        {
            Fold(record);
            changes.Keep();
        }
        catch (Exception failure)
        {
            // Whatever the failure: a record is taken up whole or not at all.
            changes.Undo();
            throw RecordUnfitException.Of(failure);
        }
    }

    /// <summary>Why the next record would not fit, in Chinese; null if it would. Changes nothing.</summary>
    public string? Misfit(ClearingRecord record)
    {
        try
        {
            Fold(record);
            return null;
        }
        catch (Exception failure)
        {
            return RecordUnfitException.Of(failure).Message;
        }
        finally
        {
            changes.Undo();
        }
    }

    /// <summary>
    /// Reads the next record as it stands in the book: what does not fit is set aside, and the book goes on with the rest. Numbers that are
    /// missing before it are reported like a record that does not fit.
    /// </summary>
    public void Read(ClearingRecord record)
    {
        if (record.Number > Number + 1)
        {
            var missing = record.Number == Number + 2 ? $"第 {Number + 1} 条" : $"第 {Number + 1} 至 {record.Number - 1} 条";
            Keep(new SetAsideRecord(Number + 1, RecordKind.Unreadable, "", $"账里没有{missing}"));
            Number = record.Number - 1;
        }

        try
        {
            Apply(record);
        }
        catch (RecordUnfitException misfit)
        {
            Keep(new SetAsideRecord(record.Number, record.Kind, record.RequestId, misfit.Message));
            Number = record.Number;
        }
    }

    private void Keep(SetAsideRecord record)
    {
        setAside.Add(record.Number, record);
        SetAside = [.. SetAside, record];
    }

    private void Fold(ClearingRecord record)
    {
        RecordUnfitException.Unless(record.Number == Number + 1, "记录没有按顺序读入");
        RecordBounds.Check(record);
        foreach (var origin in record.Receivables)
        {
            changes.Add(receivables, origin.ReceivableId, new Receivable(origin), $"应收 {origin.ReceivableId} 已经在账上");
            changes.Set(bySettlement, origin.SettlementId, bySettlement.GetValueOrDefault(origin.SettlementId, []).Add(origin.ReceivableId));
        }

        foreach (var move in record.Moves)
        {
            receivables[move.ReceivableId].Move(move.From, move.To, move.AmountFen, changes);
        }

        FoldClaim(record);
        FoldPayment(record);
        Refunds.Apply(record, receivables, changes);
        Patients.Apply(record, changes);
        foreach (var (id, reason) in record.Refusals)
        {
            var receivable = receivables[id];
            receivable.Remember(receivable.ClaimId, reason, receivable.Payments, changes);
        }

        Corrections.Apply(record, new Corrected(records, receivables, claims, payments, changes));
        FoldAside(record);
        FoldVoided(record);

        // Nobody asks for what the gateway did by itself; kept, it would hold every settlement in memory.
        if (record.Taken is null && record.Kind != RecordKind.TurnoverPosted)
        {
            changes.Add(requests, record.RequestId, record, "同一请求号已经有一条记录");
        }

        if (record.Receivables.Count > 0 || record.Moves.Count > 0 || record.Payment is not null || record.Refund is not null)
        {
            changes.Append(records, record.Taken is null ? record : record with { Taken = null, Posted = null, Entries = [] });
        }

        FoldCapitation(record);
        GeneralLedger.Apply(record, OutboxNumber, changes);
        changes.Put(OutboxNumber, record.Taken?.OutboxNumber ?? OutboxNumber, v => OutboxNumber = v);
        changes.Put(Number, record.Number, v => Number = v);
    }

    private void FoldAside(ClearingRecord record)
    {
        if (record.Kind is RecordKind.SettlementSetAside or RecordKind.CapitationSetAside)
        {
            var aside = new SetAsideRecord(record.Number, record.Kind, record.RequestId, record.Note);
            changes.Set(setAside, aside.Number, aside);
            changes.Put(SetAside, [.. SetAside, aside], v => SetAside = v);
            record.Taken?.SettlementIds.ToList().ForEach(id => changes.Add(passedOver, id));
        }
    }

    private void FoldVoided(ClearingRecord record)
    {
        if (record.Voided is not { } voided)
        {
            return;
        }

        RecordUnfitException.Unless(SetAside.Any(r => r.Number == voided.Number), $"第 {voided.Number} 条没有被搁置，或已经作废");
        IReadOnlyList<SetAsideRecord> left = [.. SetAside.Where(r => r.Number != voided.Number)];
        changes.Put(SetAside, left, v => SetAside = v);
    }

    private void FoldCapitation(ClearingRecord record)
    {
        CapitationTakeOver.Check(record);
        if (record.Capitation is { } claim)
        {
            RecordUnfitException.Unless(CapitationTakeOver.Follows(record, CapitationNumber), "按人头打包的申报没有按顺序入账");
            changes.Put(CapitationNumber, claim.ClaimNumber, v => CapitationNumber = v);
        }
    }

    private void FoldClaim(ClearingRecord record)
    {
        if (record.Kind == RecordKind.ClaimBuilt)
        {
            var claim = new Claim(
                record.ClaimId!, record.CountyCode, record.HospitalCode, record.Period!, record.RecordedTime,
                [.. record.Moves.Select(m => new ClaimLine(m.ReceivableId, m.AmountFen))]);
            changes.Add(claims, claim.ClaimId, claim, $"申报批次 {claim.ClaimId} 已经在账上");
            foreach (var line in claim.Lines)
            {
                var receivable = receivables[line.ReceivableId];
                receivable.Remember(claim.ClaimId, receivable.RefusalReason, receivable.Payments, changes);
            }
        }

        if (record.Kind == RecordKind.Unwound)
        {
            foreach (var receivable in record.Moves.Select(m => receivables[m.ReceivableId]))
            {
                changes.Put(receivable.Unwound, true, v => receivable.Unwound = v);
            }
        }
    }

    private void FoldPayment(ClearingRecord record)
    {
        if (record.Payment is not { } fact)
        {
            return;
        }

        if (record.Kind != RecordKind.PaymentMatched)
        {
            var payment = new Payment(
                fact.PaymentId, record.CountyCode, record.HospitalCode, fact.PaidDate, fact.ReceivedFen, fact.SetOffFen);
            changes.Add(payments, fact.PaymentId, payment, $"银行流水号 {fact.PaymentId} 已经登记过");
        }

        payments[fact.PaymentId].Match(fact.MatchedFen, changes);
        foreach (var move in record.Moves.Where(m => m.To == ReceivableStanding.Paid))
        {
            receivables[move.ReceivableId].Pay(fact.PaidDate, move.AmountFen, changes);
        }
    }
}
