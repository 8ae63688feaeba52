using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>先诊疗、后付费: who may sign, and what becomes of the debt. Every figure is worked out by hand beside its test.</summary>
public sealed class PayLaterTests
{
    private const string Agreement = $"{Ward.Hospital}.2022-001";

    private readonly Office office = new();

    /// <summary>晋医保发〔2019〕46号 四(十五): 重点救助对象 (一(一): 低保、特困、在乡重点优抚) in designated hospitals of the county.</summary>
    [Theory]
    [InlineData(IdentityKind.SubsistenceAllowance, HospitalTier.County, Place.HomeCounty, ClearingRefusal.None)]
    [InlineData(IdentityKind.ExtremelyPoor, HospitalTier.Township, Place.HomeCounty, ClearingRefusal.None)]
    [InlineData(IdentityKind.PriorityVeteran, HospitalTier.County, Place.HomeCounty, ClearingRefusal.None)]
    [InlineData(IdentityKind.LowIncome, HospitalTier.County, Place.HomeCounty, ClearingRefusal.PayLaterIdentityMissing)]
    [InlineData(null, HospitalTier.County, Place.HomeCounty, ClearingRefusal.PayLaterIdentityMissing)]
    [InlineData(IdentityKind.SubsistenceAllowance, HospitalTier.City, Place.HomeCounty, ClearingRefusal.PayLaterHospitalNotCovered)]
    [InlineData(IdentityKind.SubsistenceAllowance, HospitalTier.County, Place.CrossCounty, ClearingRefusal.PayLaterHospitalNotCovered)]
    public void Key_relief_objects_may_sign_with_hospitals_of_their_county(
        IdentityKind? identity, HospitalTier tier, Place place, ClearingRefusal expected) =>
        Assert.Equal(expected, office.Sign("2022-001", facts: Ward.Facts(identity, tier, place)));

    [Fact]
    public void Nobody_signs_where_nothing_is_arranged_and_nobody_twice()
    {
        var none = office.Do((books, head) => AgreementDecisions.Sign(
            books, head, new Signing(new PersonKey("P1"), new HospitalCode(Ward.Hospital), "1", Ward.Day, null, Ward.Facts(IdentityKind.SubsistenceAllowance))));
        Assert.Equal(ClearingRefusal.PayLaterNotOffered, none);
        Assert.Equal(ClearingRefusal.None, office.Sign("2022-001"));
        Assert.Equal(ClearingRefusal.AgreementExists, office.Sign("2022-002"));
        Assert.Equal(ClearingRefusal.AgreementExists, office.Sign("2022-001", person: "P2"));

        // Another hospital may count alike.
        Assert.Equal(ClearingRefusal.None, office.Sign("2022-001", hospital: "H14112300102"));
        var signed = office.Books.Patients.Agreements[Agreement];
        Assert.Equal([IdentityKind.SubsistenceAllowance], signed.Paper.Identities);
        Assert.Equal([Care.Inpatient], signed.Paper.Care);

        Assert.Equal(ClearingRefusal.None, End(Ward.Day.AddDays(9)));
        Assert.Equal(ClearingRefusal.AgreementEnded, End(Ward.Day.AddDays(10)));
        Assert.True(office.Books.Patients.Agreements[Agreement].HoldsOn(Ward.Day.AddDays(9)));
        Assert.False(office.Books.Patients.Agreements[Agreement].HoldsOn(Ward.Day.AddDays(10)));
        Assert.Equal(ClearingRefusal.AgreementNotFound, office.Do((books, head) => AgreementDecisions.End(books, head, "none", Ward.Day, "错")));
    }

    /// <summary>90.00 and 60.00 owed; 100.00 paid, oldest first: 90.00 and 10.00. 50.00 are left.</summary>
    [Fact]
    public void A_debt_is_paid_in_parts_oldest_first_and_never_beyond_what_is_owed()
    {
        office.Sign("2022-001");
        office.Take(Ward.Stay("s2", 60_00, Agreement, day: Ward.Day.AddDays(5)), Ward.Stay("s1", 90_00, Agreement), Ward.Stay("s0", 70_00));
        Assert.Equal((150_00, 150_00, 70_00), (office.Owed(), office.Balance(Account.PatientReceivable), office.Balance(Account.PatientCash)));

        Assert.Equal(ClearingRefusal.AmountOutOfRange, office.PayDebt(0));
        Assert.Equal(ClearingRefusal.AboveDebt, office.PayDebt(150_01));
        Assert.Equal(ClearingRefusal.AboveDebt, office.PayDebt(60_01, null, SettlementIds.Of("s2").Text));
        Assert.Equal(ClearingRefusal.PatientDebtNotFound, office.PayDebt(1, null, SettlementIds.Of("s0").Text));
        Assert.Equal(ClearingRefusal.PatientDebtNotFound, office.PayDebt(1, Ward.Account("P2")));
        Assert.Equal(ClearingRefusal.None, office.PayDebt(100_00));

        Assert.Equal(0, office.Books.Patients.Shares[SettlementIds.Of("s1")].Fen(ShareStanding.Owed));
        Assert.Equal(50_00, office.Books.Patients.Shares[SettlementIds.Of("s2")].Fen(ShareStanding.Owed));
        Assert.Equal(170_00, office.Balance(Account.PatientCash));
        Assert.Equal(ClearingRefusal.None, office.PayDebt(50_00));
        Assert.Equal((0, 0, 220_00), (office.Owed(), office.Balance(Account.PatientReceivable), office.Balance(Account.PatientCash)));
        Assert.Equal(0, office.Entries.Sum(e => e.AmountFen).Value);
    }

    /// <summary>Of 90.00 a personal account pays 50.00, of them a helper's 20.00: 40.00 are owed. Of 30.00 it pays all: nothing is.</summary>
    [Fact]
    public void What_a_personal_account_pays_is_never_owed()
    {
        office.Sign("2022-001");
        var window = Ward.Stay("s3", 70_00).ByAccount(45_00);
        office.Take(Ward.Stay("s1", 90_00, Agreement).ByAccount(50_00, 20_00), Ward.Stay("s2", 30_00, Agreement).ByAccount(30_00), window);
        Assert.Equal((40_00, 40_00, 25_00), (office.Owed(), office.Balance(Account.PatientReceivable), office.Balance(Account.PatientCash)));
        Assert.Equal((105_00, 20_00), (office.Balance(Account.AccountReceivable), office.Balance(Account.HelperReceivable)));
        Assert.Equal(ClearingRefusal.AboveDebt, office.PayDebt(40_01));

        // At the window 25.00 were left of 70.00; undone, the 45.00 are due no more, and the 25.00 go back.
        Assert.Equal(ClearingRefusal.None, office.PayDebt(40_00));
        office.Take(Visits.Undone(window, "undo"));
        Assert.Equal((60_00, 40_00), (office.Balance(Account.AccountReceivable), office.Balance(Account.PatientCash)));
    }

    /// <summary>120.00 owed, 50.00 paid, undone: 70.00 owed are gone, 50.00 are due back; 20.00 and 30.00 are given back.</summary>
    [Fact]
    public void What_was_paid_for_an_undone_settlement_is_due_back_to_the_fen()
    {
        office.Sign("2022-001");
        var stay = Ward.Stay("s1", 120_00, Agreement);
        office.Take(stay);
        office.PayDebt(50_00);
        office.Take(Visits.Undone(stay, "undo"));

        Assert.Equal((0, 50_00), (office.Owed(), office.Fen(ShareStanding.RefundDue)));
        Assert.Equal(
            (0, -50_00, 50_00),
            (office.Balance(Account.PatientReceivable), office.Balance(Account.PatientRefundPayable), office.Balance(Account.PatientCash)));
        Assert.Equal(ClearingRefusal.PatientDebtNotFound, office.PayDebt(1));
        Assert.Equal(ClearingRefusal.AboveRefundDue, office.Refund(50_01));
        Assert.Equal(ClearingRefusal.None, office.Refund(20_00));
        Assert.Equal(ClearingRefusal.None, office.Refund(30_00));
        Assert.Equal((0, 0), (office.Balance(Account.PatientRefundPayable), office.Balance(Account.PatientCash)));
        Assert.Equal(50_00, office.Fen(ShareStanding.Refunded));
    }

    /// <summary>80.00 owed, proposed; 30.00 paid meanwhile; 50.00 written off. Undone afterwards, 30.00 are due back and no loss is left.</summary>
    [Fact]
    public void Writing_off_takes_two_and_leaves_alone_what_was_paid_meanwhile()
    {
        office.Sign("2022-001");
        var stay = Ward.Stay("s1", 80_00, Agreement);
        office.Take(stay);
        Assert.Equal(ClearingRefusal.ReasonMissing, office.Propose(""));
        Assert.Equal(ClearingRefusal.None, office.Propose("家庭困难"));
        var proposal = office.LastProposal().ProposalId;
        Assert.Equal(80_00, office.Owed());
        office.PayDebt(30_00);

        Assert.Equal(ClearingRefusal.SecondOperatorNeeded, office.Decide(proposal, true, "王会计"));
        Assert.Equal(ClearingRefusal.None, office.Decide(proposal, true));
        Assert.Equal(ClearingRefusal.ProposalNotOpen, office.Decide(proposal, true));
        Assert.Equal((0, 50_00), (office.Owed(), office.Balance(Account.WriteOffExpense)));

        office.Take(Visits.Undone(stay, "undo"));
        Assert.Equal((30_00, 0), (office.Fen(ShareStanding.RefundDue), office.Balance(Account.WriteOffExpense)));
        Assert.Equal(0, office.Entries.Sum(e => e.AmountFen).Value);
    }

    [Fact]
    public void A_rejected_proposal_changes_nothing()
    {
        office.Sign("2022-001");
        office.Take(Ward.Stay("s1", 80_00, Agreement));
        office.Propose("家庭困难");
        Assert.Equal(ClearingRefusal.None, office.Decide(office.LastProposal().ProposalId, false));
        Assert.Equal((80_00, 0), (office.Owed(), office.Balance(Account.WriteOffExpense)));
        Assert.False(office.LastProposal().Open);
    }

    /// <summary>On 30 September: 1 August is 60 days ago, 1 September 29.</summary>
    [Fact]
    public void Debts_are_aged_from_the_service()
    {
        office.Sign("2022-001");
        office.Take(Ward.Stay("s1", 80_00, Agreement), Ward.Stay("s2", 20_00, Agreement, day: new DateOnly(2022, 9, 1)));
        var age = Assert.Single(PatientAgeing.Of(office.Books, new DateOnly(2022, 9, 30)));
        Assert.Equal((20_00, 80_00, 100_00, Ward.Day), (age.Owed.Days0To30Fen, age.Owed.Days31To60Fen, age.OwedFen, age.OldestDate));
        Assert.Empty(PatientAgeing.Of(office.Books, new DateOnly(2022, 9, 30), new HospitalCode("H14112300102")));
    }

    [Fact]
    public void An_agreement_without_anything_to_pay_makes_no_debt_and_every_receipt_has_its_own_number()
    {
        office.Sign("2022-001");
        office.Take(Ward.Stay("s0", 0, Agreement), Ward.Stay("s1", 10_00, Agreement));
        Assert.Equal([SettlementIds.Of("s1")], office.Books.Patients.Shares.Keys);
        office.PayDebt(4_00);
        office.PayDebt(6_00);
        var receipts = office.Books.Patients.RecordsOf(new PersonKey("P1"), new HospitalCode(Ward.Hospital)).Where(r => PatientText.MoneyFen(r) != 0).ToArray();
        Assert.Equal([4_00L, 6_00], receipts.Select(PatientText.MoneyFen));
        Assert.Equal(2, receipts.Select(PatientText.ReceiptNumber).Distinct().Count());
        Assert.Equal("收到患者付欠款 4.00 元。", PatientText.Of(receipts[0]));
    }

    private ClearingRefusal End(DateOnly last) => office.Do((books, head) => AgreementDecisions.End(books, head, Agreement, last, "出院"));
}
