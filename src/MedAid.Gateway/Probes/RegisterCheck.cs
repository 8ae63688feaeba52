using MedAid.Gateway.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Whether the register of persons has been filled; before that nobody would be found in it.</summary>
internal sealed class RegisterCheck(RegisterGate register) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(register.IsOpen
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"人员登记库还没有装载，一直在重试：{register.WaitsFor}"));
}
