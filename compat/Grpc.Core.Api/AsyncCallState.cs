namespace Grpc.Core;

/// <summary>
/// What the four call types have in common: headers, status, trailers and the end of the call. With a state the
/// delegates can be static, so a call costs no closure.
/// </summary>
internal readonly struct AsyncCallState
{
    private readonly Task<Metadata>? headersTask;
    private readonly Func<object, Task<Metadata>>? headersOf;
    private readonly Delegate statusFunc;
    private readonly Delegate trailersFunc;
    private readonly Delegate disposeAction;
    private readonly object? state;

    public AsyncCallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
    {
        headersTask = headers;
        statusFunc = status;
        trailersFunc = trailers;
        disposeAction = dispose;
    }

    public AsyncCallState(
        Func<object, Task<Metadata>> headers,
        Func<object, Status> status,
        Func<object, Metadata> trailers,
        Action<object> dispose,
        object state)
    {
        headersOf = headers;
        statusFunc = status;
        trailersFunc = trailers;
        disposeAction = dispose;
        this.state = state;
    }

    public Task<Metadata> Headers => headersTask ?? headersOf!(state!);

    public Status Status => statusFunc is Func<Status> plain ? plain() : ((Func<object, Status>)statusFunc)(state!);

    public Metadata Trailers =>
        trailersFunc is Func<Metadata> plain ? plain() : ((Func<object, Metadata>)trailersFunc)(state!);

    public void Dispose()
    {
        if (disposeAction is Action plain)
        {
            plain();
            return;
        }

        ((Action<object>)disposeAction)(state!);
    }
}
