using Grpc.Core;
using Grpc.Core.Interceptors;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Json;

namespace MedAid.Gateway.Calls;

/// <summary>
/// The one place where what a handler throws becomes what the caller sees. A <see cref="ApiError"/> passes as it is; a cancelled call says
/// whether its time was up or its caller gone; anything else is a defect: logged once as Error, answered to the caller without its text.
/// </summary>
internal sealed class CallGuard(ILogger<CallGuard> logger, TimeProvider time) : Interceptor
{
    /// <summary>Set on the request once its message was read, so that the edge can tell a bad message from a bad answer.</summary>
    public static readonly object ReachedKey = new();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        MarkReached(context);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            var translated = Translate(exception, context);
            throw context is HttpCallContext ? translated : ApiError.FitTrailers(translated);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        MarkReached(context);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    private static void MarkReached(ServerCallContext context) => context.GetHttpContext().Items[ReachedKey] = true;

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case RpcException rpc when ApiError.DetailsOf(rpc) is not null || IsStandardService(context):
                Log.CallRefused(logger, context.Method, ApiError.ReasonOf(rpc));
                return rpc;
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                // A timer may run out a little before the clock says so. Whoever is still there has not gone.
                var timeUp = context.Deadline <= time.GetUtcNow().UtcDateTime
                    || !context.GetHttpContext().RequestAborted.IsCancellationRequested;
                var error = new ApiError(timeUp ? ErrorReason.DeadlinePassed : ErrorReason.CallerGone);
                Log.CallRefused(logger, context.Method, ApiError.NameOf(error.Reason));
                return error.ToException();
            case var _ when StoreFailure.Of(exception, context.Method, logger) is { } failure:
                return failure;
            default:
                var defect = ApiError.Defect(out var traceId);
                Log.CallDefect(logger, exception, context.Method, traceId);
                return defect.ToException();
        }
    }

    /// <summary>Health and reflection speak their own protocol of bare statuses.</summary>
    internal static bool IsStandardService(ServerCallContext context) =>
        context.Method.StartsWith("/grpc.", StringComparison.Ordinal);
}
