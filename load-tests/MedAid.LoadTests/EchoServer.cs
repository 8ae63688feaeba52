using System.Net;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MedAid.LoadTests;

/// <summary>The transport's limit: a bare gRPC server that takes the same request and gives the same answer, and does nothing.</summary>
internal static class EchoServer
{
    public static async Task RunAsync(int port, string answerFile, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Echo(SettleResponse.Parser.ParseFrom(await File.ReadAllBytesAsync(answerFile, cancellation))));
        await using var app = builder.Build();
        app.MapGrpcService<Echo>();
        await ((IHost)app).RunAsync(cancellation);
    }

    /// <summary>Keeps a real answer for the echo to give.</summary>
    public static void Keep(SettleResponse answer, string file) => File.WriteAllBytes(file, answer.ToByteArray());

    private sealed class Echo(SettleResponse answer) : SettlementService.SettlementServiceBase
    {
        public override Task<SettleResponse> Settle(SettleRequest request, ServerCallContext context) => Task.FromResult(answer);
    }
}
