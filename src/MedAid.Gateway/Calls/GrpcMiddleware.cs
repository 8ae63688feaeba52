using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>
/// Stands around the gRPC server for what no interceptor sees: it caps the deadline and cleans the headers before the server reads them, and
/// gives the standard details to refusals made before a handler runs (a message too large or unreadable, an unknown method, time up).
/// </summary>
internal sealed class GrpcMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime, ILogger<GrpcMiddleware> logger)
{
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";

    /// <summary>Whether a request speaks gRPC.</summary>
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Puts a status with its details among the headers, where a call without a body has them.</summary>
    public static void SetStatus(IHeaderDictionary headers, Google.Rpc.Status status)
    {
        headers[StatusHeader] = $"{status.Code}";
        headers[MessageHeader] = Uri.EscapeDataString(status.Message);
        headers[ApiError.DetailsKey] = Convert.ToBase64String(status.ToByteArray());
    }

    public async Task InvokeAsync(HttpContext http)
    {
        if (IsGrpc(http.Request))
        {
            CallHeaders.Clean(http.Request.Headers);
            if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type == MethodType.Unary)
            {
                CallTime.Cap(http.Request.Headers);
            }

            http.Response.OnStarting(AddDetails, http);
        }

        // The reflection package waits for its caller to hang up; a stop must not.
        var isReflection = http.Request.Path.Value?.StartsWith("/grpc.reflection.", StringComparison.Ordinal) == true;
        await using var stopping = isReflection ? lifetime.ApplicationStopping.Register(http.Abort) : default;
        await next(http);
    }

    /// <summary>A refused call has no body, so its status stands among the headers, and this is the last moment to add to it.</summary>
    private Task AddDetails(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        if (!int.TryParse(headers[StatusHeader], out var number) || number == 0 || headers.ContainsKey(ApiError.DetailsKey)
            || http.Request.Path.StartsWithSegments("/grpc.health.v1.Health", StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        var status = ErrorOf((StatusCode)number, http).ToStatus();
        Log.CallRefusedAtTheEdge(logger, MethodOf(http), $"{(StatusCode)status.Code}");
        SetStatus(headers, status);
        return Task.CompletedTask;
    }

    /// <summary>Only a name of ours goes to the log; a path that leads nowhere is the caller's text and may hold anything.</summary>
    private static string MethodOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName ?? "an unknown method";

    private static ApiError ErrorOf(StatusCode status, HttpContext http)
    {
        var reached = http.Items.ContainsKey(CallGuard.ReachedKey);
        return status switch
        {
            // The server calls whatever fails inside it UNKNOWN. Before the handler, that is a message it could not read.
            StatusCode.Unknown or StatusCode.Internal when !reached => new(ErrorReason.MalformedBody),
            StatusCode.Unknown or StatusCode.Internal => ApiError.Defect(out _),
            StatusCode.ResourceExhausted => ApiError.TooLarge(),
            _ => new(ErrorReasons.ForBareStatus(status)),
        };
    }
}
