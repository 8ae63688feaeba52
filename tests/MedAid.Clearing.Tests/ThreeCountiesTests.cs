using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>
/// The story of docs/CLEARING.md: two months of dialysis visits of patients of three counties. One county goes online in between, one line is
/// refused, one payment is short, and one visit is undone after it was paid. Every figure is worked out there by hand.
/// </summary>
public sealed class ThreeCountiesTests
{
    private const string Xing = "141123";
    private const string Lin = "141124";
    private const string Lishi = "141102";

    private readonly Office office = new();

    [Fact]
    public void Two_months_of_three_counties_end_as_the_story_says()
    {
        // July: 兴县 two visits of 33.13, 临县 one of 40.00, 离石 one of 25.00; all advanced.
        var first = Visit("x1", Xing, 7, 14, 33_13);
        office.Take(first, Visit("x2", Xing, 7, 21, 33_13), Visit("l1", Lin, 7, 20, 40_00), Visit("s1", Lishi, 7, 25, 25_00));

        // 离石 is online from August on: its visit is no longer advanced, the one of July is still collected.
        office.Take(Visit("x3", Xing, 8, 3, 33_13), Visit("l2", Lin, 8, 5, 60_00), Visits.Visit("s2", Lishi, new DateOnly(2022, 8, 6), 25_00, false));
        Assert.Equal(33_13 + 33_13 + 33_13 + 40_00 + 60_00 + 25_00, office.Balance(Account.AdvanceReceivable));

        Assert.Equal(ClearingRefusal.None, office.Claim(Xing, "2022-08"));
        Assert.Equal(ClearingRefusal.None, office.Claim(Lin, "2022-08"));
        Assert.Equal(ClearingRefusal.None, office.Claim(Lishi, "2022-08"));
        Assert.Equal(ClearingRefusal.NothingToClaim, office.Claim(Lishi, "2022-08"));

        // 兴县 accepts all 99.39 and pays. 临县 accepts 40.00 and 45.00 of 60.00, and pays 80.00 of these 85.00. 离石 accepts 50.00, pays nothing.
        Reply(Xing);
        Reply(Lin, ("l2", 45_00));
        Reply(Lishi);
        Assert.Equal(ClearingRefusal.None, office.Pay("bank-x", Xing, 99_39));
        Assert.Equal(ClearingRefusal.None, office.Pay("bank-l", Lin, 80_00));

        // The first visit of 兴县 is undone after it was paid: 33.13 are due back to the county.
        office.Take(Visits.Undone(first, "undo-x1"));

        var ages = Ageing.Of(office.Books, new DateOnly(2022, 9, 30)).ToDictionary(a => a.CountyCode.Text, StringComparer.Ordinal);
        Assert.Equal((0, 66_26), (ages[Xing].OutstandingFen, ages[Xing].PaidFen));
        Assert.Equal(-33_13, office.Balance(Account.RefundPayable, Xing));

        // 5.00 accepted and 15.00 refused, both of the visit of 5 August: 56 days.
        Assert.Equal((20_00, 20_00, 80_00), (ages[Lin].OutstandingFen, ages[Lin].Owed.Days31To60Fen, ages[Lin].PaidFen));
        Assert.Equal((5_00, 15_00), (office.Balance(Account.AcceptedReceivable, Lin), office.Balance(Account.RefusedReceivable, Lin)));

        // 25.00 of 25 July (67 days) and 25.00 of 6 August (55 days).
        Assert.Equal((50_00, 25_00, 25_00), (ages[Lishi].OutstandingFen, ages[Lishi].Owed.Days61To90Fen, ages[Lishi].Owed.Days31To60Fen));
        Assert.Equal(99_39 + 80_00, office.Balance(Account.Bank));
        Assert.Equal(0, office.Balance(Account.AdvanceReceivable));
        Assert.Equal(0, office.Entries.Sum(e => e.AmountFen).Value);
    }

    [Fact]
    public void What_is_over_waits_for_its_claim_and_is_no_income()
    {
        office.Take(Visit("x1", Xing, 7, 14, 30_00), Visit("x2", Xing, 7, 15, 20_00));
        office.Claim(Xing, "2022-07");
        Reply(Xing, ("x2", 0));
        office.Pay("bank-1", Xing, 50_00);

        Assert.Equal((-20_00, 50_00), (office.Balance(Account.UnmatchedReceipt, Xing), office.Balance(Account.Bank, Xing)));
        Assert.Equal(ClearingRefusal.NothingToMatch, office.Do((books, head) => PaymentDecisions.Match(books, head, "bank-1")));

        // The refused line is corrected, claimed again and accepted: the waiting 20.00 are its money.
        office.Do((books, head) => RefusedDecisions.Of(books, head, RecordKind.Corrected, [Id("x2")], "补传处方"));
        office.Claim(Xing, "2022-07");
        office.Do((books, head) => ClaimDecisions.Reply(
            books, head, $"Q{Xing}-{Visits.Hospital}-2022-07-2", [new ReplyLine(Id("x2"), 20_00, "")]));
        Assert.Equal(ClearingRefusal.None, office.Do((books, head) => PaymentDecisions.Match(books, head, "bank-1")));
        Assert.Equal((0, 50_00), (office.Balance(Account.UnmatchedReceipt, Xing), office.Balance(Account.Bank, Xing)));
    }

    [Fact]
    public void Kept_back_and_deducted_are_told_apart_from_paid()
    {
        office.Take(Visit("x1", Xing, 7, 14, 100_00));
        office.Claim(Xing, "2022-07");
        Reply(Xing);
        office.Pay("bank-1", Xing, 90_00, retainedFen: 5_00, deductedFen: 3_00);

        // 100.00 = 90.00 paid + 5.00 kept back + 3.00 deducted + 2.00 still accepted.
        Assert.Equal(
            (90_00, 5_00, 3_00, 2_00),
            (office.Balance(Account.Bank), office.Balance(Account.RetainedReceivable), office.Balance(Account.DeductionExpense), office.Balance(Account.AcceptedReceivable)));
        Assert.Equal(ClearingRefusal.AmountOutOfRange, Release(5_01));
        Assert.Equal(ClearingRefusal.None, Release(5_00));
        Assert.Equal((95_00, 0), (office.Balance(Account.Bank), office.Balance(Account.RetainedReceivable)));
    }

    [Fact]
    public void A_refused_line_is_disputed_charged_or_written_off_with_a_reason_and_once()
    {
        office.Take(Visit("x1", Xing, 7, 14, 10_00), Visit("x2", Xing, 7, 15, 20_00), Visit("x3", Xing, 7, 16, 30_00));
        office.Claim(Xing, "2022-07");
        Reply(Xing, ("x1", 0), ("x2", 0), ("x3", 0));

        Assert.Equal(ClearingRefusal.ReasonMissing, Decide(RecordKind.WrittenOff, "x1", ""));
        Assert.Equal(ClearingRefusal.None, Decide(RecordKind.WrittenOff, "x1", "院办会议纪要 3 号"));
        Assert.Equal(ClearingRefusal.NothingThere, Decide(RecordKind.WrittenOff, "x1", "院办会议纪要 3 号"));
        Assert.Equal(ClearingRefusal.None, Decide(RecordKind.Charged, "x2", "患者知情同意"));
        Assert.Equal(ClearingRefusal.None, Decide(RecordKind.Disputed, "x3", "病历可证"));
        Assert.Equal(ClearingRefusal.None, Decide(RecordKind.DisputeDecided, "x3", "复核通过", won: true));
        Assert.Equal(
            (10_00, 20_00, 30_00, 0),
            (office.Balance(Account.WriteOffExpense), office.Balance(Account.PatientChargeReceivable), office.Balance(Account.AcceptedReceivable), office.Balance(Account.RefusedReceivable)));
    }

    /// <summary>Three things that look alike: what the hospital waives, what it bears above a package, what it advances. Only the last is owed.</summary>
    [Fact]
    public void A_waiver_and_what_the_hospital_bears_are_never_claimed()
    {
        var visit = Visit("x1", Xing, 7, 14, 30_00);
        var breakdown = visit.Breakdown with { WaivedFen = 8_00, HospitalBorneFen = 12_00, PatientFen = visit.Breakdown.PatientFen - 20_00 };
        office.Take(visit with { Breakdown = breakdown, Entries = Journal.EntriesOf(breakdown, new CountyCode(Xing)) });

        Assert.Equal(30_00, office.Books.Receivables.Values.Single().AmountFen);
        Assert.Equal((8_00, 12_00), (office.Balance(Account.WaiverExpense), office.Balance(Account.HospitalBorne)));
    }

    private static SettlementDocument Visit(string id, string county, int month, int day, long reliefFen) =>
        Visits.Visit(id, county, new DateOnly(2022, month, day), reliefFen);

    private static string Id(string requestId) => $"{SettlementIds.Of(requestId)}.relief";

    private ClearingRefusal Decide(RecordKind kind, string requestId, string note, bool won = false) =>
        office.Do((books, head) => RefusedDecisions.Of(books, head, kind, [Id(requestId)], note, won));

    private ClearingRefusal Release(long fen) => office.Do((books, head) =>
        PaymentDecisions.Release(books, head, "late", new HospitalCode(Visits.Hospital), new CountyCode(Xing), new DateOnly(2022, 12, 1), fen));

    /// <summary>The county accepts every line of its last claim but for those named.</summary>
    private void Reply(string county, params (string RequestId, long AcceptedFen)[] but)
    {
        var claim = office.Books.Claims.Values.Last(c => c.CountyCode.Text == county);
        var lines = claim.Lines.Select(l => but.FirstOrDefault(b => Id(b.RequestId) == l.ReceivableId) is { RequestId: not null } cut
            ? new ReplyLine(l.ReceivableId, cut.AcceptedFen, "超范围")
            : new ReplyLine(l.ReceivableId, l.AmountFen, ""));
        Assert.Equal(ClearingRefusal.None, office.Do((books, head) => ClaimDecisions.Reply(books, head, claim.ClaimId, [.. lines])));
    }
}
