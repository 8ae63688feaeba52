using MedAid.Settlement.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>
/// Whether a commit to the ledger succeeds now; without it nothing can be settled, so the node is not ready. A question that is still
/// unanswered is not asked again: a ledger that stands still gets no queue of probes.
/// </summary>
internal sealed class LedgerCheck(ILedger ledger, TimeProvider time) : IHealthCheck
{
    private Task<string?> asked = Task.FromResult<string?>(null);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // One report at a time is made, so nobody else is here.
        asked = asked.IsCompleted ? ledger.ProbeAsync(CancellationToken.None) : asked;
        try
        {
            return await asked.WaitAsync(Limits.ReadinessTimeMax, time, cancellationToken) is { } trouble
                ? HealthCheckResult.Unhealthy(trouble)
                : HealthCheckResult.Healthy();
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy(
                $"账本 {Limits.ReadinessTimeMax.TotalSeconds:0.#} 秒内没有写完一笔：数据库没有响应，或磁盘太慢；请检查数据库进程、锁和磁盘");
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("账本写不进，原因不明；请查看日志", defect);
        }
    }
}
