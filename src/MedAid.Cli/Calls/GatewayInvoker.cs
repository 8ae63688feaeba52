using System.Collections;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Bureau.V1;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.People.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Reports.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Json;

namespace MedAid.Cli;

/// <summary>
/// Carries the calls of the generated clients by HTTP/JSON at the address that the user gives. Method and path are those of the
/// contract's <c>google.api.http</c> annotations; a refusal comes as an <see cref="RpcException"/> with its details, as by gRPC.
/// </summary>
internal sealed class GatewayInvoker(HttpClient http, CancellationToken cancellation) : CallInvoker
{
    private static readonly FileDescriptor[] Contract =
    [
        SettlementReflection.Descriptor, WaiverReflection.Descriptor, CapitationReflection.Descriptor, ClearingReflection.Descriptor,
        CorrectionReflection.Descriptor, JournalReflection.Descriptor, PatientAccountReflection.Descriptor, SheetsReflection.Descriptor,
        StatementReflection.Descriptor, PeopleReflection.Descriptor, QualificationReflection.Descriptor, EntitlementGapReflection.Descriptor,
        ApplicationReflection.Descriptor, PremiumReflection.Descriptor, PrecheckReflection.Descriptor, ReviewReflection.Descriptor,
        ReportReflection.Descriptor, BureauReflection.Descriptor,
    ];

    // A newer gateway may say more than this program knows.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default
        .WithIgnoreUnknownFields(true)
        .WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(
            SendAsync<TResponse>(MethodOf(method), (IMessage)request), Task.FromResult(Metadata.Empty),
            () => Grpc.Core.Status.DefaultSuccess, () => Metadata.Empty, () => { });

    /// <summary>Posts a body that is JSON already, so that the gateway names all that is wrong with a user's file.</summary>
    public Task<TResponse> PostAsync<TResponse>(MethodDescriptor method, string json) =>
        SendAsync<TResponse>(method, Message(HttpMethod.Post, JsonRoute.Of(method)[0].Template, json));

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var descriptor = MethodOf(method);
        using var message = MessageOf(descriptor, (IMessage)request);
        using var response = http.Send(message, cancellation);
        using var body = new StreamReader(response.Content.ReadAsStream(cancellation));
        return AnswerOf<TResponse>(descriptor, response, body.ReadToEnd());
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    private static MethodDescriptor MethodOf<TRequest, TResponse>(Method<TRequest, TResponse> method) =>
        Contract.SelectMany(f => f.Services).Single(s => s.FullName == method.ServiceName).FindMethodByName(method.Name);

    private Task<TResponse> SendAsync<TResponse>(MethodDescriptor method, IMessage request) =>
        SendAsync<TResponse>(method, MessageOf(method, request));

    private static HttpRequestMessage MessageOf(MethodDescriptor method, IMessage request)
    {
        // The first route whose path this request fills: a settlement is found by its own id or by the request's.
        var route = JsonRoute.Of(method).First(r => r.PathFields.All(f => TextOf(request, f).Length > 0));
        var path = route.PathFields.Aggregate(
            route.Template, (path, f) => path.Replace($"{{{f.Name}}}", Uri.EscapeDataString(TextOf(request, f)), StringComparison.Ordinal));
        return route.HasBody
            ? Message(HttpMethod.Post, path, JsonFormatter.Default.Format(request))
            : Message(HttpMethod.Get, $"{path}?{Query(request, route)}", null);
    }

    private async Task<TResponse> SendAsync<TResponse>(MethodDescriptor method, HttpRequestMessage message)
    {
        using var response = await http.SendAsync(message, cancellation);
        return AnswerOf<TResponse>(method, response, await response.Content.ReadAsStringAsync(cancellation));
    }

    private static TResponse AnswerOf<TResponse>(MethodDescriptor method, HttpResponseMessage response, string text) =>
        response.IsSuccessStatusCode ? (TResponse)Parser.Parse(text, method.OutputType) : throw ErrorOf(text);

    private static HttpRequestMessage Message(HttpMethod verb, string path, string? json) => new(verb, path)
    {
        Content = json is null ? null : new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
    };

    private static string Query(IMessage request, JsonRoute route) => string.Join('&',
        from field in request.Descriptor.Fields.InDeclarationOrder()
        where !route.PathFields.Contains(field) && TextOf(request, field).Length > 0
        select $"{field.Name}={Uri.EscapeDataString(TextOf(request, field))}");

    /// <summary>A field as the query spells it; empty if it has its default.</summary>
    private static string TextOf(IMessage request, FieldDescriptor field) => field.Accessor.GetValue(request) switch
    {
        null or "" or false or 0 or 0L or ICollection { Count: 0 } => "",
        ICollection => throw new NotSupportedException($"{field.FullName}: a query holds no lists."),
        true => "true",
        Enum word => (int)(object)word == 0 ? "" : field.EnumType.FindValueByNumber((int)(object)word).Name,
        var value => FormattableString.Invariant($"{value}"),
    };

    private static RpcException ErrorOf(string text)
    {
        var error = JsonSerializer.Deserialize<Refusal>(text, JsonSerializerOptions.Web)!.Error;
        var status = Parser.Parse<Google.Rpc.Status>(error.GetRawText());
        status.Code = CodeReflection.Descriptor.EnumTypes[0].FindValueByName(error.Deserialize<Problem>(JsonSerializerOptions.Web)!.Status).Number;
        return status.ToRpcException();
    }

    /// <summary>How HTTP/JSON wraps an error.</summary>
    private sealed record Refusal(JsonElement Error);

    /// <summary>The name of its status.</summary>
    private sealed record Problem(string Status);
}
