using MedAid.Clearing.Books;

namespace MedAid.Clearing.Decisions;

/// <summary>A payment as the bank's statement and the county's letter say it.</summary>
public sealed record PaymentNotice(
    string PaymentId, string HospitalCode, string CountyCode, DateOnly PaidDate, long ReceivedFen, IReadOnlyList<string> ClaimIds,
    long RetainedFen, long DeductedFen);

/// <summary>
/// Payments (拨付) find what was accepted: of the claims they name, else of all claims of the county, oldest first. A short payment leaves
/// the rest accepted; what is over, or finds nothing, waits for its claim and is never taken for income.
/// </summary>
public static class PaymentDecisions
{
    /// <summary>Records a payment with what the county kept back and deducted.</summary>
    public static Decision Record(ClearingBooks books, RecordHead head, PaymentNotice notice)
    {
        if (books.Payments.ContainsKey(notice.PaymentId))
        {
            return Decision.Refuse(ClearingRefusal.PaymentRecordedBefore, notice.PaymentId);
        }

        if (notice.ReceivedFen <= 0 || notice.RetainedFen < 0 || notice.DeductedFen < 0)
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, notice.PaymentId);
        }

        foreach (var claimId in notice.ClaimIds)
        {
            if (!books.Claims.TryGetValue(claimId, out var claim)
                || claim.CountyCode != notice.CountyCode || claim.HospitalCode != notice.HospitalCode)
            {
                return Decision.Refuse(ClearingRefusal.ClaimNotFound, claimId);
            }
        }

        var accepted = new Accepted(books, notice.HospitalCode, notice.CountyCode, notice.ClaimIds);
        if (accepted.LeftFen < checked(notice.RetainedFen + notice.DeductedFen))
        {
            return Decision.Refuse(ClearingRefusal.DeductedAboveAccepted, notice.PaymentId);
        }

        // What is kept back and deducted comes first, so that the money does not take its place.
        Move[] moves =
        [
            .. accepted.Take(Standing.Retained, notice.RetainedFen), .. accepted.Take(Standing.Deducted, notice.DeductedFen),
            .. accepted.Take(Standing.Paid, notice.ReceivedFen),
        ];
        var matchedFen = moves.Where(m => m.To == Standing.Paid).Sum(m => m.AmountFen);
        return new(Decision.Next(books, head, RecordKind.PaymentRecorded) with
        {
            CountyCode = notice.CountyCode,
            HospitalCode = notice.HospitalCode,
            Moves = moves,
            Payment = new PaymentFact(
                notice.PaymentId, notice.PaidDate, notice.ReceivedFen, matchedFen, notice.RetainedFen, notice.DeductedFen),
            Entries = Accounts.EntriesOf(books, moves, notice.ReceivedFen - matchedFen, notice.CountyCode),
        });
    }

    /// <summary>Matches what of a payment still waits for its claim with what has been accepted since.</summary>
    public static Decision Match(ClearingBooks books, RecordHead head, string paymentId)
    {
        if (!books.Payments.TryGetValue(paymentId, out var payment))
        {
            return Decision.Refuse(ClearingRefusal.PaymentNotFound, paymentId);
        }

        var accepted = new Accepted(books, payment.HospitalCode, payment.CountyCode, []);
        Move[] moves = [.. accepted.Take(Standing.Paid, payment.UnmatchedFen)];
        if (moves.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.NothingToMatch, paymentId);
        }

        var matchedFen = moves.Sum(m => m.AmountFen);
        return new(Decision.Next(books, head, RecordKind.PaymentMatched) with
        {
            CountyCode = payment.CountyCode,
            HospitalCode = payment.HospitalCode,
            Moves = moves,
            Payment = new PaymentFact(paymentId, payment.PaidDate, payment.ReceivedFen, matchedFen),
            Entries = Accounts.EntriesOf(books, moves, -matchedFen, payment.CountyCode),
        });
    }

    /// <summary>Records that the county paid of what it had kept back, oldest first.</summary>
    public static Decision Release(
        ClearingBooks books, RecordHead head, string paymentId, string hospitalCode, string countyCode, DateOnly paidDate, long receivedFen)
    {
        if (books.Payments.ContainsKey(paymentId))
        {
            return Decision.Refuse(ClearingRefusal.PaymentRecordedBefore, paymentId);
        }

        var retained = new Accepted(books, hospitalCode, countyCode, [], Standing.Retained);
        if (receivedFen <= 0 || receivedFen > retained.LeftFen)
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, paymentId);
        }

        Move[] moves = [.. retained.Take(Standing.Paid, receivedFen)];
        return new(Decision.Next(books, head, RecordKind.RetentionReleased) with
        {
            CountyCode = countyCode,
            HospitalCode = hospitalCode,
            Moves = moves,
            Payment = new PaymentFact(paymentId, paidDate, receivedFen, receivedFen),
            Entries = Accounts.EntriesOf(books, moves),
        });
    }

    /// <summary>What stands accepted (or kept back) of a county, oldest claim first; what is taken is no longer there.</summary>
    private sealed class Accepted
    {
        private readonly Standing from;
        private readonly List<(string ReceivableId, long LeftFen)> rows;

        public Accepted(
            ClearingBooks books, string hospitalCode, string countyCode, IReadOnlyList<string> claimIds, Standing from = Standing.Accepted)
        {
            this.from = from;
            var named = claimIds.ToHashSet(StringComparer.Ordinal);
            rows =
            [
                .. books.Receivables.Values
                    .Where(r => r.HospitalCode == hospitalCode && r.CountyCode == countyCode && r.Fen(from) > 0)
                    .Where(r => named.Count == 0 || (r.ClaimId is { } claim && named.Contains(claim)))
                    .OrderBy(r => r.ServiceDate).ThenBy(r => r.ReceivableId, StringComparer.Ordinal)
                    .Select(r => (r.ReceivableId, r.Fen(from))),
            ];
        }

        public long LeftFen => rows.Sum(r => r.LeftFen);

        public List<Move> Take(Standing to, long amountFen)
        {
            var moves = new List<Move>();
            for (var i = 0; i < rows.Count && amountFen > 0; i++)
            {
                var takenFen = Math.Min(rows[i].LeftFen, amountFen);
                if (takenFen > 0)
                {
                    moves.Add(new Move(rows[i].ReceivableId, from, to, takenFen));
                    rows[i] = rows[i] with { LeftFen = rows[i].LeftFen - takenFen };
                    amountFen -= takenFen;
                }
            }

            return moves;
        }
    }
}
