using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The personal account of a retired employee through a gateway under <see cref="OwnLaw"/> whatever its database. Of 200.00 in scope the fund
/// pays 60 %, 120.00; 80.00 are left. Amounts are worked by hand.
/// </summary>
internal sealed class AccountStory(GatewayProcess gateway)
{
    /// <summary>Class C: the patient's whole, and not the account's.</summary>
    private const string Attendant = "009901000010000";

    private static readonly string[] Accounts = ["account_receivable", "helper_receivable", "patient_cash"];

    /// <summary>Own 50.00, helper 100.00: 80.00 = 50.00 + 30.00, no cash. Taken back, the window gives nothing and the accounts are even.</summary>
    public async Task The_account_pays_first_its_own_then_the_helpers_and_gets_back_the_same()
    {
        var before = await BalancesAsync();
        var request = Visit("acct-1", 50_00, 100_00);
        var settled = (await gateway.PostAsync("/v1/settlements", request)).Read<SettleResponse>().Settlement;

        var breakdown = settled.Breakdown;
        Assert.Equal((80_00L, 80_00L, 30_00L, 0L), (breakdown.PatientFen, breakdown.AccountFen, breakdown.HelperFen, breakdown.CashFen));
        Assert.Equal(0, settled.PayNowFen);
        Assert.Equal(
            [
                ("hospital_revenue", "", "", -200_00L), ("account_receivable", "990101", "310200", 50_00),
                ("helper_receivable", "990101", "310200", 30_00), ("fund_receivable", "990101", "310100", 120_00),
            ],
            settled.Entries.Select(e => (e.Account, e.CountyCode, e.Fund, e.AmountFen)));
        Assert.Equal("您本次应付 80.00 元，其中个人账户支付 80.00 元（其中家庭共济 30.00 元），现金支付 0.00 元。", breakdown.Sentences[^1]);
        Assert.True((await gateway.Settlements.SettleAsync(request)).Replayed);
        var other = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request.With(v => v.Account.BalanceFen = 50_01)));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (other.Status, other.Reason));
        Assert.Equal((50_00, 30_00, 0), Change(before, await BalancesAsync()));

        var read = await gateway.Settlements.GetSettlementAsync(new() { RequestId = "acct-1" });
        var undone = (await gateway.Settlements.ReverseAsync(Undo("acct-1u", settled))).Settlement;
        Assert.Equal(settled, read);
        Assert.Equal(
            (-80_00L, -80_00L, -30_00L, 0L, 0L),
            (undone.Breakdown.PatientFen, undone.Breakdown.AccountFen, undone.Breakdown.HelperFen, undone.Breakdown.CashFen, undone.PayNowFen));
        Assert.Equal(settled.Entries.Select(e => (e.Account, -e.AmountFen)), undone.Entries.Select(e => (e.Account, e.AmountFen)));
        Assert.Contains("个人账户支付的 80.00 元（其中家庭共济 30.00 元）原路退回个人账户", Assert.Single(undone.Breakdown.Sentences), StringComparison.Ordinal);
        Assert.Equal(before, await BalancesAsync());
        await ProveAsync();
    }

    /// <summary>
    /// Without it 80.00 in cash; of a balance of 20.00, 60.00; at most 10.55, 69.45; of 180.00, 100.00 of them out of scope, the account pays 80.00.
    /// In-patient (1,500.00 − 500.00) × 90 % = 900.00, of 600.00 the account pays 200.00.
    /// </summary>
    public async Task It_pays_no_more_than_is_asked_there_and_left_in_what_the_policy_names()
    {
        var none = await SettleAsync(Visit("acct-2", 0, 0).With(v => v.Account = null));
        var some = await SettleAsync(Visit("acct-3", 20_00, 0));
        var asked = await SettleAsync(Visit("acct-4", 50_00, 0).With(v => (v.Account.All, v.Account.UseFen) = (false, 10_55)));
        var wide = await SettleAsync(Visit("acct-5", 500_00, 0).With(v => v.Items.Add(Requests.Item(2, Attendant, 100_00, 1))));
        var stay = await SettleAsync(Visit("acct-6", 200_00, 0, 1_500_00).With(v => v.Care = Care.Inpatient));

        Assert.Equal(
            [(80_00L, 0L, 80_00L), (80_00, 20_00, 60_00), (80_00, 10_55, 69_45), (180_00, 80_00, 100_00), (600_00, 200_00, 400_00)],
            new[] { none, some, asked, wide, stay }.Select(s => (s.Breakdown.PatientFen, s.Breakdown.AccountFen, s.PayNowFen)));
        Assert.All([none, some, asked, wide, stay], s => Assert.Equal(s.PayNowFen, s.Breakdown.CashFen));
        Assert.EndsWith("您本次应付 80.00 元。", none.Breakdown.Sentences[^1], StringComparison.Ordinal);
        await ProveAsync();
    }

    /// <summary>A quote says the same; what residents' law does not know is left out of a quote and refused by a settlement.</summary>
    public async Task A_quote_says_the_same_and_a_law_without_accounts_refuses()
    {
        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = Visit("acct-7", 20_00, 5_00).Visit });
        var resident = Requests.Outpatient("acct-8", OwnLaw.Plain, "2026-03-02", 1_000_00).With(v =>
            (v.HospitalCode, v.Care, v.Account) = (OwnLaw.HospitalCode, Care.Inpatient, new PersonalAccount { All = true, BalanceFen = 1_00 }));
        var without = await gateway.Settlements.QuoteAsync(new() { Visit = resident.Visit });
        var refused = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(resident));
        var broken = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", Visit("acct-9", -1, 0).With(v => v.Account.All = false)));

        Assert.Equal(
            (25_00L, 5_00L, 55_00L, 55_00L),
            (quote.Breakdown.AccountFen, quote.Breakdown.HelperFen, quote.Breakdown.CashFen, quote.PayNowFen));
        Assert.Equal((0L, without.Breakdown.PatientFen), (without.Breakdown.AccountFen, without.PayNowFen));
        Assert.Contains(without.Warnings, w => w.Contains("没有写明个人账户可以支付什么", StringComparison.Ordinal));
        Assert.Equal((StatusCode.FailedPrecondition, "ACCOUNT_NOT_IN_PACK"), (refused.Status, refused.Reason));
        Assert.Equal(["visit.account.use_fen REQUIRED", "visit.account.balance_fen OUT_OF_RANGE"], broken.Fields);
    }

    /// <summary>Of 80.00 the account pays 20.00; a deposit of 100.00 pays the other 60.00. Taken back, it is a deposit of 100.00 again.</summary>
    public async Task A_deposit_pays_only_what_the_account_left()
    {
        var patients = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        var taken = await patients.TakeDepositAsync(new()
        {
            RequestId = "acct-d", IdNumber = OwnLaw.Retired, HospitalCode = OwnLaw.HospitalCode, AmountFen = 100_00,
        });
        var settled = await SettleAsync(Visit("acct-10", 20_00, 0));
        var applied = await patients.ApplyDepositAsync(new()
        {
            RequestId = "acct-a", PersonKey = taken.PersonKey, HospitalCode = OwnLaw.HospitalCode, SettlementId = settled.SettlementId,
        });
        Assert.Equal(40_00, applied.Balance.DepositFen);

        await gateway.Settlements.ReverseAsync(Undo("acct-10u", settled));
        var returned = await patients.ReturnDepositAsync(new()
        {
            RequestId = "acct-r", PersonKey = taken.PersonKey, HospitalCode = OwnLaw.HospitalCode,
        });
        Assert.Equal((-100_00, 0), (returned.MoneyFen, returned.Balance.DepositFen));
        await ProveAsync();
    }

    private async Task<SettlementV1.Settlement> SettleAsync(SettleRequest request) => (await gateway.Settlements.SettleAsync(request)).Settlement;

    private static SettleRequest Visit(string requestId, long balanceFen, long helperFen, long fen = 200_00) =>
        Requests.Outpatient(requestId, OwnLaw.Retired, "2026-03-02", fen).With(v =>
        {
            v.HospitalCode = OwnLaw.HospitalCode;
            v.Account = new PersonalAccount { All = true, BalanceFen = balanceFen, HelperFen = helperFen };
        });

    private static ReverseRequest Undo(string requestId, SettlementV1.Settlement settlement) => new()
    {
        RequestId = requestId, HospitalCode = settlement.HospitalCode, SettlementId = settlement.SettlementId, Reason = "测试",
    };

    /// <summary>What the trial balance says of the three accounts in the invented county.</summary>
    private async Task<(long Own, long Helper, long Cash)> BalancesAsync()
    {
        var balance = await new JournalService.JournalServiceClient(gateway.Channel).GetTrialBalanceAsync(
            new() { FromDate = "2020-01-01", ToDate = "2099-12-31", ByCounty = true });
        var fen = Accounts.Select(a => balance.Rows.Where(r => r.Account == a && r.CountyCode == "990101").Sum(r => r.ClosingFen)).ToArray();
        return (fen[0], fen[1], fen[2]);
    }

    private static (long, long, long) Change((long, long, long) from, (long, long, long) to) =>
        (to.Item1 - from.Item1, to.Item2 - from.Item2, to.Item3 - from.Item3);

    private async Task ProveAsync() =>
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
}
