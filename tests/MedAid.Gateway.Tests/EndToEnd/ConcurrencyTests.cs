using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Visits of one person at the same moment, against the yearly 300.00 of ordinary out-patient care (county: 55 %).</summary>
public sealed class ConcurrencyTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task Two_visits_at_once_share_what_is_left_of_the_cap()
    {
        // 400.00 x 55 % = 220.00 each; the second gets 300.00 - 220.00 = 80.00 and 140.00 are cut off.
        var both = await Task.WhenAll(
            SettleAsync("two-1", "2025-03-02", 400_00), SettleAsync("two-2", "2025-03-02", 400_00));

        Assert.Equal([(80_00L, 140_00L, 320_00L), (220_00, 0, 180_00)], both.Select(Basic).Order());
    }

    [Fact]
    public async Task Forty_visits_at_once_by_both_doors_fill_the_cap_and_never_pass_it()
    {
        // 100.00 x 55 % = 55.00: five times is 275.00, the sixth gets the last 25.00, thirty-four get nothing.
        var requests = Enumerable.Range(1, 40).Select(i => Requests.Outpatient($"forty-{i}", Requests.You, "2024-03-02", 100_00));

        var answers = await Task.WhenAll(requests.Select(async (request, i) => i % 2 == 0
            ? (await gateway.Settlements.SettleAsync(request)).Settlement.Breakdown
            : (await gateway.PostAsync("/v1/settlements", request)).Read<SettleResponse>().Settlement.Breakdown));

        Assert.Equal(
            [.. Enumerable.Repeat(0L, 34), 25_00, .. Enumerable.Repeat(55_00L, 5)], answers.Select(a => Basic(a).Paid).Order());
        Assert.Equal(300_00, answers.Sum(a => a.Counters.Where(c => c.Counter == "outpatient.paid@2024").Sum(c => c.AddedFen)));

        // One came after the other: each saw the counter as the one before left it.
        var chain = answers.SelectMany(a => a.Counters.Where(c => c.Counter == "outpatient.paid@2024" && c.AddedFen > 0))
            .OrderBy(c => c.UsedBeforeFen).Select(c => (c.UsedBeforeFen, c.AddedFen));
        Assert.Equal(
            [(0L, 55_00L), (55_00, 55_00), (110_00, 55_00), (165_00, 55_00), (220_00, 55_00), (275_00, 25_00)], chain);
    }

    [Fact]
    public async Task One_request_sent_many_times_at_once_is_settled_once()
    {
        var request = Requests.Outpatient("same", Requests.You, "2023-03-02", 100_00);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await gateway.Settlements.SettleAsync(request)));

        Assert.Single(answers, a => !a.Replayed);
        Assert.Single(answers.Select(a => a.Settlement).Distinct());
        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = request.Visit });
        Assert.Equal(55_00, quote.Breakdown.Counters.Single(c => c.Counter == "outpatient.paid@2023").UsedBeforeFen);
    }

    [Fact]
    public async Task One_id_with_two_contents_at_once_settles_one_of_them()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await SettleAsync("mixed", "2022-09-02", 100_00 + i);
                return "settled";
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.AlreadyExists)
            {
                return "refused";
            }
        }));

        Assert.Single(answers, a => a == "settled");
    }

    private static (long Paid, long Capped, long Patient) Basic(Breakdown split)
    {
        var basic = split.Layers.Single(l => l.Layer == "basic");
        return (basic.PaidFen, basic.CappedFen, split.PatientFen);
    }

    private async Task<Breakdown> SettleAsync(string requestId, string date, long fen) =>
        (await gateway.Settlements.SettleAsync(Requests.Outpatient(requestId, Requests.You, date, fen))).Settlement.Breakdown;
}
