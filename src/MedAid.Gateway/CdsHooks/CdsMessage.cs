using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Json;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.CdsHooks;

/// <summary>Messages of CDS Hooks 2.0 out of and into JSON. A member that is there twice is refused; one that is not known is ignored.</summary>
internal static class CdsMessage
{
    /// <summary>The key of our extension, wherever CDS Hooks lets one stand: the package of the contract that it speaks of.</summary>
    public const string Extension = "medaid.precheck.v1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = Limits.JsonDepthMax,
        AllowDuplicateProperties = false,
    };

    /// <summary>The message of a body.</summary>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
    {
        RequestBody.RequireJson(request);
        var body = RequestBody.Decode(await RequestBody.ReadAsync(request, Limits.MessageBytesMax, cancellation));
        try
        {
            // First of all whether it is JSON: that is said with line and column.
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Limits.JsonDepthMax });
            return Read<T>(document.RootElement.Clone(), "");
        }
        catch (JsonException exception)
        {
            throw RequestBody.Malformed(body, exception);
        }
    }

    /// <summary>A part of a message, for example a resource; a bad field is named by where it stands.</summary>
    public static T Read<T>(JsonElement json, string at)
    {
        try
        {
            return json.Deserialize<T>(Options) ?? throw Bad(at);
        }
        catch (JsonException exception)
        {
            throw Bad($"{at}{PathOf(exception)}");
        }
        catch (InvalidOperationException)
        {
            throw Bad(at);
        }
    }

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    /// <summary>A resource as it may be changed.</summary>
    public static JsonObject Changeable(JsonElement resource) => JsonObject.Create(resource.Clone())!;

    private static Grpc.Core.RpcException Bad(string at) => ApiError.Invalid(new FieldViolation(
        at, FieldRule.WrongType, "值的类型不对，或写了不止一次，请对照 CDS Hooks 2.0 和 FHIR R4")).ToException();

    /// <summary>Where a value does not fit, without the names that a caller may have made up.</summary>
    private static string PathOf(JsonException exception) =>
        string.Concat((exception.Path ?? "$").Skip(1).Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '[' or ']' or '_')) is var path
            && path.Split('.', '[').All(p => JsonShape.Printable(p.TrimEnd(']')) == p.TrimEnd(']'))
            ? path
            : "";
}
