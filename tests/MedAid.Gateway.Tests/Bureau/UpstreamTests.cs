using Grpc.Core;
using MedAid.Contract.Bureau.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Simulator.Faults;

namespace MedAid.Gateway.Tests.Bureau;

/// <summary>The platform splits, and MedAid adds what it alone knows: waivers and advances. Either both sides stand settled or neither.</summary>
public sealed class UpstreamTests(SharedUpstream shared) : IClassFixture<SharedUpstream>
{
    private readonly LinkedGateway linked = shared.Linked;
    private readonly string id = $"t-{Guid.NewGuid():N}"[..12];

    [Fact]
    public async Task The_platform_s_payments_are_taken_and_waivers_and_relief_added()
    {
        var answer = await linked.Bureau.SettleThroughAsync(Request());
        var at = Assert.Single(linked.Standing[Requests.VisitOf(id)]);
        Assert.Equal(at.SetlId, answer.BureauSettlementId);
        var basic = at.Funds.Single(f => f.FundPayType == "390100").PaidFen;
        Assert.Equal(basic, answer.Settlement.Breakdown.Layers.Single(l => l.Layer == "basic").PaidFen);
        Assert.Equal(at.TotalFen, answer.Settlement.Breakdown.GrossFen);
        Assert.True(answer.Settlement.Breakdown.WaivedFen > 0);

        var again = await linked.Bureau.SettleThroughAsync(Request());
        Assert.Equal((true, answer.Settlement.SettlementId), (again.Replayed, again.Settlement.SettlementId));
        Assert.Single(linked.Standing[Requests.VisitOf(id)]);
        var other = Request();
        other.Visit.Items[0].AmountFen = 1;
        Assert.Equal("REQUEST_ID_REUSED", (await DoorError.ByGrpcAsync(linked.Bureau.SettleThroughAsync(other))).Reason);

        await linked.ReverseAsync($"u{id}", answer.Settlement);
        await linked.QuietAsync();
        Assert.Empty(linked.Standing[Requests.VisitOf(id)]);
    }

    [Theory]
    [InlineData("2207", FaultKind.LostAfter)]
    [InlineData("2207", FaultKind.LostBefore)]
    [InlineData("2207", FaultKind.BadGateway)]
    [InlineData("2207", FaultKind.LateAnswer)]
    [InlineData("2204", FaultKind.LostAfter)]
    [InlineData("2601", FaultKind.LostAfter)]
    public async Task A_lost_answer_ends_with_both_sides_settled(string number, FaultKind fault)
    {
        if (number == "2601")
        {
            linked.Box.Next("2207", FaultKind.LostBefore);
        }

        linked.Box.Next(number, fault);
        var first = await TryAsync();
        Assert.True(first is "" or "OUTCOME_UNKNOWN", first);
        await linked.QuietAsync();
        var answer = await linked.Bureau.SettleThroughAsync(Request());
        Assert.Equal(Assert.Single(linked.Standing[Requests.VisitOf(id)]).SetlId, answer.BureauSettlementId);
        Assert.Equal(answer.Settlement.SettlementId, (await linked.Settlements.GetSettlementAsync(new() { RequestId = id })).SettlementId);
    }

    [Theory]
    [InlineData(FaultKind.UnknownFund)]
    [InlineData(FaultKind.BasicOtherCode)]
    public async Task A_fund_that_nobody_knows_ends_with_neither_side_settled(FaultKind fault)
    {
        linked.Box.Next("2207", fault);
        Assert.Equal("BUREAU_NOT_SETTLED", await TryAsync());
        Assert.Empty(linked.Standing[Requests.VisitOf(id)]);
        Assert.Equal("BUREAU_NOT_SETTLED", await TryAsync());
        Assert.Equal("SETTLEMENT_NOT_FOUND", (await DoorError.ByGrpcAsync(linked.Settlements.GetSettlementAsync(new() { RequestId = id }))).Reason);
    }

    [Fact]
    public async Task What_the_platform_refuses_is_told_at_once_and_what_MedAid_refuses_is_never_sent()
    {
        linked.Box.Next("2207", FaultKind.Refused);
        Assert.Equal("BUREAU_NOT_SETTLED", await TryAsync());
        Assert.Empty(linked.Standing[Requests.VisitOf(id)]);

        var before = linked.Box.Calls.Count;
        var bad = Request($"b{id}");
        bad.Visit.Items.Clear();
        Assert.Equal("INVALID_REQUEST", (await DoorError.ByGrpcAsync(linked.Bureau.SettleThroughAsync(bad))).Reason);
        var abroad = Request($"c{id}");
        abroad.Visit.HospitalCode = Requests.CityHospital;
        Assert.Equal("NO_UPSTREAM_LINK", (await DoorError.ByGrpcAsync(linked.Bureau.SettleThroughAsync(abroad))).Reason);
        Assert.Equal(before, linked.Box.Calls.Count);
    }

    private SettleThroughRequest Request(string? requestId = null)
    {
        var sample = Requests.Sample(requestId ?? id);
        return new SettleThroughRequest { RequestId = sample.RequestId, Visit = sample.Visit };
    }

    /// <summary>The reason of the refusal; empty: it was settled.</summary>
    private async Task<string> TryAsync()
    {
        try
        {
            await linked.Bureau.SettleThroughAsync(Request());
            return "";
        }
        catch (RpcException refused)
        {
            var details = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
            return new DoorError(refused.StatusCode, 0, details).Reason;
        }
    }
}

/// <summary>One gateway and one bureau that splits, for the stories of a class.</summary>
public sealed class SharedUpstream : IAsyncLifetime
{
    internal LinkedGateway Linked { get; private set; } = null!;

    public async Task InitializeAsync() => Linked = await LinkedGateway.StartAsync(
        more: "time_limit_seconds: 2\nlayers: {basic: basic, catastrophic: catastrophic, relief: relief}", way: "upstream");

    public async Task DisposeAsync() => await Linked.DisposeAsync();
}
