using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Tests.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests;

/// <summary>
/// The story of docs/CLEARING.md goes on in October: 33.13 are due back to 兴县, whose visit was undone after it had paid for it. On the 10th
/// the hospital pays 13.13 back. A visit of the 5th, 40.00 advanced, is claimed and accepted whole; on the 20th the county sets off the other
/// 20.00, and 15.00 come.
/// </summary>
public sealed class CountyRefundTests
{
    private readonly ThreeCounties story = new ThreeCounties().Ended();
    private readonly SettlementDocument october = Visits.Visit("x4", Xing, new DateOnly(2022, 10, 5), 40_00);

    private Office Office => story.Office;

    [Fact]
    public void What_is_due_back_is_paid_back_in_part_and_the_rest_is_set_off()
    {
        Assert.Equal(33_13, DueBack());
        story.At(10, 10);
        Assert.Equal(ClearingRefusal.None, PayBack("back-1", 13_13));

        // 33.13 - 13.13 = 20.00 are still due; 99.39 + 80.00 - 13.13 = 166.26 are in the bank.
        Assert.Equal((20_00, -20_00, 166_26), (DueBack(), Office.Balance(Account.RefundPayable, Xing), Office.Balance(Account.Bank)));
        AcceptOctober();
        Assert.Equal(ClearingRefusal.None, SetOff("bank-o", 15_00, 20_00));

        // Paid are 15.00 + 20.00 of 40.00: 5.00 are still accepted. 166.26 + 15.00 = 181.26 are in the bank.
        Assert.Equal((0, 0, 181_26), (DueBack(), Office.Balance(Account.RefundPayable), Office.Balance(Account.Bank)));
        Assert.Equal((35_00, 5_00), (Receivable.Fen(ReceivableStanding.Paid), Receivable.Fen(ReceivableStanding.Accepted)));
        Assert.Equal((5_00, 0), (Office.Balance(Account.AcceptedReceivable, Xing), Office.Balance(Account.UnmatchedReceipt, Xing)));
        Assert.Equal(0, Office.Entries.Sum(e => e.AmountFen).Value);
        Assert.Empty(Office.Fold.Differences());
    }

    [Fact]
    public void The_statement_of_october_tells_what_went_back_and_what_was_set_off()
    {
        story.At(10, 10);
        PayBack("back-1", 13_13);
        AcceptOctober();
        SetOff("bank-o", 15_00, 20_00);
        var statement = StatementFold.Of(Office.Books, new StatementOrder(new HospitalCode(Visits.Hospital), new CountyCode(Xing), Day("2022-10-01"), Day("2022-10-31")));

        Assert.Equal(
            (33_13, 0, 13_13, 20_00, 0),
            (statement.RefundOpeningFen, statement.RefundNewFen, statement.RefundPaidFen, statement.RefundSetOffFen, statement.RefundClosingFen));

        // 0 + 40.00 - 35.00 = 5.00; of the 35.00, 15.00 came.
        Assert.Equal(
            (0, 40_00, 35_00, 5_00, 15_00),
            (statement.OpeningFen, statement.AdvancedFen, statement.PaidFen, statement.ClosingFen, statement.ReceivedFen));
        Assert.Equal(new PaymentRow("bank-o", Day("2022-10-20"), Day("2022-10-20"), 15_00, 35_00, 20_00), Assert.Single(statement.Payments));
        Assert.Contains(
            "应退县区款：期初 33.13，本期 0.00，已退 13.13，冲抵 20.00，期末 0.00", StatementPage.Of(statement, Places), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_gets_back_more_than_is_due_to_him()
    {
        AcceptOctober();

        Assert.Equal(ClearingRefusal.AboveCountyRefundDue, PayBack("back-1", 33_14));
        Assert.Equal(ClearingRefusal.AboveCountyRefundDue, PayBack("back-1", 0_01, Lin));
        Assert.Equal(ClearingRefusal.AboveCountyRefundDue, PayBack("back-1", 0_01, hospital: "H14112300102"));
        Assert.Equal(ClearingRefusal.AboveCountyRefundDue, SetOff("bank-o", 1_00, 33_14));
        Assert.Equal(ClearingRefusal.AmountOutOfRange, PayBack("back-1", 0));
        Assert.Equal(ClearingRefusal.AmountOutOfRange, SetOff("bank-o", 0, 0));
        Assert.Equal(ClearingRefusal.AmountOutOfRange, SetOff("bank-o", 1_00, -1));
        Assert.Equal((33_13, 179_39), (DueBack(), Office.Balance(Account.Bank)));
    }

    /// <summary>40.00 are accepted, of which 10.00 are kept back: 30.00 can be set off. Money that is over waits; a set-off never does.</summary>
    [Fact]
    public void Only_what_is_accepted_can_be_set_off()
    {
        Assert.Equal(ClearingRefusal.SetOffAboveAccepted, SetOff("bank-o", 1_00, 33_13));
        AcceptOctober();
        Assert.Equal(ClearingRefusal.SetOffAboveAccepted, SetOff("bank-o", 0, 30_01, retainedFen: 10_00));
        Assert.Equal(ClearingRefusal.None, SetOff("bank-o", 2_00, 30_00, retainedFen: 10_00));

        Assert.Equal((3_13, -2_00, 10_00), (DueBack(), Office.Balance(Account.UnmatchedReceipt, Xing), Office.Balance(Account.RetainedReceivable, Xing)));
        Assert.Empty(Office.Fold.Differences());
    }

    [Fact]
    public void A_reference_of_the_bank_is_recorded_once_whichever_way_the_money_went()
    {
        Assert.Equal(ClearingRefusal.None, PayBack("back-1", 1_00));

        Assert.Equal(ClearingRefusal.RefundRecordedBefore, PayBack("back-1", 1_00));
        Assert.Equal(ClearingRefusal.RefundRecordedBefore, SetOff("back-1", 1_00, 0));
        Assert.Equal(ClearingRefusal.PaymentRecordedBefore, PayBack("bank-x", 1_00));
    }

    /// <summary>All 40.00 are set off and paid; then the visit is undone as well: 33.13 - 30.00 + 40.00 = 43.13 are due back.</summary>
    [Fact]
    public void What_was_paid_by_a_set_off_is_due_back_when_its_visit_is_undone()
    {
        AcceptOctober();
        SetOff("bank-o", 10_00, 30_00);
        Office.Take(Visits.Undone(october, "undo-x4"));

        Assert.Equal((43_13, -43_13), (DueBack(), Office.Balance(Account.RefundPayable, Xing)));
        Assert.Equal(43_13, Ageing.Of(Office.Books, Day("2022-10-31")).Single(a => a.CountyCode.Text == Xing).RefundDueFen);
        Assert.Empty(Office.Fold.Differences());
    }

    /// <summary>A bank statement is tried against a copy of some counties; 10.00 went back to 兴县 and 20.00 were set off by it.</summary>
    [Fact]
    public void A_copy_for_one_county_knows_what_is_due_to_it_and_every_reference()
    {
        PayBack("back-1", 10_00);
        AcceptOctober();
        SetOff("bank-o", 15_00, 20_00);
        var (own, other) = (BookCopy.OfCounties(Office.Books, new HospitalCode(Visits.Hospital), [new CountyCode(Xing)]), BookCopy.OfCounties(Office.Books, new HospitalCode(Visits.Hospital), [new CountyCode(Lin)]));

        // 33.13 - 10.00 - 20.00 = 3.13.
        Assert.Equal((3_13, 0), (own.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(Xing)), other.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(Xing))));
        Assert.True(other.Refunds.IsPaidBack("back-1") && other.Payments.ContainsKey("bank-o"));
    }

    /// <summary>What patients paid is no record of a county; undone later, it would move what the copy does not have.</summary>
    [Fact]
    public void A_copy_leaves_out_what_patients_paid()
    {
        Office.Sign("2022-001");
        var stay = Ward.Stay("s9", 50_00, $"{Ward.Hospital}.2022-001");
        Office.Take(stay);
        Assert.Equal(ClearingRefusal.None, Office.PayDebt(50_00));
        Office.Take(Visits.Undone(stay, "undo-s9"));

        Assert.Empty(BookCopy.OfCounties(Office.Books, new HospitalCode(Ward.Hospital), [new CountyCode(Ward.County)]).Patients.Shares);
        Assert.Equal(50_00, Office.Fen(ShareStanding.RefundDue));
    }

    private Receivable Receivable => Office.Books.Receivables[Id("x4")];

    private long DueBack() => Office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(Xing));

    private void AcceptOctober()
    {
        story.At(10, 15);
        Office.Take(october);
        Office.Claim(Xing, "2022-10");
        Assert.Equal(ClearingRefusal.None, Office.Do((books, head) => ClaimDecisions.Reply(
            books, head, books.Receivables[Id("x4")].ClaimId!, [new ReplyLine(Id("x4"), 40_00, "")])));
        story.At(10, 20);
    }

    private ClearingRefusal SetOff(string id, long fen, long setOffFen, long retainedFen = 0) =>
        Office.Pay(id, Xing, fen, retainedFen, day: "2022-10-20", setOffFen: setOffFen);

    private ClearingRefusal PayBack(string id, long fen, string county = Xing, string hospital = Visits.Hospital) => Office.Do((books, head) =>
        RefundDecisions.Pay(books, head, id, new HospitalCode(hospital), new CountyCode(county), Day("2022-10-10"), fen));
}
