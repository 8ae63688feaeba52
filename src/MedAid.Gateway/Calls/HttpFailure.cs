using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>What a call by HTTP failed with, whatever form its answer has.</summary>
internal static class HttpFailure
{
    /// <summary>The error as the caller gets it; null if the caller has gone.</summary>
    public static RpcException? Of(Exception exception, HttpContext http, string method, ILogger logger)
    {
        switch (exception)
        {
            case RpcException rpc:
                return rpc;
            case OperationCanceledException or IOException when http.RequestAborted.IsCancellationRequested:
                Log.CallRefused(logger, method, ApiError.NameOf(ErrorReason.CallerGone));
                return null;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiError.TooLarge().ToException();
            case IOException:
                // The server says so of a body that is not framed as HTTP has it.
                return new ApiError(ErrorReason.MalformedBody).ToException();
            case var _ when StoreFailure.Of(exception, method, logger) is { } failure:
                return failure;
            default:
                var defect = ApiError.Defect(out var traceId);
                Log.CallDefect(logger, exception, method, traceId);
                return defect.ToException();
        }
    }
}
