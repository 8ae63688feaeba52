using System.Diagnostics;
using System.Runtime;
using Grpc.Core;
using MedAid.Precheck;
using MedAid.Precheck.Data;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Stores.Postgres;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Settles invented visits and checks invented orders after the start and before readiness says ready, so that the first cashiers and
/// physicians find compiled code. The gateway answers meanwhile; only its readiness waits. A warm-up that fails is logged and keeps nobody
/// from working.
/// </summary>
internal sealed class WarmUp(
    Settings settings, ReferenceDataHolder reference, TimeProvider time, IServiceProvider services, ILogger<WarmUp> logger)
    : BackgroundService, IHealthCheck
{
    private const int QuietChecks = 3;
    private const int FewMethods = 5;
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(150);

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
            await SettleAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception away) when (away is LedgerUnavailableException or RpcException { StatusCode: StatusCode.Unavailable })
        {
            // Readiness names the ledger; when it is back, the first calls are slow.
        }
        catch (Exception defect)
        {
            Log.WarmUpFailed(logger, defect);
        }

        done = true;
    }

    private async Task SettleAsync(CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        enough.CancelAfter(Limits.WarmUpTimeMax);
        var (settled, opinions) = (0, 0);
        await using (var gateway = await WarmUpGateway.StartAsync(
            reference.Current, services.GetRequiredService<AdviceDataHolder>(), services.GetRequiredService<PrecheckTerms>(),
            services.GetService<PostgresDatabase>(), time, stopping))
        {
            if (gateway is null)
            {
                return;
            }

            (settled, opinions) = await gateway.RunAsync(Limits.WarmUpSettlements, Limits.WarmUpAtOnce, enough.Token);
        }

        await LookUpAsync(stopping);
        await CompiledAsync(stopping);
        GC.Collect();
        Log.WarmedUp(logger, settled, opinions, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>
    /// Looks for persons whom nobody knows: the warm-up has a register of its own, so connections are opened and cache and register
    /// compiled by this.
    /// </summary>
    private async Task LookUpAsync(CancellationToken stopping)
    {
        var (cache, register) = (services.GetRequiredService<IEligibilityCache>(), services.GetRequiredService<IEligibilityRegister>());
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Limits.WarmUpLookUps),
            new ParallelOptions { MaxDegreeOfParallelism = Limits.WarmUpAtOnce, CancellationToken = stopping },
            async (number, cancellation) => await cache.GetAsync($"warm-up-{number}", register.FindAsync, cancellation));
    }

    /// <summary>
    /// Waits until the runtime has compiled what the warm-up made it compile again: it does so in the background, and would take the
    /// processors from the first cashiers.
    /// </summary>
    private async Task CompiledAsync(CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        for (var (methods, quiet) = (JitInfo.GetCompiledMethodCount(), 0); quiet < QuietChecks;)
        {
            await Task.Delay(CheckEvery, time, stopping);
            var now = JitInfo.GetCompiledMethodCount();
            quiet = now - methods <= FewMethods ? quiet + 1 : 0;
            methods = now;
            if (Stopwatch.GetElapsedTime(began) > Limits.CompilingTimeMax)
            {
                return;
            }
        }
    }
}
