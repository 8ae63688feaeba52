using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Hosting;
using MedAid.Stores.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The gateway on free ports, with packs and samples of this clone. Disposing it stops it as an operator would, and fails if it did not end
/// cleanly or logged an Error that the test did not declare. <see cref="InsideAsync"/> puts it together inside the test's process: the same
/// doors, stores and calls, in a tenth of the time. Who kills it, sends it signals or restarts it as a process uses
/// <see cref="StartAsync"/>, which runs the build output.
/// </summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = Waiting.Longest;

    private readonly Process? process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<(string Http, string Grpc)> addresses = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<string> declared = [];
    private readonly DirectoryInfo? ownData;
    private WebApplication? app;
    private bool ended;

    private GatewayProcess(DirectoryInfo? data)
    {
        ownData = data is null ? NewDataFolder() : null;
        DataFolder = (data ?? ownData!).FullName;
    }

    private GatewayProcess(DirectoryInfo? data, (string Name, string Value)[] settings, params string[] arguments)
        : this(data)
    {
        process = new Process { StartInfo = Command(DataFolder, settings, arguments), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Heard(e.Data);
        process.ErrorDataReceived += (_, e) => Heard(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string DataFolder { get; }

    private Process Process => process ?? throw new InvalidOperationException("It runs inside the test; start it with StartAsync.");

    public HttpClient Http { get; private set; } = null!;

    public GrpcChannel Channel { get; private set; } = null!;

    public SettlementService.SettlementServiceClient Settlements { get; private set; } = null!;

    /// <summary>What a process holds in memory now.</summary>
    public long MemoryBytes
    {
        get
        {
            Process.Refresh();
            return Process.WorkingSet64;
        }
    }

    /// <summary>Everything it wrote to either stream so far.</summary>
    public string Output => string.Join('\n', lines);

    public IEnumerable<string> Errors => lines.Where(l => l.StartsWith("fail: ", StringComparison.Ordinal)
        || l.StartsWith("crit: ", StringComparison.Ordinal));

    /// <summary>Starts one as a process and waits until it says that it is ready.</summary>
    public static async Task<GatewayProcess> StartAsync(
        DirectoryInfo? data = null, params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(data, settings);
        await gateway.ConnectAsync();
        return await gateway.ReadyAsync();
    }

    /// <summary>Starts one inside this process and waits until it says that it is ready.</summary>
    public static async Task<GatewayProcess> InsideAsync(DirectoryInfo? data = null, params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(data);
        await gateway.RunInsideAsync(settings);
        return await gateway.ReadyAsync();
    }

    /// <summary>Starts one and waits until its doors are open, whether or not it is ready behind them.</summary>
    public static Task<GatewayProcess> OpenAsync(params (string Name, string Value)[] settings) => OpenAsync(null, settings);

    /// <summary>The same on a data folder of the test's own.</summary>
    public static async Task<GatewayProcess> OpenAsync(DirectoryInfo? data, params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(data, settings);
        await gateway.ConnectAsync();
        return gateway;
    }

    /// <summary>Starts one that is not expected to live, and tells how it ended.</summary>
    public static Task<(int ExitCode, string Output)> RunToItsEndAsync(
        DirectoryInfo data, params (string Name, string Value)[] settings) => RunToItsEndAsync(data, [], settings);

    /// <summary>The same with arguments on its command line.</summary>
    public static async Task<(int ExitCode, string Output)> RunToItsEndAsync(
        DirectoryInfo data, string[] arguments, params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess(data, settings, arguments);
        try
        {
            return (await gateway.EndAsync(), gateway.Output);
        }
        finally
        {
            gateway.Process.Kill();
            gateway.Process.Dispose();
        }
    }

    public static DirectoryInfo NewDataFolder() => Directory.CreateTempSubdirectory("medaid-e2e-");

    /// <summary>An Error of the log that the test brings about on purpose, by a part of its first line.</summary>
    public void Declare(string partOfError) => declared.Add(partOfError);

    /// <summary>The end without warning: power cut, out of memory, <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync().WaitAsync(Patience);
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
    public Task SaysAsync(string what, int time = 1) =>
        Waiting.Until($"the gateway says \"{what}\", {time} times", () => TimesSaid(what) >= time);

    /// <summary>Asks it to stop and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (app is null)
        {
            await SendStopAsync();
            return await EndAsync();
        }

        // The container does not close what it did not make.
        var database = app.Services.GetService<EmbeddedDatabase>();
        await app.StopAsync().Within();
        await app.DisposeAsync().Within();
        database?.Dispose();
        ended = true;
        return 0;
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(Patience);
        ended = true;
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        var exitCode = ended ? 0 : await StopAsync();
        Channel?.Dispose();
        Http?.Dispose();
        process?.Dispose();
        ownData?.Delete(recursive: true);
        Assert.True(exitCode == 0, $"The gateway ended with {exitCode}:\n{Output}");
        var undeclared = Errors.Where(e => !declared.Exists(d => e.Contains(d, StringComparison.Ordinal)));
        Assert.True(!undeclared.Any(), $"The gateway logged an Error that the test did not declare:\n{Output}");
    }

    private async Task SendAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {Process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    private static ProcessStartInfo Command(string data, (string Name, string Value)[] settings, string[] arguments)
    {
        var command = new ProcessStartInfo("dotnet", [Clone.Gateway, .. arguments])
        {
            // Neither packs nor samples lie here: it must find them by itself.
            WorkingDirectory = data,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in command.Environment.Keys.Where(IsSetting).ToArray())
        {
            command.Environment.Remove(name);
        }

        // It does not live long enough to earn what measuring itself would cost.
        command.Environment["DOTNET_TieredPGO"] = "0";
        command.Environment["MEDAID__HTTPPORT"] = "0";
        command.Environment["MEDAID__WARMUP"] = "false";
        command.Environment["MEDAID__GRPCPORT"] = "0";
        command.Environment["MEDAID__DATAFOLDER"] = data;
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
        var exit = Process.WaitForExitAsync();
        await Task.WhenAny(addresses.Task, exit).WaitAsync(Patience);
        Assert.True(addresses.Task.IsCompleted, $"The gateway did not start:\n{Output}");
        var (http, grpc) = await addresses.Task;
        Connect(http, grpc);
    }

    private async Task RunInsideAsync((string Name, string Value)[] settings)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsSetting))
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        (string Name, string Value)[] own = [("HttpPort", "0"), ("GrpcPort", "0"), ("DataFolder", DataFolder), ("WarmUp", "false")];
        app = GatewayHost.Build(
        [
            "--Logging:Console:LogLevel:Default=None",
            .. own.Concat(settings).Select(s => $"--{Settings.Section}:{s.Name.Replace("__", ":", StringComparison.Ordinal)}={s.Value}"),
        ]);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(new LogLines(lines.Enqueue));
        await app.StartAsync().Within();
        var urls = app.Urls.ToArray();
        Connect(urls[0], urls[1]);
    }

    private void Connect(string http, string grpc)
    {
        Http = new(new DefaultOperator(new AskAgain(new SocketsHttpHandler()))) { BaseAddress = new(http), Timeout = Patience };
        Channel = GrpcChannel.ForAddress(grpc, new()
        {
            MaxSendMessageSize = null, ServiceConfig = AskAgain.ByGrpc, DisposeHttpClient = true,
            HttpHandler = new DefaultOperator(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }),
        });
        Settlements = new(Channel);
    }

    private async Task<GatewayProcess> ReadyAsync()
    {
        await Waiting.Until("the gateway is ready", async () =>
        {
            using var ready = await Http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        });
        return this;
    }

    [GeneratedRegex("(?<=HTTP/JSON +)http://[0-9.:]+")]
    private static partial Regex HttpAddress();

    [GeneratedRegex("(?<=gRPC +)http://[0-9.:]+")]
    private static partial Regex GrpcAddress();
}
