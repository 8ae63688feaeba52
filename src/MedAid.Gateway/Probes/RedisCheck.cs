using MedAid.Stores.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Whether Redis is being asked. Without it every settlement is the same, only slower, so the node stays ready.</summary>
internal sealed class RedisCheck(RedisCache cache) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(cache.IsUp
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("Redis 连不上或太慢，已绕过；人员资格直接查登记库，结算结果不变"));
}
