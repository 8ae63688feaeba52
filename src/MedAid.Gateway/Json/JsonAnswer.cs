using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using Microsoft.Net.Http.Headers;

namespace MedAid.Gateway.Json;

/// <summary>
/// Writes answers as proto3 JSON, zeros included, so that a client need not know defaults. int64 is a string, as the standard has it, unless
/// the caller asks with <c>Accept: application/json;int64=number</c>; every amount of fen is below 2^53 and survives as a number.
/// Errors take the form <c>{"error": {code, status, message, details}}</c>.
/// </summary>
internal static class JsonAnswer
{
    private const int StatusClientClosed = 499;

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default
        .WithFormatDefaultValues(true)
        .WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    private static readonly JsonFormatter DetailFormatter = new(JsonFormatter.Settings.Default
        .WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public static Task WriteAsync(HttpContext http, IMessage message, CancellationToken cancellation)
    {
        var json = Formatter.Format(message);
        http.Response.Headers.Vary = HeaderNames.Accept;
        return WriteAsync(http, 200, WantsNumbers(http.Request) ? Int64Numbers.Rewrite(json, message.Descriptor) : json, cancellation);
    }

    public static Task WriteErrorAsync(HttpContext http, RpcException exception)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        var status = ApiError.DetailsOf(exception) ?? new ApiError(ErrorReasons.ForBareStatus(exception.StatusCode)).ToStatus();
        BadFields.Rename(status, JsonShape.CamelOf);
        var code = HttpCode(status);
        var retry = status.GetDetail<RetryInfo>();
        if (retry is not null)
        {
            http.Response.Headers.RetryAfter = $"{(long)Math.Ceiling(retry.RetryDelay.ToTimeSpan().TotalSeconds)}";
        }

        var details = string.Join(',', status.Details.Select(d => DetailFormatter.Format(d)));
        var message = JsonSerializer.Serialize(status.Message);
        var json = $"{{\"error\":{{\"code\":{code},\"status\":\"{StatusName(status.Code)}\",\"message\":{message},\"details\":[{details}]}}}}";
        return WriteAsync(http, code, json, http.RequestAborted);
    }

    /// <summary>The upper-case name of a status, as google/rpc/code.proto spells it.</summary>
    internal static string StatusName(int code) => CodeReflection.Descriptor.EnumTypes[0].FindValueByNumber(code).Name;

    /// <summary>An answer that is JSON already.</summary>
    public static async Task WriteAsync(HttpContext http, int code, string json, CancellationToken cancellation)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(json, cancellation);
    }

    private static bool WantsNumbers(Microsoft.AspNetCore.Http.HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Any(t => t.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && t.Parameters.Any(p => p.Name.Equals("int64", StringComparison.OrdinalIgnoreCase)
                && p.Value.Equals("number", StringComparison.OrdinalIgnoreCase)));

    private static int HttpCode(Google.Rpc.Status status) => OwnHttpCode(status) ?? (StatusCode)status.Code switch
    {
        StatusCode.Cancelled => StatusClientClosed,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => 400,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };

    /// <summary>Reasons for which HTTP has a better word than for their status.</summary>
    private static int? OwnHttpCode(Google.Rpc.Status status)
    {
        var info = status.GetDetail<ErrorInfo>();
        return info is null ? null
            : info.Reason == ApiError.NameOf(ErrorReason.MessageTooLarge) ? StatusCodes.Status413PayloadTooLarge
            : info.Reason == ApiError.NameOf(ErrorReason.ContentTypeNotJson) ? StatusCodes.Status415UnsupportedMediaType
            : info.Reason == ApiError.NameOf(ErrorReason.HttpMethodNotOffered) ? StatusCodes.Status405MethodNotAllowed
            : info.Reason == ApiError.NameOf(ErrorReason.PrefetchMissing) ? StatusCodes.Status412PreconditionFailed
            : null;
    }
}
