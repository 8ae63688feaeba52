using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Whether every name can be read here. Settling needs none, so the node stays ready.</summary>
internal sealed class DetailKeysCheck(DetailKeyWatch keys, RegisterGate register) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Another gateway may have sealed with a key of its own since this one started.
            if (register.IsOpen)
            {
                await keys.LookAsync(cancellationToken).WaitAsync(Limits.ReadinessTimeMax, cancellationToken);
            }
        }
        catch (Exception away) when (away is LedgerUnavailableException or TimeoutException)
        {
            return Tell("；数据库连不上，这是上一次的情况");
        }
        catch (LedgerDamagedException)
        {
            return Tell("；数据已损坏，读不出，这是上一次的情况");
        }

        return Tell("");
    }

    private HealthCheckResult Tell(string remark) => keys.Missing.Length == 0
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded(
            $"本机 detail.keys 缺少密钥 {keys.Missing}，用它密封的姓名和身份证号在本机读不出；请从有这把密钥的网关把对应的行补进来，再重新装载或重启。结算结果不受影响{remark}");
}
