using System.Collections.Concurrent;
using System.Text;
using Grpc.Core;
using MedAid.Compat.Tests.Wire;

namespace MedAid.Compat.Tests;

/// <summary>Does what the text of the question says, and remembers what the calls brought with them.</summary>
public sealed class ProbeService(SeenCalls seen) : Probe.ProbeBase
{
    public override async Task<Answer> Ask(Question request, ServerCallContext context)
    {
        seen.Remember(request.Text, context);
        switch (request.Text)
        {
            case "refuse":
                throw new RpcException(
                    new Status(StatusCode.FailedPrecondition, "cap used up: 起付线"),
                    new Metadata { { "reason", "cap" }, { "reason-bin", new byte[] { 0, 255, 7 } } });
            case "break":
                throw new InvalidOperationException("not for the caller's eyes");
            case "status":
                context.Status = new Status(StatusCode.NotFound, "no such person");
                return new Answer();
            case "headers":
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" } });
                context.ResponseTrailers.Add("late", "too");
                break;
            case "wait" or "wait for cancel":
                await seen.UntilCancelled(request.Text, context.CancellationToken);
                break;
        }

        return new Answer { Text = $"heard {request.Text}", Number = request.Number + 1 };
    }

    public override async Task Count(
        Question request, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        for (int i = 1; i <= request.Number; i++)
        {
            await responseStream.WriteAsync(new Answer { Number = i }, context.CancellationToken);
        }

        if (request.Text == "refuse")
        {
            throw new RpcException(new Status(StatusCode.DataLoss, "the rest is lost"));
        }
    }

    public override async Task<Answer> Total(IAsyncStreamReader<Question> requestStream, ServerCallContext context)
    {
        int total = 0;
        while (await requestStream.MoveNext())
        {
            total += requestStream.Current.Number;
        }

        return new Answer { Number = total };
    }

    public override async Task Mirror(
        IAsyncStreamReader<Question> requestStream,
        IServerStreamWriter<Answer> responseStream,
        ServerCallContext context)
    {
        await foreach (Question question in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new Answer { Text = question.Text, Number = -question.Number });
        }
    }
}

/// <summary>What the server saw of a call, by the text of its question.</summary>
public sealed class SeenCalls
{
    private readonly ConcurrentDictionary<string, ServerSight> sights = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> entered = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> cancelled = new();

    public ServerSight this[string text] => sights[text];

    public Task Entered(string text) => Signal(entered, text).Task;

    public Task Cancelled(string text) => Signal(cancelled, text).Task;

    public void Remember(string text, ServerCallContext context) => sights[text] = new(
        context.Method,
        context.Host,
        context.Peer,
        context.Deadline,
        context.RequestHeaders.GetValue("clerk"),
        context.RequestHeaders.GetValueBytes("stamp-bin") is { } stamp ? Encoding.UTF8.GetString(stamp) : null,
        context.RequestHeaders.GetValue("authorization"),
        context.GetHttpContext().Request.Headers["grpc-encoding"],
        context.AuthContext.IsPeerAuthenticated,
        context.UserState.TryGetValue("interceptor", out object? note) ? (string)note : null);

    public async Task UntilCancelled(string text, CancellationToken cancellation)
    {
        Signal(entered, text).TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            Signal(cancelled, text).TrySetResult();
        }
    }

    private static TaskCompletionSource Signal(
        ConcurrentDictionary<string, TaskCompletionSource> signals, string text) =>
        signals.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

public sealed record ServerSight(
    string Method,
    string Host,
    string Peer,
    DateTime Deadline,
    string? Clerk,
    string? Stamp,
    string? Authorization,
    string? Encoding,
    bool IsPeerAuthenticated,
    string? InterceptorNote);
