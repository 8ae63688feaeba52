using Grpc.Core;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The finance office over both doors. samples/dialysis-visit.json has relief of 33.13 advanced for 兴县 (141123); samples/README.md works
/// it out.
/// </summary>
public sealed class ClearingTests
{
    private const string County = "141123";

    [Fact]
    public async Task An_advance_is_claimed_answered_and_paid_and_every_step_ties()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
        var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("owed-1"))).Settlement;

        var owed = Assert.Single((await clearing.ListReceivablesAsync(new())).Receivables);
        Assert.Equal(
            ($"{settled.SettlementId}.relief", County, 33_13L, true, settled.PersonKey),
            (owed.ReceivableId, owed.CountyCode, owed.OutstandingFen, owed.Advanced, owed.PersonKey));

        var claim = (await gateway.PostAsync("/v1/claims", Claim("claim-1"))).Read<WriteResponse>();
        Assert.Equal($"Q{County}-{Requests.CountyHospital}-2026-03-1", claim.ClaimId);
        Assert.Equal(
            [("advance_receivable", -33_13L), ("claimed_receivable", 33_13)], claim.Entries.Select(e => (e.Account, e.AmountFen)));

        // 30.00 of the 33.13 accepted, 3.13 refused; then 28.00 come.
        await clearing.RecordReplyAsync(new()
        {
            RequestId = "reply-1", ClaimId = claim.ClaimId,
            Lines = { new ReplyLine { ReceivableId = owed.ReceivableId, AcceptedFen = 30_00, Reason = "超出限价" } },
        });
        var paid = await clearing.RecordPaymentAsync(Payment("pay-1", "bank-1", 28_00));
        Assert.Equal((28_00, 0), (paid.MatchedFen, paid.UnmatchedFen));

        // The visit was on 2026-03-02, 44 days before 15 April; nothing of what is recorded today was known then. On the day before it: nothing.
        var then = Assert.Single((await clearing.AgeReceivablesAsync(new() { AsOfDate = "2026-04-15" })).Counties);
        Assert.Equal((33_13, 33_13, 0, 0), (then.Days31To60Fen, then.OutstandingFen, then.PaidFen, then.DaysToPay));
        Assert.Equal(Standing.Open, Assert.Single(then.Standings).Standing);
        Assert.Empty((await clearing.AgeReceivablesAsync(new() { AsOfDate = "2026-03-01" })).Counties);

        // 33.13 - 28.00 = 5.13 are owed: 2.00 accepted, 3.13 refused. 39 days from service to pay.
        var age = Assert.Single((await clearing.AgeReceivablesAsync(new())).Counties);
        Assert.Equal((5_13, 28_00, 39), (age.OutstandingFen, age.PaidFen, age.DaysToPay));
        Assert.Equal(
            [(Standing.Accepted, 2_00L), (Standing.Refused, 3_13)], age.Standings.Select(s => (s.Standing, s.AmountFen)));

        var read = (await gateway.GetAsync($"/v1/claims/{claim.ClaimId}")).Read<ClearingV1.Claim>();
        Assert.Equal((33_13, "超出限价"), (read.ClaimedFen, read.Lines.Single().RefusalReason));
        var proof = await clearing.ProveAsync();
        Assert.Empty(proof.Differences);
        Assert.Equal((4, 64), (proof.Records, proof.Head.Length));
    }

    [Fact]
    public async Task A_repeated_call_answers_the_same_and_another_content_or_a_second_payment_is_refused()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
        await gateway.Settlements.SettleAsync(Requests.Sample("owed-2"));

        var tried = await clearing.BuildClaimAsync(Claim("claim-1", validateOnly: true));
        var first = await clearing.BuildClaimAsync(Claim("claim-1"));
        var again = await clearing.BuildClaimAsync(Claim("claim-1"));
        var other = Claim("claim-1");
        other.Period = "2026-04";
        var reused = await DoorError.ByGrpcAsync(clearing.BuildClaimAsync(other));
        var nothing = await DoorError.ByGrpcAsync(clearing.BuildClaimAsync(Claim("claim-2")));
        var over = await clearing.RecordPaymentAsync(Payment("pay-1", "bank-1", 10_00));
        var twice = await DoorError.ByGrpcAsync(clearing.RecordPaymentAsync(Payment("pay-2", "bank-1", 10_00)));

        Assert.Equal((0, first.ClaimId), (tried.RecordNumber, tried.ClaimId));
        Assert.True(again.Replayed);
        Assert.Equal(first.RecordNumber, again.RecordNumber);
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (reused.Status, reused.Reason));
        Assert.Equal((StatusCode.FailedPrecondition, "NOTHING_TO_CLAIM"), (nothing.Status, nothing.Reason));
        Assert.Equal((0, 10_00), (over.MatchedFen, over.UnmatchedFen));
        Assert.Equal("PAYMENT_RECORDED_BEFORE", twice.Reason);
    }

    [Fact]
    public async Task A_reversal_unwinds_its_advance_and_a_restart_remembers_it()
    {
        var data = GatewayProcess.NewDataFolder();
        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
            var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("owed-3"))).Settlement;
            await clearing.BuildClaimAsync(Claim("claim-1"));
            await gateway.Settlements.ReverseAsync(
                new() { RequestId = "undo-3", HospitalCode = Requests.CountyHospital, SettlementId = settled.SettlementId, Reason = "录入错误" });
        }

        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
            var unwound = Assert.Single((await clearing.ListReceivablesAsync(new())).Receivables);
            Assert.Equal((0, Standing.Unwound), (unwound.OutstandingFen, unwound.Standings.Single().Standing));
            Assert.Empty((await clearing.ProveAsync()).Differences);
        }

        data.Delete(recursive: true);
    }

    /// <summary>33.13 are paid and the visit is undone: 13.13 go back by the bank, 20.00 are set off against the next visit, for which 13.13 come.</summary>
    [Fact]
    public async Task What_a_county_paid_for_an_undone_visit_goes_back_or_is_set_off()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
        var first = (await gateway.Settlements.SettleAsync(Requests.Sample("owed-4"))).Settlement;
        await AcceptAsync(clearing, "1");
        await clearing.RecordPaymentAsync(Payment("pay-1", "bank-1", 33_13));
        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "undo-4", HospitalCode = Requests.CountyHospital, SettlementId = first.SettlementId, Reason = "录入错误" });
        Assert.Equal(33_13, (await clearing.AgeReceivablesAsync(new())).Counties.Single().RefundDueFen);

        var above = await DoorError.ByGrpcAsync(clearing.RefundCountyAsync(Refund("back-1", 33_14)));
        var paid = (await gateway.PostAsync("/v1/payments:refund", Refund("back-1", 13_13))).Read<WriteResponse>();
        var twice = await DoorError.ByGrpcAsync(clearing.RefundCountyAsync(Refund("back-2", 1, "back-1")));
        Assert.Equal((StatusCode.InvalidArgument, "ABOVE_COUNTY_REFUND_DUE"), (above.Status, above.Reason));
        Assert.Equal((StatusCode.AlreadyExists, "REFUND_RECORDED_BEFORE"), (twice.Status, twice.Reason));
        Assert.Equal(13_13, paid.RefundedFen);
        Assert.Equal([("bank", -13_13L), ("refund_payable", 13_13)], paid.Entries.Select(e => (e.Account, e.AmountFen)));

        var setOff = Payment("pay-2", "bank-2", 13_13);
        setOff.SetOffFen = 20_00;
        var early = await DoorError.ByGrpcAsync(clearing.RecordPaymentAsync(setOff));
        await gateway.Settlements.SettleAsync(Requests.Sample("owed-5"));
        await AcceptAsync(clearing, "2");
        var matched = await clearing.RecordPaymentAsync(setOff);
        Assert.Equal((StatusCode.FailedPrecondition, "SET_OFF_ABOVE_ACCEPTED"), (early.Status, early.Reason));
        Assert.Equal((33_13, 0, 20_00), (matched.MatchedFen, matched.UnmatchedFen, matched.RefundedFen));
        Assert.Equal(
            [("accepted_receivable", -33_13L), ("bank", 13_13), ("refund_payable", 20_00)], matched.Entries.Select(e => (e.Account, e.AmountFen)));
        Assert.Empty((await clearing.ProveAsync()).Differences);
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once_and_nothing_is_written()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);

        var refused = await DoorError.ByGrpcAsync(clearing.BuildClaimAsync(new() { RequestId = "?", Period = "March" }, DefaultOperator.By("")));

        Assert.Equal("INVALID_REQUEST", refused.Reason);
        Assert.Equal(
            ["request_id", "medaid-operator", "hospital_code", "county_code", "period"], refused.Fields.Select(f => f.Split(' ')[0]));
        Assert.Equal(0, (await clearing.ProveAsync()).Records);
    }

    /// <summary>Claims the one visit that is open and accepts it whole.</summary>
    private static async Task AcceptAsync(ClearingService.ClearingServiceClient clearing, string number)
    {
        var claim = await clearing.BuildClaimAsync(Claim($"claim-{number}"));
        await clearing.RecordReplyAsync(new()
        {
            RequestId = $"reply-{number}", ClaimId = claim.ClaimId,
            Lines = { new ReplyLine { ReceivableId = claim.Moves.Single().ReceivableId, AcceptedFen = 33_13 } },
        });
    }

    private static RefundCountyRequest Refund(string requestId, long fen, string? paymentId = null) => new()
    {
        RequestId = requestId, PaymentId = paymentId ?? requestId, HospitalCode = Requests.CountyHospital, CountyCode = County,
        PaidDate = "2026-04-20", AmountFen = fen,
    };

    private static BuildClaimRequest Claim(string requestId, bool validateOnly = false) => new()
    {
        RequestId = requestId, HospitalCode = Requests.CountyHospital, CountyCode = County, Period = "2026-03",
        ValidateOnly = validateOnly,
    };

    private static RecordPaymentRequest Payment(string requestId, string paymentId, long fen) => new()
    {
        RequestId = requestId, PaymentId = paymentId, HospitalCode = Requests.CountyHospital, CountyCode = County, PaidDate = "2026-04-10",
        ReceivedFen = fen,
    };
}
