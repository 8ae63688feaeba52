using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Core.Interceptors;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Json;
using MedAid.Gateway.OpenApi;
using MedAid.Gateway.Probes;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway;

/// <summary>Registers and maps the services for gRPC and HTTP/JSON, with the middleware before them and the standard services after them.</summary>
public static class WireExtensions
{
    /// <summary>
    /// Registers gRPC and HTTP/JSON. An <see cref="Interceptor"/> registered in the container before this call stands outside the error mapping and
    /// one registered after it inside; gRPC and HTTP/JSON run all of them. Health checks registered in the container decide readiness.
    /// </summary>
    /// <param name="services">The container.</param>
    public static IServiceCollection AddMedAidWire(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = Limits.StopTimeMax);
        services.AddSingleton<WireCatalog>();
        services.AddStandards();
        services.AddSingleton<Interceptor, CallGuard>();
        services.AddSingleton<Interceptor, FormGuard>();
        services.AddSingleton<CallChain>();
        services.AddSingleton<OpenApiDocument>();

        // No ResponseCompressionAlgorithm: .NET sends an empty message under gzip as nothing at all, and Java and Node.js refuse the nothing.
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = Limits.MessageBytesMax;
            options.Interceptors.Add<CallChain>();
        });

        // The guard and the edge log every refusal once and at the right level; the server would log a caller's bad bytes as our Error.
        // Nor does it repeat the name of a method that does not exist: that is the caller's text, and may hold anything.
        services.Configure<LoggerFilterOptions>(options => options
            .AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical)
            .AddFilter("Grpc.AspNetCore.Server.Internal.ServerCallHandlerFactory", LogLevel.Warning));
        return services;
    }

    /// <summary>Puts the edge in front of the gRPC server: the deadline cap, and details for refusals made before a handler runs.</summary>
    /// <param name="app">The application; call this before mapping services.</param>
    public static WebApplication UseMedAidWire(this WebApplication app)
    {
        app.UseMiddleware<GrpcMiddleware>();
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.DocumentTitle = "MedAid";
            options.SwaggerEndpoint(OpenApiDocument.Path, "MedAid");

            // The UI's default is to send the document to a validator on the Internet.
            options.EnableValidator(null);
        });
        return app;
    }

    /// <summary>
    /// Offers a service by gRPC and HTTP/JSON. The instance comes from the container and serves all calls, so register it as a singleton.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="service">The generated <c>Descriptor</c> of the service.</param>
    /// <param name="bind">The generated <c>BindService</c> of the service.</param>
    /// <typeparam name="TService">The handler's class.</typeparam>
    public static WebApplication MapMedAidService<TService>(
        this WebApplication app, Google.Protobuf.Reflection.ServiceDescriptor service, Action<ServiceBinderBase, TService> bind)
        where TService : class
    {
        var handler = app.Services.GetRequiredService<TService>();
        app.Services.GetRequiredService<WireCatalog>().Add(service, handler as IRecall);
        app.MapGrpcService<TService>();
        bind(new JsonTranscoder(app, service), handler);
        return app;
    }

    /// <summary>
    /// Maps what every server has: health, probes, version, OpenAPI and the JSON answer to unknown paths; reflection unless switched off.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="reflection">False where a site does not want its interface described; the protoset then serves grpcurl.</param>
    public static WebApplication MapMedAidStandards(this WebApplication app, bool reflection = true)
    {
        app.MapGrpcHealthChecksService();
        if (reflection)
        {
            // Both versions: 1, and 1alpha for older tools.
            app.MapGrpcReflectionService();
        }

        app.MapProbes();
        app.Services.GetRequiredService<OpenApiDocument>().Map(app);
        JsonTranscoder.MapNothingElse(app);
        return app;
    }

    /// <summary>gRPC health and reflection. Every service has the server's own state, since they share their dependencies.</summary>
    private static void AddStandards(this IServiceCollection services)
    {
        services.AddGrpcHealthChecks();
        services.AddGrpcReflection();
        Readiness.Register(services);
        services.Configure<HealthCheckPublisherOptions>(options => options.Period = Limits.HealthWatchPeriod);
        services.AddOptions<GrpcHealthChecksOptions>().Configure<WireCatalog>((options, catalog) =>
        {
            foreach (var service in catalog.Services)
            {
                options.Services.Map(service.FullName, _ => true);
            }
        });
    }
}
