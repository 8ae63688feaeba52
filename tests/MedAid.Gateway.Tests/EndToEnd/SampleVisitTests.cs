using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>samples/dialysis-visit.json against the figures that samples/README.md works out by hand.</summary>
public sealed class SampleVisitTests
{
    [Fact]
    public async Task The_sample_visit_settles_to_the_figures_worked_by_hand()
    {
        await using var gateway = await GatewayProcess.InsideAsync();

        var answer = await gateway.Settlements.SettleAsync(Requests.Sample("demo-0001"));

        var split = answer.Settlement.Breakdown;
        Assert.Equal((825_30, 8_00, 817_30), (split.GrossFen, split.WaivedFen, split.TotalFen));
        var charges = split.Charges;
        Assert.Equal((8_00, 23_17, 50_00), (charges.OverCeilingFen, charges.FirstSelfPayFen, charges.OutOfScopeFen));
        Assert.Equal(736_13, charges.InScopeFen);
        Assert.Equal(
            [("basic", 625_71L, 0L, false), ("catastrophic", 0, 110_42, false), ("relief", 33_13, 0, true)],
            split.Layers.Select(l => (l.Layer, l.PaidFen, l.DeductibleFen, l.Advanced)));
        Assert.Equal((158_46, 0), (split.PatientFen, split.HospitalBorneFen));
        Assert.Equal(
            [("basic.paid@2026", 0L, 625_71L), ("catastrophic.deductible@2026", 0, 110_42), ("relief.paid@2026", 0, 33_13)],
            split.Counters.Select(c => (c.Counter, c.UsedBeforeFen, c.AddedFen)).Order());
        Assert.Equal("lvliang-2022-07-12-dialysis", split.Policy.Pack);
        Assert.Contains(split.Sentences, s => s.Contains("158.46", StringComparison.Ordinal));
        Assert.Equal(
            [
                ("advance_receivable", "141123", 33_13L), ("fund_receivable", "141123", 625_71), ("hospital_revenue", "", -825_30),
                ("patient_cash", "", 158_46), ("waiver_expense", "", 8_00),
            ],
            answer.Settlement.Entries.Select(e => (e.Account, e.CountyCode, e.AmountFen)).Order());
    }

    /// <summary>
    /// Read as "times 1.10", basic insurance pays 75 % x 1.10 = 82.5 % of 736.13, 607.31. Of the 128.82 left, which the catastrophic deductible
    /// takes, relief pays 30 %, 38.65. 817.30 - 607.31 - 38.65 = 171.34, 12.88 more than read as ten points.
    /// </summary>
    [Fact]
    public async Task The_other_reading_of_ten_percent_is_chosen_by_a_setting_and_said_to_the_patient()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("Readings__dialysis_plus_ten", "times"));

        var split = (await gateway.Settlements.SettleAsync(Requests.Sample("reading-1"))).Settlement.Breakdown;

        Assert.Equal(171_34, split.PatientFen);
        Assert.Equal(
            [("basic", 607_31L), ("catastrophic", 0), ("relief", 38_65)], split.Layers.Select(l => (l.Layer, l.PaidFen)));
        Assert.Contains(split.Sentences, s => s.Contains("按 82.5% 支付 607.31 元", StringComparison.Ordinal));
        Assert.Contains("乘以1.10", split.Layers[0].Assumed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_as_it_stands_is_a_body_for_the_HTTP_door_and_both_doors_split_alike()
    {
        await using var byHttp = await GatewayProcess.InsideAsync();
        await using var byGrpc = await GatewayProcess.InsideAsync();

        var posted = await byHttp.PostAsync("/v1/settlements", await File.ReadAllTextAsync(Clone.Sample("dialysis-visit.json")));
        var called = await byGrpc.Settlements.SettleAsync(Requests.Sample("demo-0001"));

        var settlement = posted.Read<SettleResponse>().Settlement;
        Assert.Equal(called.Settlement.Breakdown, settlement.Breakdown);
        Assert.Equal(called.Settlement.Entries, settlement.Entries);
        Assert.Equal(called.Settlement.SettlementId, settlement.SettlementId);
        Assert.Equal(158_46, settlement.Breakdown.PatientFen);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_stored_answer_byte_for_byte_by_either_door_and_after_a_restart()
    {
        var data = GatewayProcess.NewDataFolder();
        SettleResponse first;
        HttpAnswer again;
        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            first = await gateway.Settlements.SettleAsync(Requests.Sample("replay-1"));
            again = await gateway.PostAsync("/v1/settlements", Requests.Sample("replay-1"));
        }

        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            var later = await gateway.Settlements.SettleAsync(Requests.Sample("replay-1"));
            var laterByHttp = await gateway.PostAsync("/v1/settlements", Requests.Sample("replay-1"));

            Assert.False(first.Replayed);
            Assert.True(later.Replayed);
            Assert.Equal(first.Settlement.ToByteArray(), later.Settlement.ToByteArray());
            Assert.Equal(first.Settlement, again.Read<SettleResponse>().Settlement);
            Assert.Equal(again, laterByHttp);
            Assert.Single((await gateway.Settlements.ListSettlementsAsync(new())).Settlements);
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task The_first_answer_and_the_repeated_one_differ_by_HTTP_in_the_flag_alone()
    {
        await using var gateway = await GatewayProcess.InsideAsync();

        var first = await gateway.PostAsync("/v1/settlements", Requests.Sample("replay-2"));
        var again = await gateway.PostAsync("/v1/settlements", Requests.Sample("replay-2"));

        Assert.Equal(first.Text.Replace("\"replayed\": false", "\"replayed\": true", StringComparison.Ordinal), again.Text);
        Assert.NotEqual(first.Text, again.Text);
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_refused_and_the_first_settlement_stands()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var first = await gateway.Settlements.SettleAsync(Requests.Sample("reused-1"));
        var other = Requests.Sample("reused-1").With(v => v.VisitId = "MZ20260302002");

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(other));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", other));

        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "not_done"), (called.Status, called.Reason, called.Outcome));
        Assert.Equal(409, posted.HttpCode);
        called.AssertSame(posted);
        Assert.Equal(first.Settlement, await gateway.Settlements.GetSettlementAsync(new() { RequestId = "reused-1" }));
    }

    [Fact]
    public async Task A_settlement_is_read_by_its_id_and_by_its_request_id_by_either_door()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("read-1"))).Settlement;

        Assert.Equal(settled, await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled.SettlementId }));
        Assert.Equal(settled, await gateway.Settlements.GetSettlementAsync(new() { RequestId = "read-1" }));
        Assert.Equal(settled, (await gateway.GetAsync($"/v1/settlements/{settled.SettlementId}")).Read<SettlementV1.Settlement>());
        Assert.Equal(settled, (await gateway.GetAsync("/v1/requests/read-1/settlement")).Read<SettlementV1.Settlement>());
    }

    [Fact]
    public async Task Validate_only_answers_like_a_settlement_and_keeps_neither_money_nor_id()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var trial = Requests.Sample("trial-1");
        trial.ValidateOnly = true;

        var tried = await gateway.Settlements.SettleAsync(trial);
        var unknown = await DoorError.ByGrpcAsync(gateway.Settlements.GetSettlementAsync(new() { RequestId = "trial-1" }));
        var listed = await gateway.Settlements.ListSettlementsAsync(new());
        var settled = await gateway.Settlements.SettleAsync(Requests.Sample("trial-1"));

        Assert.Equal("", tried.Settlement.SettlementId);
        Assert.Equal("SETTLEMENT_NOT_FOUND", unknown.Reason);
        Assert.Empty(listed.Settlements);
        Assert.False(settled.Replayed);
        Assert.Equal(tried.Settlement.Breakdown, settled.Settlement.Breakdown);
    }
}
