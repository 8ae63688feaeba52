using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>
/// Whether this node should be sent work: every registered health check holds (a degraded one still counts as holding) and the server is
/// not stopping. One report serves all probes for <see cref="Limits.ReadinessAgeMax"/>.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private HealthReport? report;
    private long reportedAt;

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        var latest = await ReportAsync(cancellation);
        return latest.Status != HealthStatus.Unhealthy && !Stopping.IsCancellationRequested;
    }

    public async Task<HealthReport> ReportAsync(CancellationToken cancellation)
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

    public void Dispose() => oneAtATime.Dispose();
}
