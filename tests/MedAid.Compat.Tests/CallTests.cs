using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using MedAid.Compat.Tests.Wire;
using Xunit;

namespace MedAid.Compat.Tests;

/// <summary>What a user of gRPC sees, over a real connection: the DLLs that fit must also behave.</summary>
public sealed class CallTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    private const int PatienceMs = 20_000;

    [Fact(Timeout = PatienceMs)]
    public async Task A_unary_call_is_answered()
    {
        Answer answer = await host.Client.AskAsync(new Question { Text = "起付线", Number = 41 });

        Assert.Equal(new Answer { Text = "heard 起付线", Number = 42 }, answer);
        Assert.Equal("/medaid.compat.tests.Probe/Ask", host.Seen["起付线"].Method);
        Assert.Contains("127.0.0.1", host.Seen["起付线"].Peer, StringComparison.Ordinal);
        Assert.False(host.Seen["起付线"].IsPeerAuthenticated);
        Assert.Equal(DateTime.MaxValue, host.Seen["起付线"].Deadline);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_blocking_call_is_answered()
    {
        Answer answer = await Task.Run(() => host.Client.Ask(new Question { Text = "block", Number = 1 }));

        Assert.Equal(2, answer.Number);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_server_stream_arrives_whole_and_in_order()
    {
        using AsyncServerStreamingCall<Answer> call = host.Client.Count(new Question { Number = 500 });

        List<int> numbers = await Numbers(call.ResponseStream.ReadAllAsync());

        Assert.Equal(Enumerable.Range(1, 500), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_server_stream_that_fails_gives_what_came_before()
    {
        using AsyncServerStreamingCall<Answer> call = host.Client.Count(new Question { Text = "refuse", Number = 3 });
        var numbers = new List<int>();

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (Answer answer in call.ResponseStream.ReadAllAsync())
            {
                numbers.Add(answer.Number);
            }
        });

        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal((StatusCode.DataLoss, "the rest is lost"), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_client_stream_is_summed()
    {
        using AsyncClientStreamingCall<Question, Answer> call = host.Client.Total();
        foreach (int number in Enumerable.Range(1, 100))
        {
            await call.RequestStream.WriteAsync(new Question { Number = number });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(5050, (await call).Number);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_duplex_call_answers_each_question_before_the_next()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = host.Client.Mirror();
        foreach (int number in Enumerable.Range(1, 20))
        {
            await call.RequestStream.WriteAsync(new Question { Number = number });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(-number, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_refusal_keeps_its_code_its_detail_and_its_trailers()
    {
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.AskAsync(new Question { Text = "refuse" }));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal("cap used up: 起付线", refused.Status.Detail);
        Assert.Equal("cap", refused.Trailers.GetValue("Reason"));
        Assert.Equal([0, 255, 7], refused.Trailers.GetValueBytes("reason-bin"));
        Assert.Contains("FailedPrecondition", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_broken_handler_tells_nothing_of_itself()
    {
        RpcException broken = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.AskAsync(new Question { Text = "break" }));

        Assert.Equal(StatusCode.Unknown, broken.StatusCode);
        Assert.DoesNotContain("eyes", broken.Status.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_status_set_by_the_handler_is_what_the_caller_gets()
    {
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.AskAsync(new Question { Text = "status" }));

        Assert.Equal((StatusCode.NotFound, "no such person"), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        DateTime start = TimeProvider.System.GetUtcNow().UtcDateTime;

        RpcException late = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.AskAsync(new Question { Text = "wait" }, deadline: start.AddMilliseconds(400)));

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        await host.Seen.Cancelled("wait");
        Assert.InRange(host.Seen["wait"].Deadline, start, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_caller_who_gives_up_is_noticed_by_the_server()
    {
        using var patience = new CancellationTokenSource();
        using AsyncUnaryCall<Answer> call = host.Client.AskAsync(
            new Question { Text = "wait for cancel" }, cancellationToken: patience.Token);
        await host.Seen.Entered("wait for cancel");

        await patience.CancelAsync();

        RpcException ended = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, ended.StatusCode);
        await host.Seen.Cancelled("wait for cancel");
    }

    [Fact(Timeout = PatienceMs)]
    public async Task Headers_and_trailers_travel_both_ways()
    {
        var headers = new Metadata { { "Clerk", "li" }, { "stamp-bin", Encoding.UTF8.GetBytes("章") } };
        using AsyncUnaryCall<Answer> call = host.Client.AskAsync(new Question { Text = "headers" }, headers);
        await call;

        Assert.Equal(("li", "章"), (host.Seen["headers"].Clerk, host.Seen["headers"].Stamp));
        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("early"));
        Assert.Equal("too", call.GetTrailers().GetValue("late"));
        Assert.Null(call.GetTrailers().Get("early"));
    }

    [Theory(Timeout = PatienceMs)]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_question_is_understood(string encoding)
    {
        string text = encoding + new string('x', 10_000);
        var headers = new Metadata { { "grpc-internal-encoding-request", encoding } };

        Answer answer = await host.Client.AskAsync(new Question { Text = text }, headers);

        Assert.Equal("heard " + text, answer.Text);
        Assert.Equal(encoding, host.Seen[text].Encoding);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task An_unknown_method_is_unimplemented()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "medaid.compat.tests.Probe", "Missing",
            Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using AsyncUnaryCall<string> call = host.Channel.CreateCallInvoker()
            .AsyncUnaryCall(method, null, default, "anyone?");

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        using GrpcChannel nowhere = GrpcChannel.ForAddress("http://127.0.0.1:1");

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Probe.ProbeClient(nowhere).AskAsync(new Question()));

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.NotNull(refused.InnerException);
    }

    private static async Task<List<int>> Numbers(IAsyncEnumerable<Answer> answers)
    {
        var numbers = new List<int>();
        await foreach (Answer answer in answers)
        {
            numbers.Add(answer.Number);
        }

        return numbers;
    }
}
