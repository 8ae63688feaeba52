using Grpc.Core;
using MedAid.Contract.Precheck.V1;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Json;

namespace MedAid.Gateway.Services;

/// <summary>
/// The calls of <see cref="PrecheckGrpcService"/> for the doors that have a form of their own, CDS Hooks and the national interface. They go through
/// the same guards as gRPC and HTTP/JSON, so a request means the same by each.
/// </summary>
internal sealed class PrecheckCalls(CallChain chain, PrecheckGrpcService service)
{
    private readonly string prefix = $"/{PrecheckService.Descriptor.FullName}/";
    private readonly UnaryServerMethod<CheckOrdersRequest, CheckOrdersResponse> check =
        chain.Around<CheckOrdersRequest, CheckOrdersResponse>(service.CheckOrders);

    private readonly UnaryServerMethod<PrepareOrdersRequest, PrepareOrdersResponse> prepare =
        chain.Around<PrepareOrdersRequest, PrepareOrdersResponse>(service.PrepareOrders);

    private readonly UnaryServerMethod<RecordCardFeedbackRequest, RecordCardFeedbackResponse> record =
        chain.Around<RecordCardFeedbackRequest, RecordCardFeedbackResponse>(service.RecordCardFeedback);

    public Task<CheckOrdersResponse> CheckAsync(CheckOrdersRequest request, HttpContext http, CallTimer timer) =>
        check(request, new HttpCallContext(http, $"{prefix}{nameof(service.CheckOrders)}", timer)).WaitAsync(timer.Token);

    public Task<PrepareOrdersResponse> PrepareAsync(PrepareOrdersRequest request, HttpContext http, CallTimer timer) =>
        prepare(request, new HttpCallContext(http, $"{prefix}{nameof(service.PrepareOrders)}", timer)).WaitAsync(timer.Token);

    /// <summary>Records answers to cards; null: the header names who calls.</summary>
    public Task<RecordCardFeedbackResponse> RecordAsync(
        RecordCardFeedbackRequest request, string? operatorName, HttpContext http, CallTimer timer) =>
        record(request, new HttpCallContext(http, $"{prefix}{nameof(service.RecordCardFeedback)}", timer, operatorName)).WaitAsync(timer.Token);
}
