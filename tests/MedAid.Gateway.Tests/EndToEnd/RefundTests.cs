using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Items given back (部分退费), of the sample's dialysis visit: 825.30 charged, 8.00 waived; 736.13 in scope, of which the basic fund pays 85 % = 625.71 and
/// relief 30 % of the other 110.42 = 33.13; the patient pays 158.46.
/// </summary>
public sealed class RefundTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    /// <summary>Outside the catalogue, 28.00: the patient's whole.</summary>
    private const int CarePack = 17;

    /// <summary>Class A, 20.00: all of it in scope.</summary>
    private const int Monitoring = 16;

    /// <summary>Two needles at 9.00.</summary>
    private const int Needles = 4;

    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task An_item_of_the_patients_own_comes_back_in_cash_and_no_fund_changes()
    {
        var settled = await SettleAsync("own-1");

        var refund = await gateway.Settlements.RefundItemsAsync(Refund("own-2", settled, (CarePack, "")));

        Assert.Equal((28_00L, 0L, 0L, 0L), (refund.RefundCashFen, refund.RefundAccountFen, refund.RefundHelperFen, refund.DebtLessFen));
        Assert.Equal("按退费后的明细重新结算：现金退 28.00 元。", refund.Sentence);
        Assert.Equal((797_30L, 130_46L), (refund.Settlement.Breakdown.GrossFen, refund.Settlement.Breakdown.PatientFen));
        Assert.Equal([625_71L, 0, 33_13], refund.Settlement.Breakdown.Layers.Select(l => l.PaidFen));
        Assert.Equal((-825_30L, -158_46L), (refund.Reversal.Breakdown.GrossFen, refund.Reversal.Breakdown.PatientFen));
        Assert.Equal(settled.SettlementId, refund.Settlement.ReplacesSettlementId);
        Assert.Equal((settled.VisitId, settled.ServiceDate), (refund.Settlement.VisitId, refund.Settlement.ServiceDate));
        var original = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled.SettlementId });
        Assert.Equal((SettlementState.Reversed, refund.Reversal.SettlementId), (original.State, original.ReversedBySettlementId));
        Assert.Equal(
            settled.Breakdown.Counters.Select(c => (c.Counter, c.UsedBeforeFen)),
            refund.Settlement.Breakdown.Counters.Select(c => (c.Counter, c.UsedBeforeFen)));
    }

    [Fact]
    public async Task An_item_in_scope_comes_back_to_patient_and_funds_each_by_its_share()
    {
        var settled = await SettleAsync("scope-1");

        var refund = await gateway.Settlements.RefundItemsAsync(Refund("scope-2", settled, (Monitoring, "1")));

        // 716.13 × 85 % = 608.7105; (716.13 - 608.71) × 30 % = 32.226; 797.30 - 608.71 - 32.23 = 156.36.
        Assert.Equal([608_71L, 0, 32_23], refund.Settlement.Breakdown.Layers.Select(l => l.PaidFen));
        Assert.Equal((156_36L, 2_10L), (refund.Settlement.Breakdown.PatientFen, refund.RefundCashFen));
        Assert.Equal(0, refund.Settlement.Entries.Sum(e => e.AmountFen));
    }

    [Fact]
    public async Task A_part_of_a_line_may_come_back_and_later_another_item()
    {
        var settled = await SettleAsync("twice-1");

        var first = await gateway.Settlements.RefundItemsAsync(Refund("twice-2", settled, (Needles, "1"), (CarePack, "")));
        var second = await gateway.Settlements.RefundItemsAsync(Refund("twice-3", first.Settlement, (Needles, "1")));

        Assert.Equal((788_30L, 779_30L), (first.Settlement.Breakdown.GrossFen, second.Settlement.Breakdown.GrossFen));
        Assert.DoesNotContain(second.Settlement.Breakdown.Items, i => i.ItemNumber is Needles or CarePack);
        Assert.Equal(first.Settlement.SettlementId, second.Settlement.ReplacesSettlementId);
        var third = await DoorError.ByGrpcAsync(gateway.Settlements.RefundItemsAsync(Refund("twice-4", second.Settlement, (Needles, "1"))));
        Assert.Equal("INVALID_REQUEST", third.Reason);
    }

    [Fact]
    public async Task What_is_left_comes_out_as_if_it_had_been_settled_alone()
    {
        var settled = await SettleAsync("alone-1");
        var refund = await gateway.Settlements.RefundItemsAsync(Refund("alone-2", settled, (Monitoring, ""), (Needles, "2")));
        await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "alone-3", HospitalCode = settled.HospitalCode, SettlementId = refund.Settlement.SettlementId, Reason = "对照",
        });

        var alone = (await gateway.Settlements.SettleAsync(Requests.Sample("alone-4").With(v =>
        {
            foreach (var item in v.Items.Where(i => i.ItemNumber is Monitoring or Needles).ToArray())
            {
                v.Items.Remove(item);
            }
        }))).Settlement;

        Assert.Equal(alone.Breakdown, refund.Settlement.Breakdown);
        Assert.Equal(alone.Entries, refund.Settlement.Entries);
    }

    [Fact]
    public async Task A_repeated_refund_gets_the_stored_answer_by_either_door_and_another_content_none()
    {
        var settled = await SettleAsync("again-1");
        var request = Refund("again-2", settled, (CarePack, ""));

        var first = await gateway.Settlements.RefundItemsAsync(request);
        var again = await gateway.Settlements.RefundItemsAsync(request);
        var posted = await gateway.PostAsync($"/v1/settlements/{settled.SettlementId}:refundItems", request);
        var other = await DoorError.ByGrpcAsync(gateway.Settlements.RefundItemsAsync(Refund("again-2", settled, (Monitoring, ""))));

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.Settlement.ToByteArray(), again.Settlement.ToByteArray());
        Assert.Equal(first.Reversal.ToByteArray(), again.Reversal.ToByteArray());
        Assert.Equal(again, posted.Read<RefundItemsResponse>());
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (other.Status, other.Reason));
        var asked = await gateway.Settlements.GetSettlementAsync(new() { RequestId = "again-2" });
        Assert.Equal(first.Settlement.SettlementId, asked.SettlementId);
    }

    [Fact]
    public async Task No_caller_can_take_the_id_of_the_reversal_away_from_a_refund()
    {
        var settled = await SettleAsync("taken-1");
        var first = await gateway.Settlements.RefundItemsAsync(Refund("taken-2", settled, (CarePack, "")));
        var reversal = first.Reversal.RequestId;
        Assert.EndsWith(first.Settlement.SettlementId, reversal, StringComparison.Ordinal);

        // The id of the reversal follows from that of the refund, which a caller may know beforehand.
        var error = await DoorError.ByGrpcAsync(gateway.Settlements.RefundItemsAsync(Refund(reversal, first.Settlement, (Monitoring, ""))));

        Assert.Equal("INVALID_REQUEST", error.Reason);
        Assert.Equal(reversal, (await gateway.Settlements.GetSettlementAsync(new() { RequestId = reversal })).RequestId);
    }

    [Fact]
    public async Task Trying_it_out_says_the_same_and_changes_nothing()
    {
        var settled = await SettleAsync("try-1");
        var request = Refund("try-2", settled, (Monitoring, ""));
        request.ValidateOnly = true;

        var tried = await gateway.Settlements.RefundItemsAsync(request);
        request.ValidateOnly = false;
        var state = (await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled.SettlementId })).State;
        var done = await gateway.Settlements.RefundItemsAsync(request);

        Assert.Equal(SettlementState.Settled, state);
        Assert.Equal(("", ""), (tried.Reversal.SettlementId, tried.Settlement.SettlementId));
        Assert.Equal(done.Settlement.Breakdown, tried.Settlement.Breakdown);
        Assert.Equal((done.RefundCashFen, done.Sentence), (tried.RefundCashFen, tried.Sentence));
    }

    [Fact]
    public async Task Items_that_are_not_there_or_not_so_many_are_named_and_nothing_is_done()
    {
        var settled = await SettleAsync("bad-1");

        (RefundItemsRequest Request, string Field)[] bad =
        [
            (Refund("bad-2", settled), "items"),
            (Refund("bad-2", settled, (99, "")), "items[0].item_number"),
            (Refund("bad-2", settled, (Needles, "2.0001")), "items[0].quantity"),
            (Refund("bad-2", settled, (Needles, "-1")), "items[0].quantity"),
            (Refund("bad-2", settled, (Needles, "0")), "items[0].quantity"),
            (Refund("bad-2", settled, (CarePack, ""), (CarePack, "1")), "items[1].item_number"),
            (Refund("bad-2", settled, [.. Enumerable.Range(1, 18).Select(n => (n, ""))]), "items"),
        ];
        foreach (var (request, field) in bad)
        {
            var error = await DoorError.ByGrpcAsync(gateway.Settlements.RefundItemsAsync(request));
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (error.Status, error.Reason));
            Assert.Equal([field], error.Fields.Select(f => f.Split(' ')[0]));
        }

        var original = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled.SettlementId });
        Assert.Equal(SettlementState.Settled, original.State);
    }

    [Fact]
    public async Task What_does_not_stand_is_another_hospitals_or_was_settled_by_the_platform_is_refused_by_name()
    {
        var settled = await SettleAsync("no-1");
        var foreign = Refund("no-2", settled, (CarePack, ""));
        foreign.HospitalCode = Requests.CityHospital;
        var reversal = (await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "no-3", HospitalCode = settled.HospitalCode, SettlementId = settled.SettlementId, Reason = "录入有误",
        })).Settlement;
        var upstream = (await gateway.Settlements.SettleAsync(Requests.Sample("no-4").With(v =>
            v.UpstreamPayments.Add(new UpstreamPayment { Layer = "basic", AmountFen = 600_00 })))).Settlement;

        (RefundItemsRequest Request, string Reason)[] refused =
        [
            (foreign, "SETTLEMENT_NOT_FOUND"), (Refund("no-5", settled, (CarePack, "")), "ALREADY_REVERSED"),
            (Refund("no-6", reversal, (CarePack, "")), "NOT_REVERSIBLE"), (Refund("no-7", upstream, (CarePack, "")), "NOT_REFUNDABLE_IN_PART"),
        ];
        foreach (var (request, reason) in refused)
        {
            Assert.Equal(reason, (await DoorError.ByGrpcAsync(gateway.Settlements.RefundItemsAsync(request))).Reason);
            request.ValidateOnly = true;
            request.RequestId += "-try";
            Assert.Equal(reason, (await DoorError.ByGrpcAsync(gateway.Settlements.RefundItemsAsync(request))).Reason);
        }

        Assert.Equal(SettlementState.Settled, (await gateway.Settlements.GetSettlementAsync(new() { SettlementId = upstream.SettlementId })).State);
    }

    private async Task<SettlementV1.Settlement> SettleAsync(string requestId) => (await gateway.Settlements.SettleAsync(Requests.Sample(requestId))).Settlement;

    private static RefundItemsRequest Refund(string requestId, SettlementV1.Settlement settled, params (int Number, string Quantity)[] items) => new()
    {
        RequestId = requestId,
        HospitalCode = settled.HospitalCode,
        SettlementId = settled.SettlementId,
        Reason = "患者退回未使用的项目",
        Items = { items.Select(i => new ReturnedItem { ItemNumber = i.Number, Quantity = i.Quantity }) },
    };
}
