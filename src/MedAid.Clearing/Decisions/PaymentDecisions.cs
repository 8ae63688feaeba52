using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Decisions;

/// <summary>A payment as the bank's statement and the county's letter say it.</summary>
public sealed record PaymentNotice(
    string PaymentId, HospitalCode HospitalCode, CountyCode CountyCode, DateOnly PaidDate, long ReceivedFen, IReadOnlyList<string> ClaimIds,
    long RetainedFen, long DeductedFen, long SetOffFen = 0);

/// <summary>
/// Payments (拨付) find what was accepted: of the claims they name, else of all claims of the county, oldest first. A short payment leaves
/// the rest accepted; what is over, or finds nothing, waits for its claim and is never taken for income. What the county sets off against
/// money that is due back to it pays like money that came.
/// </summary>
public static class PaymentDecisions
{
    /// <summary>Records a payment with what the county kept back, deducted and set off.</summary>
    public static Decision Record(ClearingState books, RecordHead head, PaymentNotice notice)
    {
        if (Problem(books, notice) is { } problem)
        {
            return problem;
        }

        var accepted = new Accepted(books, notice.HospitalCode, notice.CountyCode, notice.ClaimIds);
        var leftFen = accepted.LeftFen - checked(notice.RetainedFen + notice.DeductedFen);
        if (leftFen < 0)
        {
            return Decision.Refuse(ClearingRefusal.DeductedAboveAccepted, notice.PaymentId);
        }

        // What waits for its claim is money that came, never a set-off.
        if (leftFen < notice.SetOffFen)
        {
            return Decision.Refuse(ClearingRefusal.SetOffAboveAccepted, notice.PaymentId);
        }

        // What is kept back and deducted comes first, so that the money does not take its place.
        Move[] moves =
        [
            .. accepted.Take(ReceivableStanding.Retained, notice.RetainedFen), .. accepted.Take(ReceivableStanding.Deducted, notice.DeductedFen),
            .. accepted.Take(ReceivableStanding.Paid, checked(notice.ReceivedFen + notice.SetOffFen)),
        ];
        var refund = notice.SetOffFen == 0 ? null : RefundDecisions.Take(
            books, notice.HospitalCode, notice.CountyCode, notice.PaymentId, notice.PaidDate, notice.SetOffFen);
        var matchedFen = moves.Where(m => m.To == ReceivableStanding.Paid).Sum(m => m.AmountFen);
        return new(Decision.Next(books, head, RecordKind.PaymentRecorded) with
        {
            CountyCode = notice.CountyCode,
            HospitalCode = notice.HospitalCode,
            Moves = moves,
            Payment = new PaymentFact(
                notice.PaymentId, notice.PaidDate, notice.ReceivedFen, matchedFen, notice.RetainedFen, notice.DeductedFen, notice.SetOffFen),
            Refund = refund,
            Entries = Accounts.EntriesOf(
                books, moves, new Fen(checked(notice.ReceivedFen + notice.SetOffFen - matchedFen)), notice.CountyCode, refund),
        });
    }

    /// <summary>Matches what of a payment still waits for its claim with what has been accepted since.</summary>
    public static Decision Match(ClearingState books, RecordHead head, string paymentId)
    {
        if (!books.Payments.TryGetValue(paymentId, out var payment))
        {
            return Decision.Refuse(ClearingRefusal.PaymentNotFound, paymentId);
        }

        var accepted = new Accepted(books, payment.HospitalCode, payment.CountyCode, []);
        Move[] moves = [.. accepted.Take(ReceivableStanding.Paid, payment.UnmatchedFen)];
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
            Entries = Accounts.EntriesOf(books, moves, -new Fen(matchedFen), payment.CountyCode),
        });
    }

    /// <summary>Records that the county paid of what it had kept back, oldest first.</summary>
    public static Decision Release(
        ClearingState books, RecordHead head, string paymentId, HospitalCode hospitalCode, CountyCode countyCode, DateOnly paidDate, long receivedFen)
    {
        if (IsKnown(books, paymentId) is { } known)
        {
            return known;
        }

        var retained = new Accepted(books, hospitalCode, countyCode, [], ReceivableStanding.Retained);
        if (receivedFen <= 0 || receivedFen > retained.LeftFen)
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, paymentId);
        }

        Move[] moves = [.. retained.Take(ReceivableStanding.Paid, receivedFen)];
        return new(Decision.Next(books, head, RecordKind.RetentionReleased) with
        {
            CountyCode = countyCode,
            HospitalCode = hospitalCode,
            Moves = moves,
            Payment = new PaymentFact(paymentId, paidDate, receivedFen, receivedFen),
            Entries = Accounts.EntriesOf(books, moves),
        });
    }

    /// <summary>The refusal of a reference of the bank that the book has already; null if it has not.</summary>
    internal static Decision? IsKnown(ClearingState books, string paymentId) =>
        books.Payments.ContainsKey(paymentId) ? Decision.Refuse(ClearingRefusal.PaymentRecordedBefore, paymentId)
        : books.Refunds.IsPaidBack(paymentId) ? Decision.Refuse(ClearingRefusal.RefundRecordedBefore, paymentId)
        : null;

    private static Decision? Problem(ClearingState books, PaymentNotice notice)
    {
        if (IsKnown(books, notice.PaymentId) is { } known)
        {
            return known;
        }

        // Where the county sets all of it off, no money comes.
        if (notice.ReceivedFen < 0 || notice.RetainedFen < 0 || notice.DeductedFen < 0 || notice.SetOffFen < 0
            || (notice.ReceivedFen == 0 && notice.SetOffFen == 0))
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, notice.PaymentId);
        }

        if (notice.SetOffFen > books.Refunds.DueFen(notice.HospitalCode, notice.CountyCode))
        {
            return Decision.Refuse(ClearingRefusal.AboveCountyRefundDue, notice.PaymentId);
        }

        var unknown = notice.ClaimIds.FirstOrDefault(id => !books.Claims.TryGetValue(id, out var claim)
            || claim.CountyCode != notice.CountyCode || claim.HospitalCode != notice.HospitalCode);
        if (unknown is not null)
        {
            return Decision.Refuse(ClearingRefusal.ClaimNotFound, unknown);
        }

        return notice.ClaimIds.FirstOrDefault(id => books.Claims[id].Withdrawn) is { } withdrawn
            ? Decision.Refuse(ClearingRefusal.ClaimWithdrawn, withdrawn)
            : null;
    }

    /// <summary>What stands accepted (or kept back) of a county, earliest day of service first; what is taken is no longer there.</summary>
    private sealed class Accepted
    {
        private readonly ReceivableStanding from;
        private readonly List<(string ReceivableId, long LeftFen)> rows;

        public Accepted(
            ClearingState books, HospitalCode hospitalCode, CountyCode countyCode, IReadOnlyList<string> claimIds,
            ReceivableStanding from = ReceivableStanding.Accepted)
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

        public List<Move> Take(ReceivableStanding to, long amountFen)
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
