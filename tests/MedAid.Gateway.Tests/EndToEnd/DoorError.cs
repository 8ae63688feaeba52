using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>An error as a door told it, the same form for both, so that they can be compared whole.</summary>
internal sealed partial record DoorError(StatusCode Status, int HttpCode, Google.Rpc.Status Details)
{
    private static readonly JsonParser Parser = new(
        JsonParser.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public ErrorInfo Info => Only<ErrorInfo>();

    public string Reason => Info.Reason;

    public string Outcome => Info.Metadata["outcome"];

    public LocalizedMessage Chinese => Only<LocalizedMessage>();

    /// <summary>Bad fields with their rules: <c>visit.items[0].quantity OUT_OF_RANGE</c>.</summary>
    public IReadOnlyList<string> Fields =>
        [.. Only<BadRequest>().FieldViolations.Select(v => $"{v.Field} {v.Description.Split(':')[0]}")];

    public static async Task<DoorError> ByGrpcAsync<T>(AsyncUnaryCall<T> call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync.WaitAsync(GatewayProcess.Patience));
        var bytes = thrown.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.True(bytes is not null, $"{thrown.Status} came without details");
        var details = Google.Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal((int)thrown.StatusCode, details.Code);
        return new(thrown.StatusCode, 0, details);
    }

    public static async Task<DoorError> ByHttpAsync(Task<HttpAnswer> asked)
    {
        var answer = await asked;
        Assert.False(answer.Code < 400, answer.Text);
        var error = answer.Body.GetProperty("error");
        Assert.Equal(answer.Code, error.GetProperty("code").GetInt32());
        var code = CodeReflection.Descriptor.EnumTypes[0].FindValueByName(error.GetProperty("status").GetString()!)!.Number;
        var details = new Google.Rpc.Status { Code = code, Message = error.GetProperty("message").GetString()! };
        details.Details.AddRange(error.GetProperty("details").EnumerateArray().Select(d => Parser.Parse<Any>(Snake(d).GetRawText())));
        return new((StatusCode)code, answer.Code, details);
    }

    /// <summary>The same in every word, however it was told.</summary>
    public void AssertSame(DoorError other) => Assert.Equal(Details, other.Details);

    /// <summary>The same detail with the names of bad fields as gRPC spells them; this door spells them in lowerCamel.</summary>
    private static JsonElement Snake(JsonElement detail)
    {
        var node = JsonObject.Create(detail)!;
        foreach (var violation in node["fieldViolations"]?.AsArray() ?? [])
        {
            var field = violation!["field"]?.GetValue<string>() ?? "";
            Assert.DoesNotContain('_', field);
            violation["field"] = Capital().Replace(field, m => $"_{m.Value.ToLowerInvariant()}");
        }

        return JsonSerializer.SerializeToElement(node);
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    private T Only<T>()
        where T : class, IMessage<T>, new() =>
        Assert.Single(Details.Details, d => d.TypeUrl.EndsWith($"/{new T().Descriptor.FullName}", StringComparison.Ordinal)).Unpack<T>();
}

/// <summary>An answer of the HTTP/JSON door.</summary>
internal sealed record HttpAnswer(int Code, string Text)
{
    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public T Read<T>()
        where T : IMessage, new()
    {
        Assert.True(Code == 200, $"{Code}: {Text}");
        return JsonParser.Default.Parse<T>(Text);
    }
}

/// <summary>Calls by the HTTP/JSON door.</summary>
internal static class HttpDoor
{
    public static async Task<HttpAnswer> PostAsync(
        this GatewayProcess gateway, string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        return await SendAsync(gateway, request, headers);
    }

    public static Task<HttpAnswer> PostAsync(
        this GatewayProcess gateway, string path, IMessage message, params (string Name, string Value)[] headers) =>
        gateway.PostAsync(path, Requests.Json(message), headers);

    public static async Task<HttpAnswer> GetAsync(
        this GatewayProcess gateway, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(gateway, request, headers);
    }

    private static async Task<HttpAnswer> SendAsync(
        GatewayProcess gateway, HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Http.SendAsync(request);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
