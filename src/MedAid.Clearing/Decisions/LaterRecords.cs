using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// Which later record rests on one that is to be corrected. What stands of the book is read once more without that record; the first record
/// that finds less than it takes is the one.
/// </summary>
internal static class LaterRecords
{
    /// <summary>The first record that is not possible without another; null if all are.</summary>
    public static ClearingRecord? RestingOn(ClearingState books, ClearingRecord target)
    {
        if (target.Patient is { } fact)
        {
            var account = new AccountPositions();
            return books.Patients.RecordsOf(fact.PersonKey, target.HospitalCode)
                .FirstOrDefault(r => !account.Take(r, counts: r.Number != target.Number && books.Corrections.Stands(r)));
        }

        var county = new CountyPositions(books, target);
        return books.Records.FirstOrDefault(r => books.Corrections.Stands(r) && !county.Take(r));
    }

    /// <summary>How much stands where.</summary>
    private sealed class RecordPositions
    {
        private readonly Dictionary<(string Of, int Standing), long> fen = [];

        /// <summary>Adds an amount; whether nothing is missing then.</summary>
        public bool Add(string of, int standing, long amountFen) =>
            (fen[(of, standing)] = checked(fen.GetValueOrDefault((of, standing)) + amountFen)) >= 0;

        /// <summary>Takes all that stands somewhere.</summary>
        public long TakeAll(string of, int standing) => fen.Remove((of, standing), out var amountFen) ? amountFen : 0;
    }

    /// <summary>One county's receivables by standing, what is due back to it by fund, and what of its payments waits for a claim.</summary>
    private sealed class CountyPositions(ClearingState books, ClearingRecord target)
    {
        private const int Due = -1;
        private const int Waiting = -2;

        private readonly RecordPositions positions = new();

        public bool Take(ClearingRecord record)
        {
            foreach (var origin in record.Receivables.Where(r => IsOurs(r.CountyCode, r.HospitalCode)))
            {
                positions.Add(origin.ReceivableId, (int)ReceivableStanding.Open, origin.AmountFen);
            }

            if (record.Kind == RecordKind.Unwound)
            {
                Unwind(record);
                return true;
            }

            return record.Number == target.Number || !IsOurs(record.CountyCode, record.HospitalCode) || Move(record);
        }

        private bool IsOurs(CountyCode county, HospitalCode hospital) => county == target.CountyCode && hospital == target.HospitalCode;

        /// <summary>An undoing takes whatever stands; what was paid is due back.</summary>
        private void Unwind(ClearingRecord record)
        {
            foreach (var id in record.Moves.Select(m => m.ReceivableId).Distinct())
            {
                positions.Add(books.Receivables[id].Fund.Text, Due, positions.TakeAll(id, (int)ReceivableStanding.Paid));
                Array.ForEach(Enum.GetValues<ReceivableStanding>(), s => positions.TakeAll(id, (int)s));
            }
        }

        private bool Move(ClearingRecord record)
        {
            var all = record.Payment is not { } payment || positions.Add(payment.PaymentId, Waiting, CounterRecord.WaitingFen(record));
            foreach (var fund in record.Refund?.Funds ?? [])
            {
                all &= positions.Add(fund.Fund.Text, Due, -fund.AmountFen);
            }

            foreach (var move in record.Moves)
            {
                all &= positions.Add(move.ReceivableId, (int)move.From, -move.AmountFen);
                positions.Add(move.ReceivableId, (int)move.To, move.AmountFen);
            }

            return all;
        }
    }

    /// <summary>One account's shares by standing, and its deposit.</summary>
    private sealed class AccountPositions
    {
        private const string Deposit = "";

        private readonly RecordPositions positions = new();

        public bool Take(ClearingRecord record, bool counts)
        {
            // A share that came into the book with a record stays there without it.
            var fact = record.Patient!;
            if (fact.Share is { } share)
            {
                positions.Add(share.SettlementId.Text, (int)PatientShare.First(share), share.AmountFen);
            }

            if (fact.UndoneSettlementId is { } undone)
            {
                Unwind(undone);
                return true;
            }

            return !counts || Move(fact);
        }

        /// <summary>What was paid is due back, what a deposit paid is a deposit again.</summary>
        private void Unwind(SettlementId settlementId)
        {
            positions.Add(Deposit, 0, positions.TakeAll(settlementId.Text, (int)ShareStanding.FromDeposit));
            var paidFen = positions.TakeAll(settlementId.Text, (int)ShareStanding.Paid);
            Array.ForEach(Enum.GetValues<ShareStanding>(), s => positions.TakeAll(settlementId.Text, (int)s));
            positions.Add(settlementId.Text, (int)ShareStanding.RefundDue, paidFen);
        }

        private bool Move(PatientFact fact)
        {
            var all = positions.Add(Deposit, 0, fact.CashFen);
            foreach (var move in fact.Moves)
            {
                all &= positions.Add(Deposit, 0, move.To == ShareStanding.FromDeposit ? -move.AmountFen : 0);
                all &= positions.Add(move.SettlementId.Text, (int)move.From, -move.AmountFen);
                positions.Add(move.SettlementId.Text, (int)move.To, move.AmountFen);
            }

            return all;
        }
    }
}
