using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Core;
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
    public static ClearingRecord Next(ClearingState books, CapitationClaim claim, DateTimeOffset now) =>
        Decision.Next(books, TakeOver.Head(books, "capitation", claim.Number, now, claim.BuiltBy), RecordKind.CapitationClaimed) with
        {
            CountyCode = claim.CountyCode,
            HospitalCode = claim.HospitalCode,
            ClaimId = claim.ClaimId,
            Period = PeriodOf(claim),
            Capitation = FactOf(claim),
            Entries = Journal.EntriesOfHeads(new Fen(claim.AmountFen), claim.CountyCode),
        };

    /// <summary>The record of the next claim, or, if that does not fit the books, one that passes it over and says why.</summary>
    public static ClearingRecord NextFitting(ClearingState books, CapitationClaim claim, DateTimeOffset now)
    {
        var next = Next(books, claim, now);
        return books.Misfit(next) is { } misfit
            ? next with
            {
                Kind = RecordKind.CapitationSetAside, Capitation = new CapitationFact(claim.Number, claim.Programme, 0, 0, 0), Entries = [],
                Note = $"按人头打包的申报 {claim.ClaimId} 与往来账不相容（{misfit}）",
            }
            : next;
    }

    /// <summary>Whether a record comes next after a claim; one that passes over may also tell of numbers that are missing.</summary>
    public static bool Follows(ClearingRecord record, long claimNumber) => record.Capitation is not { } claim
        || (record.Kind == RecordKind.CapitationSetAside ? claim.ClaimNumber > claimNumber : claim.ClaimNumber == claimNumber + 1);

    /// <summary>Whether a record of such a claim, and no other, names one, and books what it says.</summary>
    /// <exception cref="RecordUnfitException">It does not.</exception>
    public static void Check(ClearingRecord record)
    {
        var follows = record.Capitation is { } claim
            ? claim.AmountFen >= 0 && record.Entries.SequenceEqual(EntriesOf(record.Kind, claim, record.CountyCode))
            : record.Kind is not (RecordKind.CapitationClaimed or RecordKind.CapitationSetAside);
        RecordUnfitException.Unless(follows, "按人头打包申报的分录与申报金额不符");
    }

    /// <summary>Whether a record says what a claim says.</summary>
    internal static bool Says(ClearingRecord record, CapitationClaim claim) =>
        (record.Kind == RecordKind.CapitationSetAside ? record.Capitation!.ClaimNumber == claim.Number : record.Capitation == FactOf(claim))
        && (record.ClaimId, record.HospitalCode, record.CountyCode, record.Period)
            == (claim.ClaimId, claim.HospitalCode, claim.CountyCode, PeriodOf(claim));

    private static IEnumerable<JournalEntry> EntriesOf(RecordKind kind, CapitationFact claim, CountyCode county) => kind switch
    {
        RecordKind.CapitationClaimed => Journal.EntriesOfHeads(new Fen(claim.AmountFen), county),
        RecordKind.CapitationSetAside => [],
        _ => throw new RecordUnfitException("按人头打包申报的记录种类不符"),
    };

    private static CapitationFact FactOf(CapitationClaim claim) => new(claim.Number, claim.Programme, claim.Heads, claim.AmountFen, claim.CostFen);

    private static string PeriodOf(CapitationClaim claim) => claim.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
