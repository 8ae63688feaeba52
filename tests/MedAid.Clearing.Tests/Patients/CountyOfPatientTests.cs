using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>What is booked of a patient is booked in the county of the settlement, so that the balance of every county is right.</summary>
public sealed class CountyOfPatientTests
{
    private const string Elsewhere = "141102";
    private const string Agreement = $"{Ward.Hospital}.2022-001";

    private readonly Office office = new();

    /// <summary>690.00 would be owed; here 150.00 are, of which nothing is left after the undoing, in no county.</summary>
    [Fact]
    public void A_debt_that_was_written_off_and_then_undone_leaves_nothing_in_any_county()
    {
        office.Sign("2022-001");
        var stay = Ward.Stay("s1", 150_00, Agreement);
        office.Take(stay);
        office.Propose("困难");
        Assert.Equal(ClearingRefusal.None, office.Decide(office.LastProposal().ProposalId, true, "赵科长"));
        Assert.Equal([(Account.WriteOffExpense, 150_00L)], Balances(Ward.County).Where(b => b.Account == Account.WriteOffExpense));
        Tie();

        office.Take(Visits.Undone(stay, "undo"));

        Assert.Empty(Balances(Ward.County));
        Assert.Empty(Balances(""));
        Tie();
    }

    /// <summary>90.00 owed in one county and 60.00 in the other; one payment of 100.00 pays 90.00 and 10.00.</summary>
    [Fact]
    public void A_payment_for_debts_of_two_counties_balances_in_each()
    {
        office.Sign("2022-001");
        office.Take(Ward.Stay("s1", 90_00, Agreement), Ward.Stay("s2", 60_00, Agreement, day: Ward.Day.AddDays(1), county: Elsewhere));
        Assert.Equal(ClearingRefusal.None, office.PayDebt(100_00));

        Assert.DoesNotContain(Balances(Ward.County), b => b.Account == Account.PatientReceivable);
        Assert.Contains((Account.PatientReceivable, 50_00L), Balances(Elsewhere));
        Assert.Contains((Account.PatientCash, 10_00L), Balances(Elsewhere));
        Tie();
    }

    /// <summary>
    /// 40.00 deposited in one county; the person has moved when the stay of 150.00 is settled. The deposit pays 40.00 of it: nothing is left in
    /// the first county, and when the stay is undone the deposit is one of the second.
    /// </summary>
    [Fact]
    public void A_deposit_goes_with_a_person_who_has_moved()
    {
        office.TakeDeposit(40_00, county: Elsewhere);
        Assert.Contains((Account.PatientDeposit, -40_00L), Balances(Elsewhere));
        var stay = Ward.Stay("s1", 150_00);
        office.Take(stay);
        Assert.Equal(ClearingRefusal.None, office.ApplyDeposit(stay, 0));
        Assert.Empty(Balances(Elsewhere));
        Assert.Contains((Account.PatientCash, 150_00L), Balances(Ward.County));
        Tie();

        office.Take(Visits.Undone(stay, "undo"));
        Assert.Equal([(Account.PatientCash, 40_00L), (Account.PatientDeposit, -40_00)], Balances(Ward.County));
        Tie();
    }

    /// <summary>A forged entry of a patient's account is found in its county.</summary>
    [Fact]
    public void Accounts_of_patients_are_proved_share_by_share_in_every_county()
    {
        office.Sign("2022-001");
        office.Take(Ward.Stay("s1", 150_00, Agreement));
        office.Do((books, head) => new Decision(Decision.Next(books, head, RecordKind.Corrected) with
        {
            CountyCode = new(Elsewhere), HospitalCode = new(Ward.Hospital),
            Entries =
            [
                new JournalEntry(Account.PatientReceivable, new CountyCode(Elsewhere), default, new Fen(1)), new JournalEntry(Account.PatientRefundPayable, new CountyCode(Elsewhere), default, new Fen(1)),
                new JournalEntry(Account.PatientDeposit, new CountyCode(Elsewhere), default, new Fen(1)), new JournalEntry(Account.WriteOffExpense, new CountyCode(Elsewhere), default, new Fen(-3)),
            ],
        }));

        Assert.Equal(
            [Account.WriteOffExpense, Account.PatientReceivable, Account.PatientDeposit, Account.PatientRefundPayable],
            office.Fold.Differences().Select(d => Account.FromText(d.Split(' ', '：')[5])));
        Assert.All(office.Fold.Differences(), d => Assert.Contains($"县区 {Elsewhere} ", d, StringComparison.Ordinal));
    }

    private void Tie()
    {
        Assert.Empty(office.Fold.Differences());
    }

    /// <summary>What the trial balance says of a county, without what settlements alone post.</summary>
    private IEnumerable<(Account Account, long Fen)> Balances(string county) => TrialBalance
        .Of(office.Books.GeneralLedger, new BalanceQuery(new DateOnly(2020, 1, 1), new DateOnly(2099, 12, 31)) { ByCounty = true }).Rows
        .Where(r => r.CountyCode.Text == county && r.ClosingFen != Fen.Zero && r.Account != Account.HospitalRevenue && r.Account != Account.FundReceivable)
        .Select(r => (r.Account, r.ClosingFen.Value));
}
