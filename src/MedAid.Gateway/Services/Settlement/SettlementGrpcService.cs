using Grpc.Core;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Services;

/// <summary>The settlement calls: map in, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class SettlementGrpcService(
    QuoteVisit quoteVisit, SettleClaim settleClaim, ReverseClaim reverseClaim, RefundItems refundItems, ReadSettlements readSettlements)
    : SettlementService.SettlementServiceBase
{
    public override async Task<QuoteResponse> Quote(QuoteRequest request, ServerCallContext context)
    {
        var answer = await quoteVisit.QuoteAsync(
            SettlementIn.Draft(request.Visit), request.Compare, request.SessionsPerMonth, context.CancellationToken);
        return SettlementOut.Quote(SettlementErrors.ValueOf(answer));
    }

    public override async Task<SettleResponse> Settle(SettleRequest request, ServerCallContext context)
    {
        var answer = await settleClaim.SettleAsync(
            request.RequestId, SettlementIn.Draft(request.Visit), request.ValidateOnly, context.CancellationToken);
        var settled = SettlementErrors.ValueOf(answer);
        return new SettleResponse { Settlement = SettlementOut.Settlement(settled), Replayed = settled.Replayed };
    }

    public override async Task<ReverseResponse> Reverse(ReverseRequest request, ServerCallContext context)
    {
        var answer = await reverseClaim.ReverseAsync(
            request.RequestId, new HospitalCode(request.HospitalCode), new SettlementId(request.SettlementId), request.Reason, request.ValidateOnly,
            context.CancellationToken);
        var settled = SettlementErrors.ValueOf(answer);
        return new ReverseResponse { Settlement = SettlementOut.Settlement(settled), Replayed = settled.Replayed };
    }

    public override async Task<RefundItemsResponse> RefundItems(RefundItemsRequest request, ServerCallContext context)
    {
        var answer = await refundItems.RefundAsync(
            request.RequestId, new HospitalCode(request.HospitalCode), new SettlementId(request.SettlementId),
            [.. request.Items.Select(i => new Settlement.Claims.ReturnedItem(i.ItemNumber, i.Quantity))], request.Reason, request.ValidateOnly,
            context.CancellationToken);
        return SettlementOut.Refund(SettlementErrors.ValueOf(answer));
    }

    public override async Task<SettlementV1.Settlement> GetSettlement(GetSettlementRequest request, ServerCallContext context)
    {
        var answer = request.KeyCase switch
        {
            GetSettlementRequest.KeyOneofCase.SettlementId =>
                await readSettlements.ByIdAsync(new SettlementId(request.SettlementId), context.CancellationToken),
            GetSettlementRequest.KeyOneofCase.RequestId =>
                await readSettlements.ByRequestAsync(request.RequestId, context.CancellationToken),
            _ => Answer<Settled>.Invalid([new FieldViolation("settlement_id", FieldRule.Required, "请写明结算 ID 或请求号")]),
        };
        return SettlementOut.Settlement(SettlementErrors.ValueOf(answer));
    }

    public override async Task<ListSettlementsResponse> ListSettlements(ListSettlementsRequest request, ServerCallContext context)
    {
        var answer = await readSettlements.ListAsync(SettlementIn.List(request), context.CancellationToken);
        return SettlementOut.Page(SettlementErrors.ValueOf(answer));
    }
}
