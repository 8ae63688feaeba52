using MedAid.Clearing.Patients;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>
/// A month of dialysis: each bill 800.00, basic insurance 600.00, relief advanced as each test says, the patient the rest.
/// </summary>
public sealed class MonthlyStatementTests
{
    private static readonly DateOnly August = new(2022, 8, 1);

    private readonly Office office = new();

    /// <summary>
    /// Three visits: relief 140.00, 150.00, 200.00; the patient 60.00 at the window, 50.00 under an agreement of which 20.00 are paid, and
    /// nothing. Of 110.00, 80.00 are paid and 30.00 owed. A fourth is undone.
    /// </summary>
    [Fact]
    public void A_month_says_who_paid_what_and_what_is_still_owed()
    {
        office.Sign("1");
        SettlementDocument[] visits =
        [
            Dialysis("v2", 150_00, 9) with { AgreementId = $"{Ward.Hospital}.1" }, Dialysis("v1", 140_00, 2), Dialysis("v3", 200_00, 16),
            Dialysis("v4", 100_00, 23),
        ];
        office.Take([.. visits, Visits.Undone(visits[3], "undo-v4")]);
        office.PayDebt(20_00);

        var statement = Assert.Single(MonthlyStatement.Of(office.Books, August, visits));
        Assert.Equal([2, 9, 16], statement.Visits.Select(v => v.ServiceDate.Day));
        Assert.Equal(
            (2_400_00, 0, 110_00, 80_00, 30_00, 0),
            (statement.Total.GrossFen, statement.Total.WaivedFen, statement.Total.PatientFen, statement.Total.PaidFen, statement.Total.OwedFen,
                statement.Total.WrittenOffFen));
        Assert.Equal(
            [("basic", 1_800_00L, 0L), ("relief", 490_00, 490_00)], statement.Total.Payers.Select(p => (p.Layer, p.PaidFen, p.AdvancedFen)));
        Assert.Equal([(60_00L, 0L), (20_00, 30_00), (0, 0)], statement.Visits.Select(v => (v.Total.PaidFen, v.Total.OwedFen)));
    }

    /// <summary>What the statements of all patients come to is what the accounts say of these settlements.</summary>
    [Fact]
    public void The_totals_tie_to_the_journals_and_to_the_receivables()
    {
        office.Sign("1");
        SettlementDocument[] visits =
        [
            Dialysis("v1", 140_00, 2), Dialysis("v2", 150_00, 9) with { AgreementId = $"{Ward.Hospital}.1" }, Dialysis("v3", 120_00, 10, "P2"),
            Dialysis("v4", 140_00, 12, "P2").ByAccount(45_00, 15_00),
        ];
        office.Take(visits);
        office.PayDebt(15_00);
        office.Propose("困难");
        office.Decide(office.LastProposal().ProposalId, true);

        var statements = MonthlyStatement.Of(office.Books, August, visits);
        Assert.Equal(["P1", "P2"], statements.Select(s => s.PersonKey.Text));
        var total = StatementTotal.Of([.. statements.Select(s => s.Total)]);
        Assert.Equal(-office.Balance(Account.HospitalRevenue), total.GrossFen);
        Assert.Equal(office.Balance(Account.AdvanceReceivable), total.Payers.Sum(p => p.AdvancedFen));
        Assert.Equal(office.Books.Receivables.Values.Where(r => r.Advanced).Sum(r => r.AmountFen), total.Payers.Sum(p => p.AdvancedFen));
        Assert.Equal(office.Balance(Account.FundReceivable), total.Payers.Sum(p => p.PaidFen - p.AdvancedFen));
        Assert.Equal(office.Balance(Account.PatientCash), total.PaidFen);
        Assert.Equal(office.Balance(Account.AccountReceivable) + office.Balance(Account.HelperReceivable), total.AccountFen);
        Assert.Equal((45_00, 15_00), (total.AccountFen, total.HelperFen));
        Assert.Equal(office.Balance(Account.PatientReceivable), total.OwedFen);
        Assert.Equal(office.Balance(Account.WriteOffExpense), total.WrittenOffFen);

        // 50.00 under the agreement: 15.00 paid, 35.00 written off.
        Assert.Equal(35_00, total.WrittenOffFen);
    }

    private static SettlementDocument Dialysis(string id, long reliefFen, int day, string person = "P1") =>
        Visits.Visit(id, Ward.County, new DateOnly(2022, 8, day), reliefFen) with
        {
            PersonKey = new(person), Care = Care.OutpatientChronic, Mode = Mode.Outpatient, DiseaseCode = "M07800",
        };
}
