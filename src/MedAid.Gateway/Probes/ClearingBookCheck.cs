using MedAid.Clearing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Whether every record of the clearing book fits. One that does not is set aside and all else goes on, so the node stays ready.</summary>
internal sealed class ClearingBookCheck(ClearingBookService clearing) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // As of the last look, at most as old as the keeping of the book: a probe must not wait for a report.
        var aside = clearing.SetAside;
        return Task.FromResult(aside.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"往来账有 {aside.Count} 条记录被搁置，未计入账，其余照常办理。{aside[0].Sentence}。请核对后由两人用 medaid ledger void 作废"));
    }
}
