using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>A real Redis that one test starts, kills and brings back. With persistence only when asked for.</summary>
internal sealed class OwnRedis : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-redis-");
    private Process? process;
    private ConnectionMultiplexer? look;

    public int Port { get; } = Ports.Free();

    /// <summary>Where the members of a cluster speak to each other.</summary>
    public int BusPort { get; } = Ports.Free();

    public async Task StartAsync(params string[] options)
    {
        process = Process.Start(new ProcessStartInfo("redis-server",
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.FullName,
            "--logfile", Path.Combine(folder.FullName, "server.log"), .. options,
        ]));
        await Waiting.Until("Redis answers", async () =>
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (look is { } looking)
        {
            // What follows an answer runs on the thread that takes answers; to wait there for another answer is to wait for oneself.
            await Task.Run(looking.Dispose).Within();
            look = null;
        }

        if (process is { } running)
        {
            running.Kill();
            await running.WaitForExitAsync().Within();
            running.Dispose();
            process = null;
        }
    }

    /// <summary>Sends a signal: STOP freezes it, CONT lets it go on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process!.Id}"]);
        await kill.WaitForExitAsync().Within();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Options of a client whose own patience is no part of the test.</summary>
    public static string Patient => $",syncTimeout={Waiting.Longest.TotalMilliseconds:0}";

    /// <summary>A client that looks into Redis from outside; it is closed with the server.</summary>
    public async Task<ConnectionMultiplexer> LookAsync() =>
        look ??= await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},allowAdmin=true{Patient}").Within();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        folder.Delete(recursive: true);
    }
}
