using MedAid.Gateway.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>How much room the disk of the data folder has left. Little is a warning; whether there is any, the ledger's own check says.</summary>
internal sealed class DiskCheck(Settings settings) : IHealthCheck
{
    private const long BytesPerMiB = 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Look());

    private HealthCheckResult Look()
    {
        try
        {
            var freeMiB = new DriveInfo(settings.DataPath).AvailableFreeSpace / BytesPerMiB;
            var data = new Dictionary<string, object> { ["freeMiB"] = freeMiB };
            return freeMiB >= Limits.FreeMiBMin
                ? HealthCheckResult.Healthy(data: data)
                : HealthCheckResult.Degraded($"数据目录所在磁盘只剩 {freeMiB} MiB，少于 {Limits.FreeMiBMin} MiB；写满后不能结算，请尽快腾出空间", data: data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return HealthCheckResult.Degraded($"数据目录 {settings.DataPath} 看不到剩余空间；请检查目录是否还在", e);
        }
    }
}
