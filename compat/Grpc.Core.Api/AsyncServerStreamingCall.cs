namespace Grpc.Core;

public sealed class AsyncServerStreamingCall<TResponse> : IDisposable
{
    private readonly AsyncCallState callState;

    public AsyncServerStreamingCall(
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        callState = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
        ResponseStream = responseStream;
    }

    public AsyncServerStreamingCall(
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        callState = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
        ResponseStream = responseStream;
    }

    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    public Task<Metadata> ResponseHeadersAsync => callState.Headers;

    public Status GetStatus() => callState.Status;

    public Metadata GetTrailers() => callState.Trailers;

    public void Dispose() => callState.Dispose();
}
