using System.Diagnostics;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Stores.Postgres;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Settles invented visits after the start and before readiness says ready, so that the first cashiers find compiled code. The gateway
/// answers meanwhile; only its readiness waits. A warm-up that fails is logged and keeps nobody from working.
/// </summary>
internal sealed class WarmUp(
    Settings settings, ReferenceShelf shelf, TimeProvider time, IServiceProvider services, ILogger<WarmUp> logger)
    : BackgroundService, IHealthCheck
{
    private volatile bool done = !settings.WarmUp;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("正在预热，几秒后就绪"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (done)
        {
            return;
        }

        // Not in the way of the start: hosted services begin one after the other.
        await Task.Yield();
        try
        {
            await RehearseAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (LedgerUnavailableException)
        {
            // Readiness names the ledger; when it is back, the first calls are slow.
        }
        catch (Exception defect)
        {
            Log.WarmUpFailed(logger, defect);
        }

        done = true;
    }

    private async Task RehearseAsync(CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        enough.CancelAfter(Limits.WarmUpTimeMax);
        await using var rehearsal = await Rehearsal.StartAsync(shelf.Current, services.GetService<PostgresDatabase>(), time, stopping);
        if (rehearsal is not null)
        {
            var settled = await rehearsal.SettleAsync(Limits.WarmUpSettlements, Limits.WarmUpAtOnce, enough.Token);
            Log.WarmedUp(logger, settled, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }
}
