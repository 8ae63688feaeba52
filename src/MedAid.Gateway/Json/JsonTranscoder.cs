using Grpc.Core;
using MedAid.Gateway.Calls;
using MedAid.Gateway.CdsHooks;

namespace MedAid.Gateway.Json;

/// <summary>
/// Maps every method of a service to its HTTP routes. The generated <c>BindService</c> hands over the same handlers that gRPC calls, so
/// there is no second implementation to keep in step.
/// </summary>
internal sealed class JsonTranscoder(IEndpointRouteBuilder routes, Google.Protobuf.Reflection.ServiceDescriptor service) : ServiceBinderBase
{
    private readonly CallChain chain = routes.ServiceProvider.GetRequiredService<CallChain>();
    private readonly TimeProvider time = routes.ServiceProvider.GetRequiredService<TimeProvider>();
    private readonly ILogger logger = routes.ServiceProvider.GetRequiredService<ILogger<JsonTranscoder>>();

    /// <summary>Whatever no route takes is answered in the same form as every other error.</summary>
    public static void MapNothingElse(IEndpointRouteBuilder routes)
    {
        var verbs = new JsonVerbs(routes);
        foreach (var path in new[] { "/v1/{**path}", $"{CdsHooksDoor.Path}/{{**path}}" })
        {
            routes.MapFallback(path, (HttpContext http) => JsonAnswer.WriteErrorAsync(http, verbs.Refusal(http).ToException()));
        }
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var descriptor = service.FindMethodByName(method.Name);
        var call = new JsonCall<TRequest, TResponse>(descriptor, chain.Around(handler!), time, logger);
        foreach (var route in JsonRoute.Of(descriptor))
        {
            routes.MapMethods(route.Template, [route.Verb], http => call.ServeAsync(http, route))
                .WithDisplayName($"{route.Verb} {route.Template} ({descriptor.FullName})");
        }
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => throw NotUnary(method.FullName);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => throw NotUnary(method.FullName);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => throw NotUnary(method.FullName);

    private static NotSupportedException NotUnary(string method) =>
        new($"{method} streams; the HTTP/JSON door serves unary methods only.");
}
