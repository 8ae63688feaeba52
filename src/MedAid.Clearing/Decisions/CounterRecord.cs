using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// What a counter-record (冲正记录) moves: back along what its record moved. Where the settlement was undone since, nothing stands there any
/// more; only what was paid for it is not due back then, for it was not paid.
/// </summary>
public static class CounterRecord
{
    /// <summary>A record, empty but for its head, filled with what moves another one back. Of the same books it is always the same.</summary>
    public static ClearingRecord Of(ClearingState books, ClearingRecord target, ClearingRecord empty)
    {
        var counter = empty with { CountyCode = target.CountyCode, HospitalCode = target.HospitalCode, ClaimId = target.ClaimId };
        return target.Patient is null ? OfCounty(books, target, counter) : OfPatient(books, target, counter);
    }

    /// <summary>How much more of a payment waits for its claim by a record; negative if less.</summary>
    internal static long WaitingFen(ClearingRecord record) => record switch
    {
        { Payment: null } => 0,
        { Kind: RecordKind.PaymentMatched, Payment: { } matched } => -matched.MatchedFen,
        { Payment: { } payment } => checked(payment.ReceivedFen + payment.SetOffFen - payment.MatchedFen),
    };

    /// <summary>What receivables move back, and what is due back to the county again, fund by fund.</summary>
    internal static (List<Move> Moves, List<RefundedFund> Funds) CountyBack(ClearingRecord target, Func<string, Fund?> fundOfUnwound)
    {
        var (moves, funds) = (new List<Move>(target.Moves.Count), new SortedDictionary<Fund, long>());
        foreach (var (id, from, to, amountFen) in target.Moves.Reverse())
        {
            if (fundOfUnwound(id) is not { } fund)
            {
                moves.Add(new Move(id, to, from, amountFen));
            }
            else if (to == ReceivableStanding.Paid)
            {
                funds[fund] = checked(funds.GetValueOrDefault(fund) + amountFen);
            }
        }

        foreach (var (fund, amountFen) in target.Refund?.Funds ?? [])
        {
            funds[fund] = checked(funds.GetValueOrDefault(fund) - amountFen);
        }

        return (moves, [.. funds.Where(f => f.Value != 0).Select(f => new RefundedFund(f.Key, f.Value))]);
    }

    /// <summary>What shares of a patient move back.</summary>
    internal static List<ShareMove> SharesBack(ClearingRecord target, Predicate<SettlementId> isUndone)
    {
        var moves = new List<ShareMove>();
        foreach (var (id, from, to, amountFen) in target.Patient!.Moves.Reverse())
        {
            if (!isUndone(id) || from == ShareStanding.RefundDue)
            {
                moves.Add(new ShareMove(id, to, from, amountFen));
            }
            else if (to == ShareStanding.Paid)
            {
                moves.Add(new ShareMove(id, ShareStanding.RefundDue, ShareStanding.Unwound, amountFen));
            }
        }

        return moves;
    }

    private static ClearingRecord OfCounty(ClearingState books, ClearingRecord target, ClearingRecord counter)
    {
        var (moves, funds) = CountyBack(target, id => books.Receivables[id] is { Unwound: true } unwound ? unwound.Fund : null);

        // Its reference tells the books that the money of it did not go back.
        var refund = target.Refund is null && funds.Count == 0 ? null : new CountyRefund(
            target.Refund?.PaymentId ?? target.Payment!.PaymentId, target.Refund?.PaidDate ?? target.Payment!.PaidDate,
            funds);
        return counter with
        {
            Moves = moves,
            Refund = refund,
            Entries = Accounts.EntriesOf(books, moves, -new Fen(WaitingFen(target)), target.CountyCode, refund),
        };
    }

    private static ClearingRecord OfPatient(ClearingState books, ClearingRecord target, ClearingRecord counter)
    {
        var (fact, moves) = (target.Patient!, SharesBack(target, id => books.Patients.Shares[new SettlementId(id.Text)].Undone));
        var back = new PatientFact
        {
            PersonKey = fact.PersonKey, Moves = moves, Deposits = DepositsBack(books, target, moves.Count > 0), Day = fact.Day,
        };
        return counter with
        {
            CountyCode = PatientJournal.CountyOf(books.Patients, back), Patient = back, Entries = PatientJournal.EntriesOf(books.Patients, back),
        };
    }

    /// <summary>
    /// A deposit that was taken goes from what is there; one that was returned or applied is there again, unless its settlement was undone since
    /// and it came back with that.
    /// </summary>
    private static List<DepositPart> DepositsBack(ClearingState books, ClearingRecord target, bool moves)
    {
        var fact = target.Patient!;
        if (fact.Moves.Count > 0 && !moves)
        {
            return [];
        }

        return fact.CashFen > 0
            ? [.. DepositDecisions.Use(
                books, new AccountKey(fact.PersonKey, target.HospitalCode), fact.Deposits[0].CountyCode, fact.CashFen)]
            : [.. fact.Deposits.Select(d => d with { AmountFen = -d.AmountFen })];
    }
}
