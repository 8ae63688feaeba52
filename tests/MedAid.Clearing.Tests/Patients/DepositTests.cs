using MedAid.Clearing.Decisions;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>住院押金: taken, applied, returned; not a fen is lost on the way.</summary>
public sealed class DepositTests
{
    private readonly Office office = new();

    /// <summary>500.00 + 100.00 taken; the stay costs the patient 150.00, all of it from the deposit; 450.00 are returned.</summary>
    [Fact]
    public void A_deposit_pays_the_stay_and_the_rest_goes_back()
    {
        office.TakeDeposit(500_00);
        office.TakeDeposit(100_00);
        Assert.Equal((600_00, -600_00, 600_00), (office.Deposit(), office.Balance(Account.PatientDeposit), office.Balance(Account.PatientCash)));

        var stay = Ward.Stay("s1", 150_00);
        office.Take(stay);
        Assert.Equal(ClearingRefusal.None, office.ApplyDeposit(stay, 0));
        Assert.Equal((450_00, 600_00), (office.Deposit(), office.Balance(Account.PatientCash)));
        Assert.Equal(ClearingRefusal.AboveDebt, office.ApplyDeposit(stay, 1));
        Assert.Equal(ClearingRefusal.AboveDeposit, office.ReturnDeposit(450_01));
        Assert.Equal(ClearingRefusal.None, office.ReturnDeposit(0));
        Assert.Equal((0, 0, 150_00), (office.Deposit(), office.Balance(Account.PatientDeposit), office.Balance(Account.PatientCash)));
        Assert.Equal(ClearingRefusal.AboveDeposit, office.ReturnDeposit(0));
        Assert.Equal(0, office.Entries.Sum(e => e.AmountFen.Value));
    }

    /// <summary>100.00 deposited, the stay costs 150.00: 100.00 from the deposit, 50.00 in cash at the window. Undone: 50.00 back, 100.00 a deposit.</summary>
    [Fact]
    public void What_a_deposit_paid_is_a_deposit_again_when_the_settlement_is_undone()
    {
        office.TakeDeposit(100_00);
        var stay = Ward.Stay("s1", 150_00);
        office.Take(stay);
        Assert.Equal(ClearingRefusal.AboveDeposit, office.ApplyDeposit(stay, 100_01));
        Assert.Equal(ClearingRefusal.None, office.ApplyDeposit(stay, 0));
        Assert.Equal((0, 150_00), (office.Deposit(), office.Balance(Account.PatientCash)));

        office.Take(Visits.Undone(stay, "undo"));
        Assert.Equal((100_00, 100_00, -100_00), (office.Deposit(), office.Balance(Account.PatientCash), office.Balance(Account.PatientDeposit)));
        Assert.Equal(ClearingRefusal.SettlementNotOfPatient, office.ApplyDeposit(stay, 0));
    }

    /// <summary>A deposit from before the agreement pays a debt: 40.00 of 90.00.</summary>
    [Fact]
    public void A_deposit_can_pay_a_debt_and_who_pays_later_gives_no_new_one()
    {
        office.TakeDeposit(40_00);
        office.Sign("2022-001");
        Assert.Equal(ClearingRefusal.DepositUnderAgreement, office.TakeDeposit(1_00));
        var stay = Ward.Stay("s1", 90_00, $"{Ward.Hospital}.2022-001");
        office.Take(stay);
        Assert.Equal(ClearingRefusal.None, office.ApplyDeposit(stay, 0));
        Assert.Equal((50_00, 0, 50_00), (office.Owed(), office.Deposit(), office.Balance(Account.PatientReceivable)));
    }

    [Fact]
    public void A_deposit_is_of_one_person_at_one_hospital()
    {
        office.TakeDeposit(100_00);
        office.TakeDeposit(30_00, Ward.Account("P2"));
        var stay = Ward.Stay("s1", 50_00, person: "P2");
        office.Take(stay);
        Assert.Equal(ClearingRefusal.SettlementNotOfPatient, office.ApplyDeposit(stay, 0));
        Assert.Equal(ClearingRefusal.None, office.ApplyDeposit(stay, 0, Ward.Account("P2")));
        Assert.Equal((100_00, 0), (office.Deposit(), office.Deposit(Ward.Account("P2"))));
        Assert.Equal(ClearingRefusal.AmountOutOfRange, office.TakeDeposit(-1));
        Assert.Equal(ClearingRefusal.AmountOutOfRange, office.ReturnDeposit(-1));
    }
}
