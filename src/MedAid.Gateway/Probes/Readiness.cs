using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MedAid.Gateway.Probes;

/// <summary>
/// Whether this node should be sent work: every registered health check holds (a degraded one still counts as holding) and the server is
/// not stopping. It stands before the framework's own service, so that /readyz and gRPC health share one report for
/// <see cref="Limits.ReadinessAgeMax"/>, however many ask.
/// </summary>
internal sealed class Readiness(
    HealthCheckService checks, IOptions<HealthCheckServiceOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    : HealthCheckService, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private HealthReport? report;
    private long reportedAt;

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Puts this in front of the registered <see cref="HealthCheckService"/>.</summary>
    public static void Register(IServiceCollection services)
    {
        var inner = services.Single(s => s.ServiceType == typeof(HealthCheckService)).ImplementationType!;
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<Readiness>(s, ActivatorUtilities.CreateInstance(s, inner)));
        services.Replace(ServiceDescriptor.Singleton<HealthCheckService>(s => s.GetRequiredService<Readiness>()));
    }

    public bool IsReady(HealthReport latest) => latest.Status != HealthStatus.Unhealthy && !Stopping.IsCancellationRequested;

    public override async Task<HealthReport> CheckHealthAsync(
        Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default)
    {
        var latest = await ReportAsync(cancellationToken);
        if (predicate is null)
        {
            return latest;
        }

        var wanted = options.Value.Registrations.Where(predicate).ToDictionary(r => r.Name, r => latest.Entries[r.Name]);
        return new(wanted, latest.TotalDuration);
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<HealthReport> ReportAsync(CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            if (report is null || time.GetElapsedTime(reportedAt) >= Limits.ReadinessAgeMax)
            {
                report = await checks.CheckHealthAsync(cancellation);
                reportedAt = time.GetTimestamp();
            }

            return report;
        }
        finally
        {
            oneAtATime.Release();
        }
    }
}
