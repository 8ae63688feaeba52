using MedAid.Contract.Clearing.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The general ledger over both doors. samples/README.md works the visit out: gross 825.30, waived 8.00, basic 625.71, relief 33.13 advanced,
/// patient 158.46.
/// </summary>
public sealed class JournalTests
{
    [Fact]
    public async Task A_visit_is_in_the_trial_balance_account_by_account()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        await gateway.Settlements.SettleAsync(Requests.Sample("journal-1"));

        var balance = (await gateway.GetAsync("/v1/journal:balance?from_date=2020-01-01&to_date=2099-12-31")).Read<TrialBalance>();

        Assert.Equal(
            [
                ("patient_cash", "应收患者（窗口）", AccountClass.Asset, 158_46L), ("fund_receivable", "应收医保基金", AccountClass.Asset, 625_71),
                ("advance_receivable", "应收垫付医疗救助", AccountClass.Asset, 33_13), ("hospital_revenue", "医疗收入", AccountClass.Revenue, -825_30),
                ("waiver_expense", "费用减免", AccountClass.Expense, 8_00),
            ],
            balance.Rows.Select(r => (r.Account, r.Name, r.Class, r.ClosingFen)));
        Assert.Equal(825_30, balance.TurnoverFen);
    }

    [Fact]
    public async Task An_account_statement_follows_an_advance_from_the_visit_to_its_claim()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var journal = new JournalService.JournalServiceClient(gateway.Channel);
        var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("journal-2"))).Settlement;
        await new ClearingService.ClearingServiceClient(gateway.Channel).BuildClaimAsync(new()
        {
            RequestId = "claim-1", HospitalCode = Requests.CountyHospital, CountyCode = "141123", Period = "2026-03",
        });

        var first = await journal.ListAccountEntriesAsync(Entries("", pageSize: 1));
        var second = await journal.ListAccountEntriesAsync(Entries(first.NextPageToken, pageSize: 1));
        var head = await journal.GetBookHeadAsync(new());

        Assert.Equal(0, first.OpeningFen);
        Assert.Equal(
            [(settled.SettlementId, "Settlement", 33_13L, 33_13L), (head.RecordNumber.ToString(System.Globalization.CultureInfo.InvariantCulture), "ClaimBuilt", -33_13, 0)],
            first.Entries.Concat(second.Entries).Select(e => (e.Reference, e.Kind, e.AmountFen, e.BalanceFen)));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal(64, head.Hash.Length);
    }

    [Fact]
    public async Task Bad_days_accounts_and_pages_are_named_at_once()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var journal = new JournalService.JournalServiceClient(gateway.Channel);

        var refused = await DoorError.ByGrpcAsync(journal.ListAccountEntriesAsync(new()
        {
            Account = "petty_cash", FromDate = "March", ToDate = "2026-03-31", PageSize = -1, PageToken = "x",
        }));
        var backwards = await DoorError.ByGrpcAsync(journal.GetTrialBalanceAsync(new() { FromDate = "2026-04-01", ToDate = "2026-03-31" }));

        Assert.Equal(["account", "page_size", "page_token", "from_date"], refused.Fields.Select(f => f.Split(' ')[0]));
        Assert.Equal(["to_date"], backwards.Fields.Select(f => f.Split(' ')[0]));
    }

    private static ListAccountEntriesRequest Entries(string token, int pageSize) => new()
    {
        Account = "advance_receivable", FromDate = "2020-01-01", ToDate = "2099-12-31", PageSize = pageSize, PageToken = token,
    };
}
