using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Tests.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests.Corrections;

/// <summary>Corrections in the story of the three counties and at a patient's account, by figures worked by hand.</summary>
public sealed class CorrectionTests
{
    private readonly ThreeCounties story = new();

    private Office Office => story.Office;

    /// <summary>
    /// 兴县 paid 99.39 on 20 September for services of 14 July, 21 July and 3 August. Entered is 93.39 on the 30th: 6.00 stay accepted, and the
    /// days are weighed 78, 71 and 58. Corrected and entered right, the statement is that of docs/CLEARING.md: (68 + 61 + 48) / 3 = 59.
    /// </summary>
    [Fact]
    public void A_payment_of_a_wrong_amount_and_day_is_corrected_and_entered_right_under_the_same_reference()
    {
        story.Answered().At(9, 20);
        Office.Pay("bank-x", Xing, 93_39, day: "2022-09-30");
        var (wrong, number) = (Statement(), Office.Books.Number);
        Assert.Equal((93_39, 6_00), (wrong.PaidFen, wrong.ClosingFen));
        Assert.Equal(ClearingRefusal.PaymentRecordedBefore, Office.Pay("bank-x", Xing, 99_39));
        story.At(9, 25);
        Assert.Equal(0, CorrectionSteps.Correct(Office, Office.Records[^1]));
        Assert.Equal((0, 99_39, 90, true), (Statement().PaidFen, Statement().ClosingFen, Statement().Forecast.DaysToPay, Statement().Forecast.Assumed));
        Assert.Empty(Office.Books.Receivables[Id("x1")].Payments);
        Assert.Equal(0, Office.Balance(Account.Bank, Xing));

        Assert.Equal(ClearingRefusal.None, Office.Pay("bank-x", Xing, 99_39));
        var right = Statement();
        Assert.Equal((99_39, 99_39, 0, 59), (right.PaidFen, right.ReceivedFen, right.ClosingFen, right.Forecast.DaysToPay));
        Assert.Equal(new PaymentRow("bank-x", Day("2022-09-20"), Day("2022-09-25"), 99_39, 99_39), Assert.Single(right.Payments));
        Assert.Equal(59, Ageing.Of(Office.Books, Day("2022-09-30")).Single(a => a.CountyCode.Text == Xing).DaysToPay);

        // As of the record of then, the statement is still the one that was printed.
        Assert.Equal(wrong.ClosingFen, Statement(number).ClosingFen);
        Assert.Equal(wrong.Payments, Statement(number).Payments);
    }

    /// <summary>
    /// 20.00 of l1 are kept back and 10.00 deducted; 15.00 of what was kept back come later. The payment of 65.00 of 95.00 accepted cannot go
    /// before what was paid of the money kept back.
    /// </summary>
    [Fact]
    public void What_rests_on_a_payment_has_to_be_corrected_first_and_everything_goes_back_step_by_step()
    {
        story.Answered().At(9, 20);
        Office.Pay("bank-l", Lin, 55_00, retainedFen: 20_00, deductedFen: 10_00);
        var paid = Office.Records[^1];
        Office.Do((books, head) => PaymentDecisions.Release(books, head, "late-l", new HospitalCode(Visits.Hospital), new CountyCode(Lin), Day("2022-11-01"), 15_00));
        var released = Office.Records[^1];
        var reply = Office.Records.Last(r => r.Kind == RecordKind.ReplyRecorded && r.CountyCode.Text == Lin);

        Assert.Equal(paid.Number, CorrectionSteps.Correct(Office, reply));
        Assert.Equal(released.Number, CorrectionSteps.Correct(Office, paid));
        Assert.Equal($"其后的往来账第 {released.Number} 条（质保金拨付，2022-09-20）已用到它，请先冲正那一条，再来办理。", CorrectionText.First(released));
        Assert.Equal([0, 0, 0], new[] { released, paid, reply }.Select(r => CorrectionSteps.Correct(Office, r)));

        // All of 临县 is claimed as before the reply, and its claim can be withdrawn; 15.00 that were refused have no reason any more.
        Assert.Equal((100_00, 0), (Office.Balance(Account.ClaimedReceivable, Lin), Office.Balance(Account.Bank, Lin)));
        Assert.Equal((0, 0), (Office.Balance(Account.RetainedReceivable, Lin), Office.Balance(Account.DeductionExpense, Lin)));
        Assert.Equal("", Office.Books.Receivables[Id("l2")].RefusalReason);
        Assert.Equal(ClearingRefusal.None, CorrectionSteps.Withdraw(Office, ClaimId(Lin)));
        Assert.Equal(100_00, Office.Balance(Account.AdvanceReceivable, Lin));
        Assert.Equal(ClearingRefusal.ClaimWithdrawn, CorrectionSteps.Withdraw(Office, ClaimId(Lin)));
        Assert.Equal(ClearingRefusal.None, Office.Claim(Lin, "2022-08"));
        Assert.Equal($"Q{Lin}-{Visits.Hospital}-2022-08-2", Office.Books.Receivables[Id("l1")].ClaimId);
        Assert.Equal(
            ClearingRefusal.ClaimWithdrawn,
            Office.Do((books, head) => ClaimDecisions.Reply(books, head, ClaimId(Lin), [new ReplyLine(Id("l1"), 40_00, "")])));
        Assert.Equal(ClearingRefusal.ClaimWithdrawn, Office.Pay("bank-l", Lin, 1_00, claims: ClaimId(Lin)));
        Assert.Equal(100_00, Statement(county: Lin).ClaimedFen);
        Assert.Empty(Office.Fold.Differences());
    }

    /// <summary>33.13 of the 99.39 are due back since the visit was undone. The payment was a mistake: 66.26 are accepted, and nothing is due back.</summary>
    [Fact]
    public void A_payment_is_corrected_after_its_visit_was_undone_and_nothing_is_due_back()
    {
        story.Ended();
        var paid = Office.Records.Single(r => r.Payment?.PaymentId == "bank-x");
        Office.Do((books, head) => RefundDecisions.Pay(books, head, "back-1", new HospitalCode(Visits.Hospital), new CountyCode(Xing), Day("2022-09-28"), 3_13));
        var back = Office.Records[^1];
        Assert.Equal(back.Number, CorrectionSteps.Correct(Office, paid));
        Assert.Equal(0, CorrectionSteps.Correct(Office, back));
        Assert.Equal((33_13, 99_39), (Office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(Xing)), Office.Balance(Account.Bank, Xing)));
        Assert.False(Office.Books.Refunds.IsPaidBack("back-1"));
        Assert.Equal(0, CorrectionSteps.Correct(Office, paid));

        Assert.Equal(
            (0, 0, 66_26, 0),
            (Office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(Xing)), Office.Balance(Account.RefundPayable), Office.Balance(Account.AcceptedReceivable, Xing), Office.Balance(Account.Bank, Xing)));
        var statement = Statement();
        Assert.Equal((0, 33_13, 66_26, 0), (statement.PaidFen, statement.UnwoundFen, statement.ClosingFen, statement.RefundNewFen));
        Assert.Empty(Office.Fold.Differences());
    }

    /// <summary>
    /// 9,999.00 are typed for 99.00 beside 50.00 of before; the stay takes 150.00 of them. Without the wrong deposit the stay would take more
    /// than is there: it has to go back first. Then 50.00 + 99.00 = 149.00 are there.
    /// </summary>
    [Fact]
    public void A_deposit_that_was_applied_is_corrected_after_what_took_it()
    {
        Office.TakeDeposit(50_00);
        Office.TakeDeposit(9_999_00);
        var wrong = Office.Records[^1];
        var stay = Ward.Stay("s1", 150_00);
        Office.Take(stay);
        Office.ApplyDeposit(stay, 0);
        var applied = Office.Records[^1];

        Assert.Equal(applied.Number, CorrectionSteps.Correct(Office, wrong));
        Assert.Equal([0, 0], new[] { applied, wrong }.Select(r => CorrectionSteps.Correct(Office, r)));
        Office.TakeDeposit(99_00);
        Assert.Equal((149_00, -149_00), (Office.Deposit(), Office.Balance(Account.PatientDeposit)));
        Assert.Equal((-9_999_00, "已冲正往来账第 2 条，那一条不再算数。"), Told(Office.Records[^2]));

        // 50.00 alone are enough for 20.00: the 99.00 can go without touching what was applied.
        Office.ApplyDeposit(stay, 20_00);
        Assert.Equal(0, CorrectionSteps.Correct(Office, Office.Records.Last(r => r.Kind == RecordKind.DepositTaken)));
        Assert.Equal(30_00, Office.Deposit());
        Assert.Empty(Office.Fold.Differences());
    }

    /// <summary>90.00 owed; 60.00 entered as paid were 6.00, and the rest was written off. Undone, 60.00 would be due back; corrected, nothing is.</summary>
    [Fact]
    public void A_payment_of_a_patient_is_corrected_before_and_after_the_undoing()
    {
        Office.Sign("2022-001");
        var stay = Ward.Stay("s1", 90_00, $"{Ward.Hospital}.2022-001");
        Office.Take(stay);
        Office.PayDebt(60_00);
        var paid = Office.Records[^1];
        Office.Propose("困难");
        Office.Decide(Office.LastProposal().ProposalId, true);
        var writtenOff = Office.Records[^1];
        Assert.Equal(0, CorrectionSteps.Correct(Office, writtenOff));
        Assert.Equal((30_00, 0), (Office.Owed(), Office.Balance(Account.WriteOffExpense)));
        Office.Take(Visits.Undone(stay, "undo"));
        Office.Refund(60_00);
        var refunded = Office.Records[^1];
        Assert.Equal(refunded.Number, CorrectionSteps.Correct(Office, paid));
        Assert.Equal(0, CorrectionSteps.Correct(Office, refunded));
        Assert.Equal(60_00, Office.Fen(ShareStanding.RefundDue));
        Assert.Equal(0, CorrectionSteps.Correct(Office, paid));

        Assert.Equal((0, 90_00), (Office.Fen(ShareStanding.RefundDue), Office.Fen(ShareStanding.Unwound)));
        Assert.Equal((0, 0), (Office.Balance(Account.PatientCash), Office.Balance(Account.PatientRefundPayable)));
        Assert.Equal(-60_00, PatientText.MoneyFen(Office.Records[^1]));
        Assert.Empty(Office.Fold.Differences());
    }

    [Fact]
    public void Two_persons_are_needed_once_and_what_cannot_be_corrected_is_refused()
    {
        story.Ended();
        var paid = Office.Records.Single(r => r.Payment?.PaymentId == "bank-l").Number;
        ClearingRefusal Propose(long number, string reason = "录入错误") => CorrectionSteps.Propose(Office, number, reason);
        Assert.Equal(ClearingRefusal.RecordNotFound, Propose(Office.Books.Number + 1));
        Assert.Equal(ClearingRefusal.RecordNotFound, Propose(0));
        Assert.Equal(ClearingRefusal.RecordNotCorrectable, Propose(1));
        Assert.Equal(ClearingRefusal.RecordNotCorrectable, Propose(Office.Records.First(r => r.Kind == RecordKind.ClaimBuilt).Number));
        Assert.Equal(ClearingRefusal.ReasonMissing, Propose(paid, ""));
        Assert.Equal(ClearingRefusal.None, Propose(paid));
        Assert.Equal(ClearingRefusal.CorrectionProposedBefore, Propose(paid));

        var id = Office.Books.Corrections.OpenFor(paid)!.CorrectionId;
        Assert.Equal(ClearingRefusal.CorrectionSamePerson, CorrectionSteps.Decide(Office, id, operatorName: "王会计"));
        Assert.Equal(ClearingRefusal.None, CorrectionSteps.Decide(Office, id, approved: false));
        Assert.Equal(80_00, Office.Balance(Account.Bank, Lin));
        Assert.Equal(ClearingRefusal.CorrectionNotOpen, CorrectionSteps.Decide(Office, id));
        Assert.Equal(0, CorrectionSteps.Correct(Office, Office.Records[(int)paid - 1]));
        Assert.Equal(ClearingRefusal.RecordCorrectedBefore, Propose(paid));
        Assert.Equal(ClearingRefusal.RecordNotCorrectable, Propose(Office.Books.Number));
    }

    private static (long MoneyFen, string Sentence) Told(ClearingRecord record) => (PatientText.MoneyFen(record), PatientText.Of(record));

    private CountyStatement Statement(long recordNumber = 0, string county = Xing) => StatementFold.Of(
        Office.Books, new StatementOrder(new HospitalCode(Visits.Hospital), new CountyCode(county), Day("2022-09-01"), Day("2022-09-30"), recordNumber));
}
