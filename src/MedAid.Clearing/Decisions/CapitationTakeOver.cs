using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// Takes the claims of capitation months over, in the order in which they were built: what is due for the heads becomes the fund's debt. No
/// receivable of the book: like the pool's money it comes without another claim.
/// </summary>
public static class CapitationTakeOver
{
    /// <summary>The record of the next claim.</summary>
    public static ClearingRecord Next(ClearingBooks books, CapitationClaim claim, DateTimeOffset now) =>
        Decision.Next(books, TakeOver.Head(books, "capitation", claim.Number, now, claim.BuiltBy), RecordKind.CapitationClaimed) with
        {
            CountyCode = claim.CountyCode,
            HospitalCode = claim.HospitalCode,
            ClaimId = claim.ClaimId,
            Period = PeriodOf(claim),
            Capitation = FactOf(claim),
            Entries = Journal.EntriesOfHeads(claim.AmountFen, claim.CountyCode),
        };

    /// <summary>Whether a record of such a claim, and no other, names one, and books what it says.</summary>
    /// <exception cref="RecordUnfitException">It does not.</exception>
    public static void Check(ClearingRecord record)
    {
        var follows = record.Capitation is { } claim
            ? record.Kind == RecordKind.CapitationClaimed && claim.AmountFen >= 0
                && record.Entries.SequenceEqual(Journal.EntriesOfHeads(claim.AmountFen, record.CountyCode))
            : record.Kind != RecordKind.CapitationClaimed;
        RecordUnfitException.Unless(follows, "按人头打包申报的分录与申报金额不符");
    }

    /// <summary>Whether a record says what a claim says.</summary>
    internal static bool Says(ClearingRecord record, CapitationClaim claim) => record.Capitation == FactOf(claim)
        && (record.ClaimId, record.HospitalCode, record.CountyCode, record.Period)
            == (claim.ClaimId, claim.HospitalCode, claim.CountyCode, PeriodOf(claim));

    private static CapitationFact FactOf(CapitationClaim claim) => new(claim.Number, claim.Programme, claim.Heads, claim.AmountFen, claim.CostFen);

    private static string PeriodOf(CapitationClaim claim) => claim.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
