using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using MedAid.Contract.Settlement.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MedAid.Gateway.Tests.Wire;

/// <summary>Both doors on real loopback ports around a scripted handler. Disposing it fails if the server logged an Error not declared.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = Waiting.Longest;

    private readonly WebApplication app;
    private readonly LogBook logs;
    private bool stopped;

    private WireServer(WebApplication app, LogBook logs)
    {
        this.app = app;
        this.logs = logs;
        var addresses = app.Urls.ToArray();
        Http = new() { BaseAddress = new(addresses[0]), Timeout = Patience };
        Channel = GrpcChannel.ForAddress(addresses[1], new() { MaxSendMessageSize = null });
        RawHttp2 = new()
        {
            BaseAddress = new(addresses[1]),
            Timeout = Patience,
        };
    }

    public HttpClient Http { get; }

    public HttpClient RawHttp2 { get; }

    public GrpcChannel Channel { get; }

    public SettlementService.SettlementServiceClient Settlements => new(Channel);

    public IEnumerable<string> Errors => logs.Lines.Where(l => l.Level >= LogLevel.Error).Select(l => l.Text);

    public IEnumerable<string> AllLogs => logs.Lines.Select(l => l.Text);

    public int ErrorsDeclared { get; set; }

    public static async Task<WireServer> StartAsync(ScriptedSettlement? script = null, Action<IServiceCollection>? register = null)
    {
        var logs = new LogBook();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddMedAidWire();
        builder.Services.AddSingleton(script ?? new());

        // Nothing may hold up a stop: here it would hold it for ever, and the test would fail.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        register?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseMedAidWire();
        app.MapMedAidService<ScriptedSettlement>(SettlementService.Descriptor, SettlementService.BindService);
        app.MapMedAidStandards();
        await app.StartAsync().WaitAsync(Patience);
        return new(app, logs);
    }

    public async Task<(int Code, JsonElement Body, string Text)> PostAsync(string path, string json, string? accept = null)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await SendAsync(HttpMethod.Post, path, content, accept);
    }

    public async Task<(int Code, JsonElement Body, string Text)> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? accept = null, string? timeout = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (timeout is not null)
        {
            request.Headers.Add("grpc-timeout", timeout);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(new MediaTypeHeaderValue("application/json", "utf-8"), response.Content.Headers.ContentType);
        return ((int)response.StatusCode, JsonDocument.Parse(text).RootElement, text);
    }

    /// <summary>One gRPC call made of raw bytes; the answer's status headers as they stand.</summary>
    public async Task<HttpResponseMessage> RawCallAsync(string path, byte[] message, string? timeout = null)
    {
        byte[] frame = [0, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length,
            .. message];
        using var request = RawRequest(path, frame);
        if (timeout is not null)
        {
            request.Headers.Add("grpc-timeout", timeout);
        }

        return await RawHttp2.SendAsync(request);
    }

    /// <summary>A client's default version does not reach a request made by hand, so each one names HTTP/2 itself.</summary>
    public static HttpRequestMessage RawRequest(string path, byte[] frame)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        return request;
    }

    public async Task StopAsync()
    {
        stopped = true;
        await app.StopAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped)
        {
            await StopAsync();
        }

        Channel.Dispose();
        Http.Dispose();
        RawHttp2.Dispose();
        await app.DisposeAsync();
        Assert.Equal(ErrorsDeclared, Errors.Count());
    }

    private sealed class LogBook : ILoggerProvider
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Page(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Page(LogBook book, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                book.Lines.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception}"));
        }
    }
}
