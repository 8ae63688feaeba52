using System.Runtime.CompilerServices;

namespace Grpc.Core;

public sealed class AsyncUnaryCall<TResponse> : IDisposable
{
    private readonly AsyncCallState callState;

    public AsyncUnaryCall(
        Task<TResponse> responseAsync,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        callState = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
        ResponseAsync = responseAsync;
    }

    public AsyncUnaryCall(
        Task<TResponse> responseAsync,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        callState = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
        ResponseAsync = responseAsync;
    }

    public Task<TResponse> ResponseAsync { get; }

    public Task<Metadata> ResponseHeadersAsync => callState.Headers;

    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) =>
        ResponseAsync.ConfigureAwait(continueOnCapturedContext);

    public Status GetStatus() => callState.Status;

    public Metadata GetTrailers() => callState.Trailers;

    public void Dispose() => callState.Dispose();
}
