using Grpc.Core;
using Grpc.Core.Interceptors;

namespace MedAid.Gateway.Calls;

/// <summary>
/// All registered interceptors, the first outermost, as one. gRPC and HTTP/JSON call through the same chain, so a call means the same by either.
/// </summary>
internal sealed class CallChain(IEnumerable<Interceptor> interceptors) : Interceptor
{
    private readonly Interceptor[] inwards = [.. interceptors.Reverse()];

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        Around(continuation)(request, context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        foreach (var interceptor in inwards)
        {
            var inner = continuation;
            continuation = (message, stream, call) => interceptor.ServerStreamingServerHandler(message, stream, call, inner);
        }

        return continuation(request, responseStream, context);
    }

    /// <summary>The handler inside all interceptors; HTTP/JSON builds this once per method.</summary>
    public UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var interceptor in inwards)
        {
            var inner = handler;
            handler = (request, context) => interceptor.UnaryServerHandler(request, context, inner);
        }

        return handler;
    }
}
