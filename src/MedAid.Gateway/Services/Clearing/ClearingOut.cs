using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedAid.Clearing.Books;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;

namespace MedAid.Gateway.Services;

/// <summary>From the books of clearing to the wire. The numbers of standings are the same in both.</summary>
internal static class ClearingOut
{
    public static ClearingV1.Receivable Receivable(MedAid.Clearing.Books.Receivable receivable) => new()
    {
        ReceivableId = receivable.ReceivableId,
        SettlementId = receivable.Origin.SettlementId.Text,
        PersonKey = receivable.Origin.PersonKey.Text,
        CountyCode = receivable.CountyCode.Text,
        HospitalCode = receivable.HospitalCode.Text,
        ServiceDate = PlainText.Day(receivable.ServiceDate),
        Fund = receivable.Fund.Text,
        Rule = receivable.Origin.Rule,
        Advanced = receivable.Advanced,
        AmountFen = receivable.AmountFen,
        OutstandingFen = receivable.OutstandingFen,
        Standings = { receivable.Standings.Select(Standing) },
        ClaimId = receivable.ClaimId ?? "",
        RefusalReason = receivable.RefusalReason,
    };

    public static ClearingV1.Claim Claim(ClearingState books, MedAid.Clearing.Books.Claim claim) => new()
    {
        ClaimId = claim.ClaimId,
        CountyCode = claim.CountyCode.Text,
        HospitalCode = claim.HospitalCode.Text,
        Period = claim.Period,
        BuiltTime = Timestamp.FromDateTimeOffset(claim.BuiltTime),
        ClaimedFen = claim.ClaimedFen,
        Lines = { claim.Lines.Select(l => Receivable(books.Receivables[l.ReceivableId])) },
        Withdrawn = claim.Withdrawn,
    };

    public static ClearingV1.CountyAge Age(MedAid.Clearing.Reports.CountyAge age) => new()
    {
        CountyCode = age.CountyCode.Text,
        Days0To30Fen = age.Owed.Days0To30Fen,
        Days31To60Fen = age.Owed.Days31To60Fen,
        Days61To90Fen = age.Owed.Days61To90Fen,
        DaysOver90Fen = age.Owed.DaysOver90Fen,
        OutstandingFen = age.OutstandingFen,
        Standings = { age.Standings.Select(Standing) },
        PaidFen = age.PaidFen,
        DaysToPay = age.DaysToPay,
        UnmatchedFen = age.UnmatchedFen,
        RefundDueFen = age.RefundDueFen,
    };

    public static ClearingV1.AdvanceLoad Load(MedAid.Clearing.Reports.AdvanceLoad load) => new()
    {
        HospitalCode = load.HospitalCode.Text,
        AdvancedFen = load.AdvancedFen,
        LimitFen = load.LimitFen,
        SharePermille = load.SharePermille,
        Warning = load.IsOver
            ? $"垫付未收回 {ExactNumber.Yuan(load.AdvancedFen)} 元，是警戒线 {ExactNumber.Yuan(load.LimitFen)} 元的 {Percent(load.SharePermille)}%"
            : "",
    };

    public static WriteResponse Record(ClearingRecord record, bool replayed, bool written) => new()
    {
        RecordNumber = written ? record.Number : 0,
        ClaimId = record.ClaimId ?? "",
        Moves = { Moves(record) },
        Entries = { Entries(record) },
        MatchedFen = record.Payment?.MatchedFen ?? 0,
        UnmatchedFen = record is { Payment: { } payment, Kind: RecordKind.PaymentRecorded }
            ? checked(payment.ReceivedFen + payment.SetOffFen - payment.MatchedFen)
            : 0,
        Replayed = replayed,
        RefundedFen = record.Refund?.AmountFen ?? 0,
    };

    public static IEnumerable<ClearingV1.Move> Moves(ClearingRecord record) => record.Moves.Select(m => new ClearingV1.Move
    {
        ReceivableId = m.ReceivableId, From = (ClearingV1.Standing)(int)m.From, To = (ClearingV1.Standing)(int)m.To, AmountFen = m.AmountFen,
    });

    public static IEnumerable<ClearingEntry> Entries(ClearingRecord record) => record.Entries.Select(e => new ClearingEntry
    {
        Account = e.Account.Text, CountyCode = e.CountyCode.Text, Fund = e.Fund.Text, AmountFen = e.AmountFen.Value,
    });

    private static string Percent(long permille) => string.Create(CultureInfo.InvariantCulture, $"{permille / 10}.{permille % 10}");

    private static StandingAmount Standing((MedAid.Clearing.Books.ReceivableStanding Standing, long AmountFen) amount) =>
        new() { Standing = (ClearingV1.Standing)(int)amount.Standing, AmountFen = amount.AmountFen };
}
