using Grpc.Core;
using Grpc.Health.V1;
using MedAid.Gateway.Probes;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace MedAid.Gateway.Grpc;

/// <summary>
/// The standard health service. The empty name is the whole server; every service offered has the server's own state, since they share
/// their dependencies. A watch ends when the server stops, so that it never holds the stop up.
/// </summary>
internal sealed class HealthGrpcService(WireCatalog catalog, Readiness readiness, TimeProvider time) : Health.HealthBase
{
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await StatusAsync(request.Service, context.CancellationToken);
        return status == Serving.ServiceUnknown
            ? throw new RpcException(new(StatusCode.NotFound, "unknown service"))
            : new() { Status = status };
    }

    public override async Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var name in catalog.Services.Select(s => s.FullName).Prepend(""))
        {
            response.Statuses[name] = new() { Status = await StatusAsync(name, context.CancellationToken) };
        }

        return response;
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, readiness.Stopping);
        Serving? last = null;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var status = await StatusAsync(request.Service, context.CancellationToken);
            if (status != last)
            {
                await responseStream.WriteAsync(new() { Status = status }, context.CancellationToken);
                last = status;
            }

            if (readiness.Stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Limits.HealthWatchPeriod, time, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Serving> StatusAsync(string service, CancellationToken cancellation)
    {
        if (service.Length > 0 && !catalog.Offers(service))
        {
            return Serving.ServiceUnknown;
        }

        return await readiness.IsReadyAsync(cancellation) ? Serving.Serving : Serving.NotServing;
    }
}
