using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Reports;

/// <summary>Which debts one writes about: of a county to a hospital, as of a day, and from what age or amount on.</summary>
/// <param name="HospitalCode">Hospital.</param>
/// <param name="CountyCode">County.</param>
/// <param name="AsOf">Day from which ages are counted.</param>
/// <param name="AgeDays">A letter is due if anything was claimed and not paid so many days after the service, …</param>
/// <param name="AmountFen">… or if all of it together is at least this; 0: by age alone.</param>
public sealed record DunningOrder(HospitalCode HospitalCode, CountyCode CountyCode, DateOnly AsOf, int AgeDays, long AmountFen);

/// <summary>What of one claim is not paid.</summary>
public sealed record DunningClaim(
    string ClaimId, string Period, long ClaimedFen, long WaitingFen, long AcceptedFen, DateOnly OldestServiceDate, int OldestDays)
{
    /// <summary>Not answered, or accepted and not paid.</summary>
    public long UnpaidFen => checked(WaitingFen + AcceptedFen);
}

/// <summary>
/// What a dunning letter (催款函) is about: what was claimed and is neither refused nor paid. What was not claimed yet is the hospital's own
/// delay, and about refused lines one disputes; neither is dunned.
/// </summary>
public sealed record DunningLetter(DunningOrder Order, IReadOnlyList<DunningClaim> Claims, IReadOnlyList<(string Age, long AmountFen)> Ages)
{
    /// <summary>All that is not paid.</summary>
    public long UnpaidFen => Claims.Sum(c => c.UnpaidFen);

    /// <summary>Accepted and not paid.</summary>
    public long AcceptedFen => Claims.Sum(c => c.AcceptedFen);

    /// <summary>Claimed and not answered.</summary>
    public long WaitingFen => Claims.Sum(c => c.WaitingFen);

    /// <summary>The letter, or null if nothing is old or large enough.</summary>
    public static DunningLetter? Of(ClearingState books, DunningOrder order)
    {
        var unpaid = books.Receivables.Values
            .Where(r => r.HospitalCode == order.HospitalCode && r.CountyCode == order.CountyCode && Unpaid(r) > 0).ToArray();
        if (unpaid.Length == 0)
        {
            return null;
        }

        var letter = new DunningLetter(
            order,
            [
                .. unpaid.GroupBy(r => r.ClaimId!).Select(g => Claim(books.Claims[g.Key], [.. g], order.AsOf))
                    .OrderBy(c => c.OldestServiceDate).ThenBy(c => c.ClaimId, StringComparer.Ordinal),
            ],
            AgeBuckets.Of(unpaid.Select(r => (r.ServiceDate, Unpaid(r))), order.AsOf).Named);
        var isOld = letter.Claims.Any(c => c.OldestDays > order.AgeDays);
        return isOld || (order.AmountFen > 0 && letter.UnpaidFen >= order.AmountFen) ? letter : null;
    }

    private static DunningClaim Claim(Claim claim, Receivable[] unpaid, DateOnly asOf)
    {
        var oldest = unpaid.MinBy(r => r.ServiceDate)!;
        return new DunningClaim(
            claim.ClaimId, claim.Period, claim.ClaimedFen, unpaid.Sum(r => r.Fen(ReceivableStanding.Claimed)),
            unpaid.Sum(r => r.Fen(ReceivableStanding.Accepted)),
            oldest.ServiceDate, AgeBuckets.DaysOf(oldest.ServiceDate, asOf));
    }

    private static long Unpaid(Receivable receivable) =>
        checked(receivable.Fen(ReceivableStanding.Claimed) + receivable.Fen(ReceivableStanding.Accepted));
}
