using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>
/// What the records of the book come to, summed amount by amount and summed by accounts, so that each proves the other. A record that does not fit
/// changes nothing.
/// </summary>
internal sealed class BookFold(ProofPages memory)
{
    private readonly AmountOwners owners = new();
    private readonly AmountsByStanding receivables = new(memory, (int)ReceivableStanding.Unwound);
    private readonly Sums balances = new();
    private readonly Sums refunds = new();
    private readonly UndoableMap<PaymentState> payments = new(memory);
    private readonly UndoableMap<PaymentStep> steps = new(memory);
    private readonly UndoableMap<bool> corrected = new(memory);
    private readonly PatientFold patients = new(memory);
    private long claimNumber;

    /// <summary>Reads the next record; why it does not fit, in Chinese, or null. The words say nothing personal.</summary>
    public string? Apply(ClearingRecord record)
    {
        string? misfit;
        try
        {
            RecordBounds.Check(record);
            CapitationTakeOver.Check(record);
            RecordUnfitException.Unless(CapitationTakeOver.Follows(record, claimNumber), "按人头打包的申报没有按顺序入账");
            misfit = Open(record) ?? Move(record) ?? Pay(record) ?? Correct(record) ?? Refund(record) ?? patients.Apply(record) ?? Post(record);
        }
        catch (Exception failure)
        {
            // As in the books themselves: whatever the failure, the record does not fit.
            misfit = RecordUnfitException.Of(failure).Message;
        }

        if (misfit is null)
        {
            Keep();
            claimNumber = record.Capitation?.ClaimNumber ?? claimNumber;
        }
        else
        {
            Undo();
        }

        return misfit;
    }

    /// <summary>A debt without the agreement that it rests on, in Chinese; null if there is none in a record.</summary>
    public string? Uncovered(ClearingRecord record) => record.Patient?.Share is { } origin ? patients.Uncovered(origin) : null;

    /// <summary>Whether all of a receivable is unwound, or there is none.</summary>
    public bool IsUnwound(string receivableId) => ProofKey.Of(receivableId) is var key
        && (!receivables.Has(key) || receivables.IsAll(key, (int)ReceivableStanding.Unwound));

    /// <summary>The fund of a receivable that is unwound; null of one that is not.</summary>
    public Fund? FundOfUnwound(string receivableId) => ProofKey.Of(receivableId) is var key
        && receivables.IsAll(key, (int)ReceivableStanding.Unwound) ? owners[receivables.OwnerOf(key)!.Value].Fund : null;

    /// <summary>Whether the settlement of a patient's share was undone.</summary>
    public bool IsUndone(SettlementId settlementId) => patients.IsUndone(settlementId);

    /// <summary>Where what counties and patients owe, amount by amount, is not what the accounts say; in Chinese.</summary>
    public IEnumerable<string> Differences() => BookTies.Differences(
        balances, receivables.Sums().ToDictionary(s => (owners[s.Key.Owner], (ReceivableStanding)s.Key.Standing), s => s.Value), refunds,
        payments.Sums(p => owners[p.Owner], p => p.WaitingFen), patients);

    public void Save(BinaryWriter writer)
    {
        owners.Save(writer);
        receivables.Save(writer);
        balances.Save(writer);
        refunds.Save(writer);
        payments.Save(writer);
        steps.Save(writer);
        corrected.Save(writer);
        patients.Save(writer);
        writer.Write(claimNumber);
    }

    public void Load(BinaryReader reader)
    {
        owners.Load(reader);
        receivables.Load(reader);
        balances.Load(reader);
        refunds.Load(reader);
        payments.Load(reader);
        steps.Load(reader);
        corrected.Load(reader);
        patients.Load(reader);
        claimNumber = reader.ReadInt64();
    }

    private string? Open(ClearingRecord record)
    {
        foreach (var origin in record.Receivables)
        {
            var owner = owners.NumberOf(new AmountOwner(origin.HospitalCode, origin.CountyCode, origin.Fund, origin.Advanced));
            if (origin.AmountFen <= 0 || !receivables.Add(ProofKey.Of(origin.ReceivableId), owner, (int)ReceivableStanding.Open, origin.AmountFen))
            {
                return $"应收 {origin.ReceivableId} 已经有了，或金额不为正";
            }
        }

        return null;
    }

    private string? Move(ClearingRecord record)
    {
        foreach (var move in record.Moves)
        {
            var key = ProofKey.Of(move.ReceivableId);
            if (!receivables.Move(key, (int)move.From, (int)move.To, move.AmountFen))
            {
                return $"应收 {move.ReceivableId} 在该状态下没有这么多";
            }

            if (move is { From: ReceivableStanding.Paid, To: ReceivableStanding.Unwound })
            {
                var owner = owners[receivables.OwnerOf(key)!.Value];
                refunds.Add(owner.HospitalCode.Text, owner.CountyCode.Text, owner.Fund.Text, move.AmountFen);
            }
        }

        return null;
    }

    private string? Pay(ClearingRecord record)
    {
        if (record.Payment is not { } fact)
        {
            return null;
        }

        var key = ProofKey.Of(fact.PaymentId);
        if (record.Kind != RecordKind.PaymentMatched)
        {
            var owner = owners.NumberOf(new AmountOwner(record.HospitalCode, record.CountyCode, default, false));
            if (!payments.Add(key, new PaymentState(checked(fact.ReceivedFen + fact.SetOffFen), owner)))
            {
                return $"到账 {fact.PaymentId} 已经记过";
            }
        }

        if (!payments.TryGet(key, out var payment) || payment.WaitingFen < fact.MatchedFen)
        {
            return $"到账 {fact.PaymentId} 没有这么多待认领";
        }

        payments.Set(key, payment with { WaitingFen = checked(payment.WaitingFen - fact.MatchedFen) });
        steps.Set((UInt128)record.Number, new PaymentStep(key, record.Kind == RecordKind.PaymentMatched, fact.MatchedFen));
        return null;
    }

    /// <summary>What a counter-record takes back of a payment: what was matched waits again, and money that did not come waits no more.</summary>
    private string? Correct(ClearingRecord record)
    {
        if (!Corrections.IsCounter(record))
        {
            return null;
        }

        if (record.Correction is not { } fact || fact.RecordNumber >= record.Number || !corrected.Add((UInt128)fact.RecordNumber, true))
        {
            return "没有指明要冲正的记录，或它已被冲正过";
        }

        if (!steps.TryGet((UInt128)fact.RecordNumber, out var step) || !payments.TryGet(step.Payment, out var payment))
        {
            return null;
        }

        if (step.OnlyMatched)
        {
            payments.Set(step.Payment, payment with { WaitingFen = checked(payment.WaitingFen + step.MatchedFen) });
        }
        else
        {
            payments.Remove(step.Payment);
        }

        return null;
    }

    private string? Refund(ClearingRecord record)
    {
        foreach (var fund in record.Refund?.Funds ?? [])
        {
            if ((fund.AmountFen <= 0 && record.Kind != RecordKind.CounterRecorded)
                || refunds.Add(record.HospitalCode.Text, record.CountyCode.Text, fund.Fund.Text, -fund.AmountFen) < 0)
            {
                return "退还县区的多于应退的";
            }
        }

        return null;
    }

    private string? Post(ClearingRecord record)
    {
        var own = Turnover.Of(record);
        foreach (var turnover in (record.Posted ?? []).Concat(own))
        {
            balances.Add(turnover.HospitalCode.Text, turnover.CountyCode.Text, turnover.Account.Text,
                (turnover.DebitFen - turnover.CreditFen).Value);
        }

        return GeneralLedger.Balances(own) ? null : "分录按县区借贷不平";
    }

    private void Keep()
    {
        receivables.Keep();
        balances.Keep();
        refunds.Keep();
        payments.Keep();
        steps.Keep();
        corrected.Keep();
        patients.Keep();
    }

    private void Undo()
    {
        receivables.Undo();
        balances.Undo();
        refunds.Undo();
        payments.Undo();
        steps.Undo();
        corrected.Undo();
        patients.Undo();
    }

    /// <summary>How much of a payment waits for its claim.</summary>
    private readonly record struct PaymentState(long WaitingFen, int Owner);

    /// <summary>What a record did with a payment: recorded it, or only matched some of it.</summary>
    private readonly record struct PaymentStep(UInt128 Payment, bool OnlyMatched, long MatchedFen);
}
