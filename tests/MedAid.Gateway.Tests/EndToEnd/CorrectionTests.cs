using MedAid.Contract.Clearing.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Corrections over both doors of a gateway with an embedded ledger.</summary>
public sealed class CorrectionTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    /// <summary>In one order: they share a county.</summary>
    [Fact]
    public async Task A_claim_a_payment_and_a_deposit_are_put_right()
    {
        var story = new CorrectionStory(shared.Gateway);
        await story.ClaimAnewAsync();
        await story.PayAnewAsync();
        await story.DepositAnewAsync();
        await story.DecideAtOnceAsync(shared.Gateway);
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once()
    {
        var corrections = new CorrectionService.CorrectionServiceClient(shared.Gateway.Channel);
        var proposed = await DoorError.ByGrpcAsync(corrections.ProposeCorrectionAsync(new() { RequestId = "?" }, DefaultOperator.By("")));
        Assert.Equal(["request_id", "medaid-operator", "note", "record_number"], proposed.Fields.Select(f => f.Split(' ')[0]));
        var decided = await DoorError.ByGrpcAsync(corrections.DecideCorrectionAsync(new(), DefaultOperator.By("")));
        Assert.Equal(["request_id", "medaid-operator", "note", "correction_id"], decided.Fields.Select(f => f.Split(' ')[0]));
        var listed = await DoorError.ByGrpcAsync(corrections.ListBookRecordsAsync(new() { PaymentId = "B-1", ClaimId = "Q" }));
        Assert.Equal(["payment_id ONLY_ONE"], listed.Fields);
        var unknown = await DoorError.ByGrpcAsync(corrections.ProposeCorrectionAsync(new()
        {
            RequestId = "unknown", RecordNumber = 1_000_000, Note = "录错",
        }));
        Assert.Equal(("RECORD_NOT_FOUND", "1000000"), (unknown.Reason, unknown.Info.Metadata["record_number"]));
    }
}
