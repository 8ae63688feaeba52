using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// What goes back to a county that paid for a settlement which was undone since (应退县区款): never more than is due to it from the hospital,
/// fund by fund.
/// </summary>
public static class RefundDecisions
{
    /// <summary>Records that the hospital paid back to the county.</summary>
    public static Decision Pay(
        ClearingState books, RecordHead head, string paymentId, HospitalCode hospitalCode, CountyCode countyCode, DateOnly paidDate, long amountFen)
    {
        if (PaymentDecisions.IsKnown(books, paymentId) is { } known)
        {
            return known;
        }

        if (amountFen <= 0)
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, paymentId);
        }

        if (amountFen > books.Refunds.DueFen(hospitalCode, countyCode))
        {
            return Decision.Refuse(ClearingRefusal.AboveCountyRefundDue, paymentId);
        }

        var refund = Take(books, hospitalCode, countyCode, paymentId, paidDate, amountFen);
        return new(Decision.Next(books, head, RecordKind.CountyRefunded) with
        {
            CountyCode = countyCode,
            HospitalCode = hospitalCode,
            Refund = refund,
            Entries = Accounts.EntriesOf(books, [], default, countyCode, refund),
        });
    }

    /// <summary>An amount that is due, taken from the funds in their order.</summary>
    internal static CountyRefund Take(
        ClearingState books, HospitalCode hospitalCode, CountyCode countyCode, string paymentId, DateOnly paidDate, long amountFen)
    {
        var (funds, leftFen) = (new List<RefundedFund>(), amountFen);
        foreach (var due in books.Refunds.FundsOf(hospitalCode, countyCode))
        {
            var takenFen = Math.Min(due.AmountFen, leftFen);
            if (takenFen > 0)
            {
                funds.Add(new RefundedFund(due.Fund, takenFen));
                leftFen -= takenFen;
            }
        }

        return new CountyRefund(paymentId, paidDate, funds);
    }
}
