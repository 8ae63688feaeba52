using MedAid.Settlement.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Whether the ledger can be written now; without it nothing can be settled, so the node is not ready.</summary>
internal sealed class LedgerCheck(ILedger ledger) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var trouble = await ledger.ProbeAsync(cancellationToken).WaitAsync(Limits.ReadinessTimeMax, cancellationToken);
        return trouble is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(trouble);
    }
}
