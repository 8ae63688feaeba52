using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.Wire;

/// <summary>A handler that does what a test says; what is not said fails the call.</summary>
internal sealed class ScriptedSettlement : SettlementService.SettlementServiceBase
{
    public Func<QuoteRequest, ServerCallContext, Task<QuoteResponse>>? OnQuote { get; init; }

    public Func<SettleRequest, ServerCallContext, Task<SettleResponse>>? OnSettle { get; init; }

    public Func<ReverseRequest, ServerCallContext, Task<ReverseResponse>>? OnReverse { get; init; }

    public Func<GetSettlementRequest, ServerCallContext, Task<SettlementV1.Settlement>>? OnGet { get; init; }

    public Func<ListSettlementsRequest, ServerCallContext, Task<ListSettlementsResponse>>? OnList { get; init; }

    public override Task<QuoteResponse> Quote(QuoteRequest request, ServerCallContext context) => OnQuote!(request, context);

    public override Task<SettleResponse> Settle(SettleRequest request, ServerCallContext context) => OnSettle!(request, context);

    public override Task<ReverseResponse> Reverse(ReverseRequest request, ServerCallContext context) => OnReverse!(request, context);

    public override Task<SettlementV1.Settlement> GetSettlement(GetSettlementRequest request, ServerCallContext context) =>
        OnGet!(request, context);

    public override Task<ListSettlementsResponse> ListSettlements(ListSettlementsRequest request, ServerCallContext context) =>
        OnList!(request, context);
}
