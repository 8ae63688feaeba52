using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;

namespace MedAid.Gateway.Json;

/// <summary>One unary method behind its HTTP routes: read, call the handler through the interceptors, write.</summary>
internal sealed class JsonCall<TRequest, TResponse>(
    MethodDescriptor method, UnaryServerMethod<TRequest, TResponse> handler, TimeProvider time, ILogger logger)
    where TRequest : class
    where TResponse : class
{
    private readonly string fullName = $"/{method.Service.FullName}/{method.Name}";

    public async Task ServeAsync(HttpContext http, JsonRoute route)
    {
        try
        {
            await CallAsync(http, route);
        }
        catch (RpcException exception)
        {
            await JsonAnswer.WriteErrorAsync(http, exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            Log.CallRefused(logger, fullName, ApiError.NameOf(ErrorReason.CallerGone));
        }
        catch (IOException exception)
        {
            // The server says so of a body that is not framed as HTTP has it.
            var error = exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
                ? ApiError.TooLarge()
                : new(ErrorReason.MalformedBody);
            await JsonAnswer.WriteErrorAsync(http, error.ToException());
        }
        catch (Exception exception)
        {
            var defect = ApiError.Defect(out var traceId);
            Log.CallDefect(logger, exception, fullName, traceId);
            await JsonAnswer.WriteErrorAsync(http, defect.ToException());
        }
    }

    private async Task CallAsync(HttpContext http, JsonRoute route)
    {
        var allowed = CallTime.Of(http.Request.Headers);
        using var timer = new CancellationTokenSource(allowed, time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, timer.Token);
        var deadline = time.GetUtcNow().UtcDateTime + allowed;
        try
        {
            var request = (TRequest)await JsonRequest.ReadAsync(http, route, method.InputType, until.Token);
            var context = new HttpCallContext(http, fullName, deadline, until.Token);

            // A handler that does not heed its token must not hold the caller past the deadline.
            var response = await handler(request, context).WaitAsync(until.Token);
            await JsonAnswer.WriteAsync(http, (IMessage)response, http.RequestAborted);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            throw new ApiError(ErrorReason.DeadlinePassed).ToException();
        }
    }
}
