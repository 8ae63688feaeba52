using Grpc.Core;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Services;

namespace MedAid.Gateway.Json;

/// <summary>What a handler and the interceptors see of a call that came as HTTP/JSON: the same as of one that came by gRPC.</summary>
/// <param name="http">The request.</param>
/// <param name="method">The method that is called.</param>
/// <param name="timer">Its time.</param>
/// <param name="operatorName">Who calls, where the message says so; null: the header <c>medaid-operator</c> does.</param>
internal sealed class HttpCallContext(HttpContext http, string method, CallTimer timer, string? operatorName = null) : ServerCallContext
{
    /// <summary>Where GetHttpContext() of the gRPC server looks when the context is not its own.</summary>
    private const string HttpContextKey = "__HttpContext";

    private readonly Metadata requestHeaders = HeadersOf(http.Request.Headers, operatorName);
    private readonly Dictionary<object, object> userState = new() { [HttpContextKey] = http };

    protected override string MethodCore => method;

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore => $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}";

    protected override DateTime DeadlineCore => timer.Deadline;

    protected override Metadata RequestHeadersCore => requestHeaders;

    protected override CancellationToken CancellationTokenCore => timer.Token;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Grpc.Core.Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override IDictionary<object, object> UserStateCore => userState;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Calls are not propagated.");

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        foreach (var entry in responseHeaders.Where(e => !e.IsBinary))
        {
            http.Response.Headers[entry.Key] = entry.Value;
        }

        return Task.CompletedTask;
    }

    private static Metadata HeadersOf(IHeaderDictionary headers, string? operatorName)
    {
        var metadata = new Metadata();
        if (operatorName is not null)
        {
            metadata.Add(Callers.OperatorKey, Uri.EscapeDataString(operatorName));
        }

        foreach (var (name, values) in headers.Where(h => CallHeaders.IsText(h.Key)))
        {
            foreach (var value in values)
            {
                metadata.Add(name.ToLowerInvariant(), value ?? "");
            }
        }

        return metadata;
    }
}
