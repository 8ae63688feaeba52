using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using MedAid.Compat.Tests.Wire;
using Xunit;

namespace MedAid.Compat.Tests;

public sealed class InterceptionTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    private const int PatienceMs = 20_000;

    [Fact(Timeout = PatienceMs)]
    public async Task A_server_interceptor_stands_before_the_handler()
    {
        await host.Client.AskAsync(new Question { Text = "noted" });

        Assert.Equal("was here", host.Seen["noted"].InterceptorNote);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task The_first_client_interceptor_named_is_the_outermost()
    {
        var order = new List<string>();
        CallInvoker invoker = host.Channel.Intercept(new Recorder("outer", order), new Recorder("inner", order));

        await new Probe.ProbeClient(invoker).AskAsync(new Question { Text = "order" });

        Assert.Equal(["outer before", "inner before", "inner after", "outer after"], order);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task A_client_interceptor_sees_streams_too()
    {
        var order = new List<string>();
        var client = new Probe.ProbeClient(host.Channel.Intercept(new Recorder("stream", order)));

        using AsyncServerStreamingCall<Answer> call = client.Count(new Question { Number = 2 });

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(["stream Count"], order);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task Headers_can_be_added_to_every_call()
    {
        CallInvoker invoker = host.Channel.Intercept(headers =>
        {
            headers.Add("clerk", "wang");
            return headers;
        });

        await new Probe.ProbeClient(invoker).AskAsync(new Question { Text = "every" });

        Assert.Equal("wang", host.Seen["every"].Clerk);
    }

    [Fact(Timeout = PatienceMs)]
    public async Task Credentials_of_a_call_become_its_headers()
    {
        using GrpcChannel trusting = GrpcChannel.ForAddress(
            host.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        AuthInterceptorContext? asked = null;
        CallCredentials token = CallCredentials.FromInterceptor((context, metadata) =>
        {
            asked = context;
            metadata.Add("authorization", "Bearer abc");
            return Task.CompletedTask;
        });
        CallCredentials clerk = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("clerk", "zhao");
            return Task.CompletedTask;
        });

        await new Probe.ProbeClient(trusting).AskAsync(
            new Question { Text = "trusted" },
            new CallOptions(credentials: CallCredentials.Compose(token, clerk)));

        Assert.Equal("Bearer abc", host.Seen["trusted"].Authorization);
        Assert.Equal("zhao", host.Seen["trusted"].Clerk);
        Assert.Equal("Ask", asked?.MethodName);
    }

    [Fact]
    public void Credentials_of_a_call_are_refused_on_a_channel_in_cleartext()
    {
        CallCredentials token = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

        ChannelCredentials inCleartext = ChannelCredentials.Create(ChannelCredentials.Insecure, token);
        ChannelCredentials inTls = ChannelCredentials.Create(new SslCredentials(), token);

        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            host.Address, new GrpcChannelOptions { Credentials = inCleartext }));
        using GrpcChannel channel = GrpcChannel.ForAddress(
            "https://127.0.0.1:1", new GrpcChannelOptions { Credentials = inTls });
        Assert.Equal("127.0.0.1:1", channel.Target);
    }

    [Fact]
    public void Tls_credentials_need_an_address_in_tls()
    {
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            host.Address, new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
    }

    [Fact]
    public void The_generated_binder_names_all_four_kinds_of_method()
    {
        var binder = new ListingBinder();

        Probe.BindService(binder, null);

        Assert.Equal(
            [
                (MethodType.Unary, "Ask"), (MethodType.ServerStreaming, "Count"),
                (MethodType.ClientStreaming, "Total"), (MethodType.DuplexStreaming, "Mirror"),
            ],
            binder.Methods);
    }

    [Fact]
    public void A_service_definition_gives_its_methods_to_a_binder()
    {
        var binder = new ListingBinder();

        Probe.BindService(new ProbeService(new SeenCalls())).BindService(binder);

        Assert.Equal(["Ask", "Count", "Total", "Mirror"], binder.Methods.Select(method => method.Name));
    }

    [Fact]
    public void A_service_definition_takes_a_method_once()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "s", "m", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        ServerServiceDefinition.Builder builder = ServerServiceDefinition.CreateBuilder()
            .AddMethod(method, (request, _) => Task.FromResult(request));

        Assert.Throws<ArgumentException>(() =>
            builder.AddMethod(method, (request, _) => Task.FromResult(request)));
    }

    private sealed class Recorder(string name, List<string> order) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add($"{name} before");
            AsyncUnaryCall<TResponse> call = continuation(request, context);
            return new AsyncUnaryCall<TResponse>(
                Recorded(call.ResponseAsync),
                call.ResponseHeadersAsync,
                call.GetStatus,
                call.GetTrailers,
                call.Dispose);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add($"{name} {context.Method.Name}");
            return continuation(request, context);
        }

        private async Task<TResponse> Recorded<TResponse>(Task<TResponse> response)
        {
            TResponse answer = await response;
            order.Add($"{name} after");
            return answer;
        }
    }

    private sealed class ListingBinder : ServiceBinderBase
    {
        public List<(MethodType Type, string Name)> Methods { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => List(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            List(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            List(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            List(method);

        private void List(IMethod method) => Methods.Add((method.Type, method.Name));
    }
}
