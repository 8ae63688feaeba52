using System.Net;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using MedAid.Compat.Tests.Wire;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace MedAid.Compat.Tests;

/// <summary>The real server on a free loopback port, in cleartext HTTP/2, and a real channel to it.</summary>
public sealed class ProbeHost : IAsyncLifetime
{
    private readonly WebApplication app;
    private GrpcChannel? channel;

    public ProbeHost()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<SeenCalls>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<NoteInterceptor>();
            options.ResponseCompressionAlgorithm = "gzip";
        });
        app = builder.Build();
        app.MapGrpcService<ProbeService>();
    }

    public GrpcChannel Channel => channel ?? throw new InvalidOperationException("The host has not started.");

    public Probe.ProbeClient Client => new(Channel);

    public SeenCalls Seen => app.Services.GetRequiredService<SeenCalls>();

    public string Address => app.Urls.Single();

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        channel = GrpcChannel.ForAddress(Address);
    }

    public async Task DisposeAsync()
    {
        channel?.Dispose();
        await app.DisposeAsync();
    }
}

/// <summary>Leaves a note that the handler can read, and turns one kind of exception into a status.</summary>
public sealed class NoteInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.UserState["interceptor"] = "was here";
        try
        {
            return await continuation(request, context);
        }
        catch (NotSupportedException e)
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, e.Message));
        }
    }
}
