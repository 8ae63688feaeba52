using System.Diagnostics;
using StackExchange.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>A real Redis Cluster of three masters without replicas, of which one test kills some and brings them back.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    /// <summary>How long the others wait for a master before the cluster counts as down.</summary>
    private const string NodeTimeoutMs = "1000";

    private readonly OwnRedis[] masters = [new(), new(), new()];
    private ClusterConfiguration slots = null!;

    public string Addresses => string.Join(',', masters.Select(m => $"127.0.0.1:{m.Port}"));

    public async Task StartAsync()
    {
        foreach (var master in masters)
        {
            await StartAsync(master);
        }

        await CommandAsync(["--cluster", "create", .. Addresses.Split(','), "--cluster-yes"]);
        await UntilWholeAsync();
        var look = await masters[0].LookAsync();
        slots = (await look.GetServer(look.GetEndPoints()[0]).ClusterNodesAsync().Within())!;
    }

    /// <summary>The master that a key lies on, as it was at the start.</summary>
    public OwnRedis MasterOf(string key) => masters.Single(m => slots.GetBySlot(key)!.EndPoint!.ToString()!.EndsWith(
        $":{m.Port}", StringComparison.Ordinal));

    /// <summary>Brings a killed master back where it was; the others know it again.</summary>
    public async Task ReviveAsync(OwnRedis master)
    {
        await StartAsync(master);
        await UntilWholeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var master in masters)
        {
            await master.DisposeAsync();
        }
    }

    private static Task StartAsync(OwnRedis master) => master.StartAsync(
        "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", NodeTimeoutMs,
        "--cluster-port", $"{master.BusPort}");

    private async Task UntilWholeAsync()
    {
        foreach (var master in masters)
        {
            await Waiting.Until("the cluster is whole", async () =>
                (await CommandAsync(["-p", $"{master.Port}", "cluster", "info"])).Contains("cluster_state:ok", StringComparison.Ordinal));
        }
    }

    private static async Task<string> CommandAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("redis-cli", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync().Within();
        await process.WaitForExitAsync().Within();
        return output;
    }
}
