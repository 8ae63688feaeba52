using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MedAid.Testing;

namespace MedAid.LoadTests;

/// <summary>A server process of the run, started on free ports and stopped at its end.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private bool isDisposed;

    private Server(Process process, int httpPort, int grpcPort)
    {
        this.process = process;
        Http = new Uri($"http://127.0.0.1:{httpPort}");
        Grpc = new Uri($"http://127.0.0.1:{grpcPort}");
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    /// <summary>Processor time that the process has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the gateway and waits until it is ready.</summary>
    public static async Task<Server> GatewayAsync(
        string gatewayDll, IReadOnlyDictionary<string, string> settings, TimeSpan? startTimeMax = null)
    {
        var (http, grpc) = (Ports.Free(), Ports.Free());
        var start = new ProcessStartInfo("dotnet", [gatewayDll]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["MEDAID__HTTPPORT"] = http.ToString(CultureInfo.InvariantCulture);
        start.Environment["MEDAID__GRPCPORT"] = grpc.ToString(CultureInfo.InvariantCulture);
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var server = new Server(Start(start), http, grpc);
        using var client = new HttpClient();
        var begun = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(client, new Uri(server.Http, "/readyz")))
        {
            if (server.process.HasExited || Stopwatch.GetElapsedTime(begun) > (startTimeMax ?? StartTimeMax))
            {
                await server.DisposeAsync();
                throw new InvalidOperationException("the gateway did not become ready; its messages stand above");
            }

            await Task.Delay(100);
        }

        return server;
    }

    /// <summary>Starts this program again as the echo.</summary>
    public static async Task<Server> EchoAsync(string answerFile)
    {
        var port = Ports.Free();
        var own = Path.Combine(AppContext.BaseDirectory, "MedAid.LoadTests.dll");
        var start = new ProcessStartInfo("dotnet", [own, "echo", "--port", port.ToString(CultureInfo.InvariantCulture), "--answer", answerFile])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        var server = new Server(Start(start), port, port);
        for (var tries = 0; tries < 100; tries++)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        await server.DisposeAsync();
        throw new InvalidOperationException("the echo did not start");
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        if (!process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    private static Process Start(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Print(line.Data);
        process.OutputDataReceived += (_, line) => Print(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static void Print(string? line)
    {
        if (line?.Contains("fail:", StringComparison.Ordinal) == true || line?.Contains("没有启动", StringComparison.Ordinal) == true)
        {
            Console.Error.WriteLine(line);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address)
    {
        try
        {
            using var response = await client.GetAsync(address);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
