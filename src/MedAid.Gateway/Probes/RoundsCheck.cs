using MedAid.Gateway.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Whether the work beside the calls goes on. Settling needs none of it, so the node stays ready.</summary>
internal sealed class RoundsCheck(RoundsHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.Failing is { Length: > 0 } failing
            ? HealthCheckResult.Degraded($"后台工作出错：{string.Join('、', failing)}；会自动重试，结算不受影响，请把日志中的 Error 交给信息科")
            : HealthCheckResult.Healthy());
}
