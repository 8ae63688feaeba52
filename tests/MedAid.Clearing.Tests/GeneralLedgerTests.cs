using System.Text.RegularExpressions;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>
/// The general ledger over both journals. Every visit is a bill of 800.00 of which basic insurance pays 600.00; relief pays what the test says
/// and the patient the rest.
/// </summary>
public sealed partial class GeneralLedgerTests
{
    private const string Xing = "141123";
    private const string Lin = "141124";
    private static readonly DateOnly JulyFirst = new(2022, 7, 1);
    private static readonly DateOnly JulyLast = new(2022, 7, 31);

    private readonly Office office = new();

    [Fact]
    public void A_trial_balance_has_opening_turnover_and_closing_of_every_account()
    {
        office.Take(Visit("j1", Xing, 6, 30, 50_00), Visit("j2", Xing, 7, 14, 33_13), Visit("j3", Lin, 7, 31, 40_00));
        office.Now = new DateTimeOffset(2022, 7, 31, 15, 59, 59, TimeSpan.Zero);
        office.Claim(Xing, "2022-06");
        office.Now = office.Now.AddSeconds(1);
        office.Claim(Xing, "2022-07");

        // The second claim is of 2022-08-01 in China, though of July by the clock of the machine.
        Assert.Equal(
            [
                (Account.PatientCash, 150_00, 166_87 + 160_00, 0, 476_87),
                (Account.FundReceivable, 600_00, 1200_00, 0, 1800_00),
                (Account.AdvanceReceivable, 50_00, 33_13 + 40_00, 50_00, 73_13),
                (Account.ClaimedReceivable, 0, 50_00, 0, 50_00),
                (Account.HospitalRevenue, -800_00, 0, 1600_00, -2400_00),
            ],
            Rows(new BalanceQuery(JulyFirst, JulyLast)));
        Assert.Equal(
            [(Account.AdvanceReceivable, 73_13, 0, 33_13, 40_00), (Account.ClaimedReceivable, 50_00, 33_13, 0, 83_13)],
            Rows(new BalanceQuery(JulyLast.AddDays(1), new DateOnly(2022, 8, 31))).Where(r => r.Item3 + r.Item4 > 0));
    }

    [Fact]
    public void Each_county_and_each_hospital_balances_by_itself()
    {
        var elsewhere = Visits.Visit("e1", Lin, new DateOnly(2022, 7, 2), 10_00, hospital: "H14112400001");
        office.Take(Visit("j1", Xing, 7, 14, 33_13), Visit("j2", Lin, 7, 14, 40_00), elsewhere);

        Assert.Equal(
            [(Account.PatientCash, 0, 160_00 + 190_00, 0, 350_00), (Account.FundReceivable, 0, 1200_00, 0, 1200_00),
                (Account.AdvanceReceivable, 0, 50_00, 0, 50_00), (Account.HospitalRevenue, 0, 0, 1600_00, -1600_00)],
            Rows(new BalanceQuery(JulyFirst, JulyLast) { CountyCode = new(Lin) }));
        Assert.Equal(
            [(Account.PatientCash, 0, 190_00, 0, 190_00), (Account.FundReceivable, 0, 600_00, 0, 600_00),
                (Account.AdvanceReceivable, 0, 10_00, 0, 10_00), (Account.HospitalRevenue, 0, 0, 800_00, -800_00)],
            Rows(new BalanceQuery(JulyFirst, JulyLast) { HospitalCode = new("H14112400001") }));
        Assert.Equal(
            [(Xing, 33_13L), (Lin, 50_00)],
            TrialBalance.Of(office.Books.GeneralLedger, new BalanceQuery(JulyFirst, JulyLast) { ByCounty = true }).Rows
                .Where(r => r.Account == Account.AdvanceReceivable).Select(r => (r.CountyCode.Text, r.ClosingFen.Value)));
    }

    [Fact]
    public void A_reversal_turns_over_as_much_again_and_leaves_nothing()
    {
        var visit = Visit("j1", Xing, 7, 14, 33_13);
        office.Take(visit, Visits.Undone(visit, "u1"));

        Assert.Equal(
            [(Account.PatientCash, 0, 166_87, 166_87, 0), (Account.FundReceivable, 0, 600_00, 600_00, 0),
                (Account.AdvanceReceivable, 0, 33_13, 33_13, 0), (Account.HospitalRevenue, 0, 800_00, 800_00, 0)],
            Rows(new BalanceQuery(JulyFirst, JulyLast)));
    }

    [Fact]
    public void What_is_told_receivable_by_receivable_and_what_the_accounts_say_prove_each_other()
    {
        office.Take(Visit("j1", Xing, 7, 14, 33_13));
        Assert.Empty(office.Fold.Differences());

        // An entry that no move stands behind, as a forger would add it.
        office.Do((books, head) => new Decision(Decision.Next(books, head, RecordKind.Corrected) with
        {
            CountyCode = new(Xing), HospitalCode = new(Visits.Hospital),
            Entries = [new JournalEntry(Account.AdvanceReceivable, new CountyCode(Xing), new Fund(Visits.ReliefFund), new Fen(-1)), new JournalEntry(Account.Bank, new CountyCode(Xing), default, new Fen(1))],
        }));

        Assert.Equal(
            [
                $"机构 {Visits.Hospital} 县区 {Xing} 科目 advance_receivable：总账 33.12，逐笔合计 33.13",
                $"机构 {Visits.Hospital} 县区 {Xing} 科目 bank：总账 0.01，逐笔合计 0.00",
            ],
            office.Fold.Differences());
    }

    /// <summary>An account that a journal can post to and a finance office cannot look up would be a hole in the books.</summary>
    [Fact]
    public void Every_account_is_in_the_chart_and_in_its_document()
    {
        Assert.Equal(Account.All.Order(), ChartOfAccounts.Rows.Select(r => r.Account).Order());

        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository(), "docs", "ACCOUNTS.md")))
            .Select(m => new AccountRow(Account.FromText(m.Groups[1].Value), Enum.Parse<AccountClass>(m.Groups[3].Value, ignoreCase: true), m.Groups[2].Value));
        Assert.Equal(ChartOfAccounts.Rows, rows);
    }

    [Fact]
    public void Every_kind_of_record_has_a_name_for_people() =>
        Assert.All(Enum.GetValues<RecordKind>(), kind => Assert.NotEmpty(RecordNames.Of(kind)));

    [GeneratedRegex(@"^\| `(\w+)` \| (\S+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MedAid.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static SettlementDocument Visit(string id, string county, int month, int day, long reliefFen) =>
        Visits.Visit(id, county, new DateOnly(2022, month, day), reliefFen);

    private IEnumerable<(Account, long, long, long, long)> Rows(BalanceQuery query) => TrialBalance.Of(office.Books.GeneralLedger, query)
        .Rows.Select(r => (r.Account, r.OpeningFen.Value, r.DebitFen.Value, r.CreditFen.Value, r.ClosingFen.Value));
}
