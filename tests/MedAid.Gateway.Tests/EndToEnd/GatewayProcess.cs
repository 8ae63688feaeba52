using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using MedAid.Gateway.Wire.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The gateway of the build output as a process of its own, on free ports, with packs and samples of this clone. Disposing it
/// stops it as an operator would, and fails if it did not end cleanly or logged an Error that the test did not declare.
/// </summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<(string Http, string Grpc)> addresses = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<string> declared = [];
    private readonly DirectoryInfo? ownData;
    private bool ended;

    private GatewayProcess(DirectoryInfo data, bool ownsData, (string Name, string Value)[] settings)
    {
        DataFolder = data.FullName;
        ownData = ownsData ? data : null;
        process = new Process { StartInfo = Command(data, settings), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Heard(e.Data);
        process.ErrorDataReceived += (_, e) => Heard(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string DataFolder { get; }

    public HttpClient Http { get; private set; } = null!;

    public GrpcChannel Channel { get; private set; } = null!;

    public SettlementService.SettlementServiceClient Settlements { get; private set; } = null!;

    /// <summary>Everything it wrote to either stream so far.</summary>
    public string Output => string.Join('\n', lines);

    public IEnumerable<string> Errors => lines.Where(l => l.StartsWith("fail: ", StringComparison.Ordinal)
        || l.StartsWith("crit: ", StringComparison.Ordinal));

    /// <summary>Starts one and waits until it says that it is ready.</summary>
    public static async Task<GatewayProcess> StartAsync(
        DirectoryInfo? data = null, params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(data ?? NewDataFolder(), ownsData: data is null, settings);
        await gateway.ConnectAsync();
        using var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.True(ready.IsSuccessStatusCode, $"The gateway is not ready:\n{gateway.Output}");
        return gateway;
    }

    /// <summary>Starts one and waits until its doors are open, whether or not it is ready behind them.</summary>
    public static async Task<GatewayProcess> OpenAsync(params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(NewDataFolder(), ownsData: true, settings);
        await gateway.ConnectAsync();
        return gateway;
    }

    /// <summary>Starts one that is not expected to live, and tells how it ended.</summary>
    public static async Task<(int ExitCode, string Output)> RunToItsEndAsync(
        DirectoryInfo data, params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(data, ownsData: false, settings);
        try
        {
            await gateway.process.WaitForExitAsync().WaitAsync(Patience);
            return (gateway.process.ExitCode, gateway.Output);
        }
        finally
        {
            gateway.process.Kill();
            gateway.process.Dispose();
        }
    }

    public static DirectoryInfo NewDataFolder() => Directory.CreateTempSubdirectory("medaid-e2e-");

    /// <summary>An Error of the log that the test brings about on purpose, by a part of its first line.</summary>
    public void Declare(string partOfError) => declared.Add(partOfError);

    /// <summary>The end without warning: power cut, out of memory, <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        ended = true;
    }

    /// <summary>Asks it to stop and does not wait.</summary>
    public Task SendStopAsync() => SendAsync("TERM");

    /// <summary>Asks it to read packs and reference files anew, and waits until it says how that went, for the nth time.</summary>
    public async Task ReloadAsync(string says, int time = 1)
    {
        await SendAsync("HUP");
        await SaysAsync(says, time);
    }

    /// <summary>How often it has said something.</summary>
    public int TimesSaid(string what) => lines.Count(l => l.Contains(what, StringComparison.Ordinal));

    /// <summary>Waits until it says something for the nth time.</summary>
    public async Task SaysAsync(string what, int time = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (TimesSaid(what) < time)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    /// <summary>Asks it to stop and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SendStopAsync();
        return await EndAsync();
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        ended = true;
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        var exitCode = ended ? 0 : await StopAsync();
        Channel?.Dispose();
        Http?.Dispose();
        process.Dispose();
        ownData?.Delete(recursive: true);
        Assert.True(exitCode == 0, $"The gateway ended with {exitCode}:\n{Output}");
        var undeclared = Errors.Where(e => !declared.Exists(d => e.Contains(d, StringComparison.Ordinal)));
        Assert.True(!undeclared.Any(), $"The gateway logged an Error that the test did not declare:\n{Output}");
    }

    private async Task SendAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    private static ProcessStartInfo Command(DirectoryInfo data, (string Name, string Value)[] settings)
    {
        var command = new ProcessStartInfo("dotnet", [Clone.Gateway])
        {
            // Neither packs nor samples lie here: it must find them by itself.
            WorkingDirectory = data.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in command.Environment.Keys.Where(IsSetting).ToArray())
        {
            command.Environment.Remove(name);
        }

        command.Environment["MEDAID__HTTPPORT"] = "0";
        command.Environment["MEDAID__GRPCPORT"] = "0";
        command.Environment["MEDAID__DATAFOLDER"] = data.FullName;
        foreach (var (name, value) in settings)
        {
            command.Environment[$"MEDAID__{name.ToUpperInvariant()}"] = value;
        }

        return command;
    }

    private static bool IsSetting(string name) => name.StartsWith("MEDAID__", StringComparison.OrdinalIgnoreCase);

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        if (GrpcAddress().Match(line) is { Success: true } grpc)
        {
            var http = lines.Select(l => HttpAddress().Match(l)).First(m => m.Success);
            addresses.TrySetResult((http.Value, grpc.Value));
        }
    }

    private async Task ConnectAsync()
    {
        var exit = process.WaitForExitAsync();
        await Task.WhenAny(addresses.Task, exit).WaitAsync(Patience);
        Assert.True(addresses.Task.IsCompleted, $"The gateway did not start:\n{Output}");
        var (http, grpc) = await addresses.Task;
        Http = new() { BaseAddress = new(http), Timeout = Patience };
        Channel = GrpcChannel.ForAddress(grpc, new() { MaxSendMessageSize = null });
        Settlements = new(Channel);
    }

    [GeneratedRegex("(?<=HTTP/JSON +)http://[0-9.:]+")]
    private static partial Regex HttpAddress();

    [GeneratedRegex("(?<=gRPC +)http://[0-9.:]+")]
    private static partial Regex GrpcAddress();
}

/// <summary>One gateway for all tests of a class; they keep out of each other's way by persons, years and request ids.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    internal GatewayProcess Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await GatewayProcess.StartAsync();

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
