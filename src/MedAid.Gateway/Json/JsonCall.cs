using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
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
            await CallTimer.WithinAsync(http, time, timer => CallAsync(http, route, timer));
        }
        catch (Exception exception)
        {
            if (HttpFailure.Of(exception, http, fullName, logger) is { } error)
            {
                await JsonAnswer.WriteErrorAsync(http, error);
            }
        }
    }

    private async Task CallAsync(HttpContext http, JsonRoute route, CallTimer timer)
    {
        var request = (TRequest)await JsonRequest.ReadAsync(http, route, method.InputType, timer.Token);
        var context = new HttpCallContext(http, fullName, timer);

        // A handler that does not heed its token must not hold the caller past the deadline.
        var response = await handler(request, context).WaitAsync(timer.Token);
        await JsonAnswer.WriteAsync(http, (IMessage)response, http.RequestAborted);
    }
}
