using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

public sealed class ReversalTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task A_reversal_mirrors_the_settlement_to_the_fen_and_the_counters_go_back()
    {
        var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("mirror-1"))).Settlement;

        var reversal = (await gateway.Settlements.ReverseAsync(Reverse("mirror-2", settled.SettlementId))).Settlement;

        Assert.Equal((SettlementKind.Reversal, settled.SettlementId), (reversal.Kind, reversal.ReversesSettlementId));
        Assert.Equal(
            settled.Entries.Select(e => (e.Account, e.CountyCode, e.Fund, -e.AmountFen)),
            reversal.Entries.Select(e => (e.Account, e.CountyCode, e.Fund, e.AmountFen)));
        Assert.Equal((-825_30, -8_00, -817_30, -158_46), Totals(reversal.Breakdown));
        Assert.Equal([-625_71L, 0, -33_13], reversal.Breakdown.Layers.Select(l => l.PaidFen));
        Assert.Equal(
            settled.Breakdown.Counters.Select(c => (c.Counter, -c.AddedFen)),
            reversal.Breakdown.Counters.Select(c => (c.Counter, c.AddedFen)));
        var original = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled.SettlementId });
        Assert.Equal((SettlementState.Reversed, reversal.SettlementId), (original.State, original.ReversedBySettlementId));

        // The same visit again: the counters stand where they stood, so the figures are the same.
        var again = (await gateway.Settlements.SettleAsync(Requests.Sample("mirror-3").With(v => v.VisitId = settled.VisitId))).Settlement;
        Assert.Equal(settled.Breakdown, again.Breakdown);
    }

    [Fact]
    public async Task A_second_reversal_is_refused_by_either_door_and_names_the_first()
    {
        var settled = await SettleAsync("twice-1", "2025-01-08");
        var first = (await gateway.Settlements.ReverseAsync(Reverse("twice-2", settled))).Settlement;

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(Reverse("twice-3", settled)));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync($"/v1/settlements/{settled}:reverse", Reverse("twice-3", settled)));
        var original = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled });

        Assert.Equal((StatusCode.FailedPrecondition, "ALREADY_REVERSED"), (called.Status, called.Reason));
        Assert.Equal(first.SettlementId, called.Info.Metadata["reversed_by_settlement_id"]);
        Assert.Equal(400, posted.HttpCode);
        called.AssertSame(posted);
        Assert.Equal(first.SettlementId, original.ReversedBySettlementId);
    }

    [Fact]
    public async Task A_repeated_reversal_gets_the_stored_answer_byte_for_byte()
    {
        var settled = await SettleAsync("again-1", "2025-02-08");

        var first = await gateway.Settlements.ReverseAsync(Reverse("again-2", settled));
        var again = await gateway.Settlements.ReverseAsync(Reverse("again-2", settled));
        var posted = await gateway.PostAsync($"/v1/settlements/{settled}:reverse", Reverse("again-2", settled));

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.Settlement.ToByteArray(), again.Settlement.ToByteArray());
        Assert.Equal(again, posted.Read<ReverseResponse>());
    }

    [Fact]
    public async Task Two_reversals_at_once_undo_a_settlement_once()
    {
        var settled = await SettleAsync("race-1", "2025-03-08");

        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await gateway.Settlements.ReverseAsync(Reverse($"race-2-{i}", settled));
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
            {
                return false;
            }
        }));

        Assert.Single(both, done => done);
    }

    [Fact]
    public async Task A_reversal_cannot_be_reversed()
    {
        var settled = await SettleAsync("chain-1", "2025-04-08");
        var reversal = (await gateway.Settlements.ReverseAsync(Reverse("chain-2", settled))).Settlement;

        var error = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(Reverse("chain-3", reversal.SettlementId)));

        Assert.Equal((StatusCode.FailedPrecondition, "NOT_REVERSIBLE"), (error.Status, error.Reason));
        Assert.Equal(reversal.SettlementId, error.Info.Metadata["settlement_id"]);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_the_refusal_holds_even_when_it_comes_to_exist()
    {
        // The id that a settlement under request id "late-1" has: S and the first 24 hexadecimal digits of the SHA-256.
        var id = "S" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("late-1"u8))[..24];

        var before = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(Reverse("late-2", id)));
        var settled = await SettleAsync("late-1", "2025-05-08");
        var after = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(Reverse("late-2", id)));
        var byHttp = await DoorError.ByHttpAsync(gateway.GetAsync("/v1/settlements/S0"));

        Assert.Equal(id, settled);
        Assert.Equal((StatusCode.NotFound, "SETTLEMENT_NOT_FOUND", "not_done"), (before.Status, before.Reason, before.Outcome));
        before.AssertSame(after);
        Assert.Equal((404, "SETTLEMENT_NOT_FOUND"), (byHttp.HttpCode, byHttp.Reason));
        await gateway.Settlements.ReverseAsync(Reverse("late-3", id));
    }

    [Fact]
    public async Task A_settlement_of_another_hospital_is_not_found_and_stands()
    {
        var settled = await SettleAsync("others-1", "2025-08-08");
        var request = Reverse("others-2", settled);
        request.HospitalCode = Requests.CityHospital;

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(request));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync($"/v1/settlements/{settled}:reverse", request));

        Assert.Equal((StatusCode.NotFound, "SETTLEMENT_NOT_FOUND", "new_request_id"), (called.Status, called.Reason, called.Info.Metadata["retry"]));
        called.AssertSame(posted);
        Assert.Equal(SettlementState.Settled, (await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled })).State);
        await gateway.Settlements.ReverseAsync(Reverse("others-3", settled));
    }

    [Fact]
    public async Task One_request_id_cannot_both_settle_and_reverse()
    {
        var settled = await SettleAsync("both-1", "2025-06-08");

        var error = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(Reverse("both-1", settled)));

        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (error.Status, error.Reason));
    }

    [Fact]
    public async Task A_trial_of_a_reversal_undoes_nothing()
    {
        var settled = await SettleAsync("trial-1", "2025-07-08");
        var trial = Reverse("trial-2", settled);
        trial.ValidateOnly = true;

        var tried = (await gateway.Settlements.ReverseAsync(trial)).Settlement;
        var original = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = settled });
        var asked = await DoorError.ByGrpcAsync(gateway.Settlements.GetSettlementAsync(new() { RequestId = "trial-2" }));

        Assert.Equal(("", settled), (tried.SettlementId, tried.ReversesSettlementId));
        Assert.Equal(SettlementState.Settled, original.State);
        Assert.Equal("SETTLEMENT_NOT_FOUND", asked.Reason);
    }

    [Fact]
    public async Task A_reversal_names_a_settlement_and_a_reason()
    {
        var error = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(new() { RequestId = "bare-1" }));
        Assert.Equal(["hospital_code REQUIRED", "reason REQUIRED", "settlement_id REQUIRED"], error.Fields.Order());
    }

    private static ReverseRequest Reverse(string requestId, string settlementId) =>
        new() { RequestId = requestId, HospitalCode = Requests.CountyHospital, SettlementId = settlementId, Reason = "录入错误" };

    private static (long Gross, long Waived, long Total, long Patient) Totals(Breakdown split) =>
        (split.GrossFen, split.WaivedFen, split.TotalFen, split.PatientFen);

    private async Task<string> SettleAsync(string requestId, string date) =>
        (await gateway.Settlements.SettleAsync(Requests.Outpatient(requestId, Requests.You, date, 10_00))).Settlement.SettlementId;
}
