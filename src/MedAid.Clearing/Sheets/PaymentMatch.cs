using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;

namespace MedAid.Clearing.Sheets;

/// <summary>How money and what was accepted fit together.</summary>
public enum PaymentFit
{
    /// <summary>All that one claim had accepted, to the fen.</summary>
    Exact = 1,

    /// <summary>All that several claims had accepted, to the fen (多对一).</summary>
    ManyToOne = 2,

    /// <summary>Less; the rest stays accepted.</summary>
    Under = 3,

    /// <summary>More; what is over waits for its claim.</summary>
    Over = 4,

    /// <summary>Nothing is accepted; all of it waits for its claim.</summary>
    Waiting = 5,

    /// <summary>The book has this payment already; nothing is to be done.</summary>
    RecordedBefore = 6,
}

/// <summary>What a payment comes to, decided as <see cref="PaymentDecisions"/> does.</summary>
/// <param name="Decision">The record to be written, or why not; null if the book has it already.</param>
/// <param name="Fit">How it fits.</param>
/// <param name="ClaimIds">The claims that it pays.</param>
public sealed record PaymentMatch(Decision? Decision, PaymentFit Fit, IReadOnlyList<string> ClaimIds)
{
    /// <summary>Matches a line of a bank statement against the books.</summary>
    public static PaymentMatch Of(ClearingState books, RecordHead head, PaymentNotice notice)
    {
        if (books.Payments.TryGetValue(notice.PaymentId, out var known)
            && (known.HospitalCode, known.CountyCode, known.PaidDate, known.ReceivedFen)
                == (notice.HospitalCode, notice.CountyCode, notice.PaidDate, notice.ReceivedFen))
        {
            return new PaymentMatch(null, PaymentFit.RecordedBefore, []);
        }

        var decision = PaymentDecisions.Record(books, head, notice);
        string[] claims = decision.Record is not { } record ? [] :
            [.. record.Moves.Where(m => m.To == ReceivableStanding.Paid).Select(m => books.Receivables[m.ReceivableId].ClaimId!).Distinct()];
        return new PaymentMatch(decision, FitOf(books, notice, decision, claims.Length), claims);
    }

    private static PaymentFit FitOf(ClearingState books, PaymentNotice notice, Decision decision, int claims)
    {
        var matchedFen = decision.Record?.Payment?.MatchedFen ?? 0;
        if (matchedFen < notice.ReceivedFen)
        {
            return matchedFen == 0 ? PaymentFit.Waiting : PaymentFit.Over;
        }

        var acceptedFen = books.Receivables.Values
            .Where(r => r.HospitalCode == notice.HospitalCode && r.CountyCode == notice.CountyCode)
            .Where(r => notice.ClaimIds.Count == 0 || (r.ClaimId is { } claim && notice.ClaimIds.Contains(claim)))
            .Sum(r => r.Fen(ReceivableStanding.Accepted));
        return matchedFen < acceptedFen ? PaymentFit.Under : claims > 1 ? PaymentFit.ManyToOne : PaymentFit.Exact;
    }
}
