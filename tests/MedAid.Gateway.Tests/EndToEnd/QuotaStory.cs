using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Day surgery by quota (packs/zaozhuang, K40.900: 6,000.00) in a level-3 hospital: line 500.00, 55 %, so that the bureau owes 6,000.00 × 55 % =
/// 3,300.00 whatever the visit cost. Persons and hospital are of <see cref="HandWorked"/>.
/// </summary>
internal sealed class QuotaStory(GatewayProcess gateway)
{
    /// <summary>低保.</summary>
    public const string Poor = "370406197203030054";

    /// <summary>Without an identity.</summary>
    public const string Plain = "37040619740404003X";

    /// <summary>Without an identity, and soon at the fund's limit of the year.</summary>
    public const string Limited = "370402198001010011";

    private const string Hospital = "H37040200101";

    /// <summary>
    /// 40,500.00: (40,500 - 500) × 55 % = 22,000.00; of 18,500.00 left (18,500 - 5,000) × 65 % = 8,775.00; of 9,725.00 left 70 % = 6,807.50;
    /// patient 2,917.50. The bureau owes 3,300.00 of basic insurance: a loss of 18,700.00. Of the county only the relief is claimed.
    /// </summary>
    public async Task A_loss_is_booked_claimed_and_undone()
    {
        var quoted = (await gateway.Settlements.QuoteAsync(new() { Visit = Operation("quota-loss", Poor, 40_500_00).Visit })).Breakdown;
        var settled = (await gateway.Settlements.SettleAsync(Operation("quota-loss", Poor, 40_500_00))).Settlement;

        Assert.Equal(quoted.Layers, settled.Breakdown.Layers);
        Assert.Equal(2_917_50, settled.Breakdown.PatientFen);
        Assert.Equal(
            [("basic", 22_000_00L, 3_300_00L), ("catastrophic", 8_775_00, 0), ("relief", 6_807_50, 0), ("relief_second", 0, 0)],
            settled.Breakdown.Layers.Select(l => (l.Layer, l.PaidFen, l.BureauPaysFen)));
        Assert.Equal(
            [
                ("hospital_revenue", "", -40_500_00L), ("patient_cash", "", 2_917_50), ("fund_receivable", "390100", 3_300_00),
                ("settlement_difference", "390100", 18_700_00), ("fund_receivable", "390200", 8_775_00), ("fund_receivable", "610100", 6_807_50),
            ],
            Entries(settled));
        Assert.DoesNotContain(settled.Breakdown.Sentences, s => s.Contains("3300", StringComparison.Ordinal));

        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
        var claim = await clearing.BuildClaimAsync(new()
        {
            RequestId = "quota-claim", HospitalCode = Hospital, CountyCode = "370402", Period = "2026-03",
        });
        Assert.Equal([("claimed_receivable", "610100", 6_807_50L), ("fund_receivable", "610100", -6_807_50)], claim.Entries.Select(e => (e.Account, e.Fund, e.AmountFen)));

        var undone = (await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "quota-undo", HospitalCode = Hospital, SettlementId = settled.SettlementId, Reason = "更正费用",
        })).Settlement;
        Assert.Equal(Entries(settled).Select(e => (e.Account, e.Fund, -e.AmountFen)), Entries(undone));
        Assert.Equal((-6_000_00, -3_300_00), (undone.Breakdown.Layers[0].QuotaFen, undone.Breakdown.Layers[0].BureauPaysFen));
        Assert.Empty((await clearing.ProveAsync()).Differences);
    }

    /// <summary>
    /// 2,500.00, (2,500 - 500) × 55 % = 1,100.00, and 3,000.00 × 55 % = 1,650.00: together what one bill of 5,500.00 gives. The first bill takes the
    /// quota, a gain of 2,200.00; the second a loss of 1,650.00: 550.00 in all. Undone and settled anew, the second has nothing of the quota again.
    /// </summary>
    public async Task Two_bills_of_one_stay_are_owed_one_quota()
    {
        var first = (await gateway.Settlements.SettleAsync(Bill("1", 2_500_00))).Settlement;
        var second = (await gateway.Settlements.SettleAsync(Bill("2", 3_000_00))).Settlement;
        Assert.Equal(
            [(6_000_00L, 3_300_00L, 1_100_00L), (0, 0, 1_650_00)],
            new[] { first, second }.Select(s => s.Breakdown.Layers[0]).Select(l => (l.QuotaFen, l.BureauPaysFen, l.PaidFen)));
        Assert.Equal([("settlement_difference", "390100", 1_650_00L)], Entries(second).Where(e => e.Account != "hospital_revenue" && e.Fund.Length > 0));

        await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "quota-bill-undo", HospitalCode = Hospital, SettlementId = second.SettlementId, Reason = "更正费用",
        });
        var anew = (await gateway.Settlements.SettleAsync(Bill("2", 2_000_00).Under("quota-bill-2-anew"))).Settlement;
        Assert.Equal((0, 1_100_00), (anew.Breakdown.Layers[0].BureauPaysFen, anew.Breakdown.Layers[0].PaidFen));
    }

    /// <summary>
    /// A stay of 269,500.00: (269,500 - 500) × 55 % = 147,950.00 of the fund's 150,000.00 a year, and 121,550.00 left for catastrophic insurance:
    /// 88,000 × 60 % + 21,550 × 65 %. Then day surgery of 5,500.00: of 2,750.00 the limit leaves 2,050.00, and of 3,300.00 × 2,050/2,750 = 2,460.00
    /// are owed: a gain of 410.00. Of 3,450.00 left, over 121,550.00, 65 % = 2,242.50; patient 1,207.50.
    /// </summary>
    public async Task What_the_limit_of_the_year_leaves_of_the_payment_it_leaves_of_the_quota()
    {
        var stay = (await gateway.Settlements.SettleAsync(Operation("quota-limit-stay", Limited, 269_500_00).With(v =>
            (v.Care, v.DiseaseCode, v.ServiceDate) = (Care.Inpatient, "J18.900", "2026-02-01")))).Settlement;
        var settled = (await gateway.Settlements.SettleAsync(Operation("quota-limit", Limited, 5_500_00))).Settlement;

        Assert.Equal(147_950_00, stay.Breakdown.Layers[0].PaidFen);
        var line = settled.Breakdown.Layers[0];
        Assert.Equal((2_050_00, 700_00, 6_000_00, 2_460_00), (line.PaidFen, line.CappedFen, line.QuotaFen, line.BureauPaysFen));
        Assert.Equal(
            [
                ("hospital_revenue", "", -5_500_00L), ("patient_cash", "", 1_207_50), ("fund_receivable", "390100", 2_460_00),
                ("settlement_difference", "390100", -410_00), ("fund_receivable", "390200", 2_242_50),
            ],
            Entries(settled));
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
    }

    private static IEnumerable<(string Account, string Fund, long AmountFen)> Entries(SettlementV1.Settlement settled) =>
        settled.Entries.Select(e => (e.Account, e.Fund, e.AmountFen));

    private static SettleRequest Operation(string id, string idNumber, long fen) => Requests.Outpatient(id, idNumber, "2026-03-02", 1_00).With(v =>
    {
        (v.HospitalCode, v.Care, v.DiseaseCode) = (Hospital, Care.DaySurgery, "K40.900");
        v.Items.Clear();
        v.Items.Add(Requests.Item(1, Requests.Monitoring, fen, 1));
    });

    private static SettleRequest Bill(string number, long fen) => Operation($"quota-bill-{number}", Plain, fen).With(v =>
        (v.VisitId, v.StayId, v.Batch) = ("V-quota-bill", "quota-stay", number));
}
