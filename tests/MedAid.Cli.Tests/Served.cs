using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>A gateway that `medaid serve` runs on free ports, with an embedded ledger of its own; ended as an operator would.</summary>
internal sealed partial class Served : IAsyncDisposable
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private readonly Process process;

    private Served(Process process) => this.process = process;

    /// <summary>Where it answers HTTP.</summary>
    public required string Address { get; init; }

    public static async Task<Served> StartAsync(string dataFolder)
    {
        var start = new ProcessStartInfo("dotnet", [Medaid.Program, "serve"]) { WorkingDirectory = Medaid.Repository, RedirectStandardError = true };
        start.Environment["MEDAID__HTTPPORT"] = "0";
        start.Environment["MEDAID__WARMUP"] = "false";
        start.Environment["MEDAID__GRPCPORT"] = "0";
        start.Environment["MEDAID__DATAFOLDER"] = dataFolder;
        start.Environment["MEDAID__POSTGRES"] = "";
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, e) =>
        {
            if (HttpAddress().Match(e.Data ?? "") is { Success: true } found)
            {
                address.TrySetResult(found.Value);
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        return new Served(process) { Address = await address.Task.WaitAsync(Patience) };
    }

    /// <summary>Settles samples/dialysis-visit.json.</summary>
    public async Task SettleSampleAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address), Timeout = Patience };
        var body = await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "samples", "dialysis-visit.json"));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/settlements", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Undoes a settlement.</summary>
    public async Task ReverseAsync(string settlementId)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address), Timeout = Patience };
        using var content = new StringContent("{\"requestId\": \"undo\", \"hospitalCode\": \"H14112300101\", \"reason\": \"录入错误\"}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"/v1/settlements/{settlementId}:reverse", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, process.ExitCode);
        process.Dispose();
    }

    [GeneratedRegex("(?<=HTTP/JSON +)http://[0-9.:]+")]
    private static partial Regex HttpAddress();
}
