using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests.People;

/// <summary>A real <c>medaid serve</c> as a process of its own, on a free port, with packs and samples of the repository and an empty ledger.</summary>
public sealed partial class ServedGateway : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("medaid-cli-");
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Process process = null!;

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Medaid.Program, "serve"])
        {
            WorkingDirectory = Medaid.Repository, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["MEDAID__HTTPPORT"] = "0";
        start.Environment["MEDAID__GRPCPORT"] = "0";
        start.Environment["MEDAID__DATAFOLDER"] = data.FullName;
        start.Environment["MEDAID__POSTGRES"] = "";
        start.Environment["MEDAID__REDIS"] = "";
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Heard(e.Data);
        process.ErrorDataReceived += (_, e) => Heard(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var exit = process.WaitForExitAsync();
        await Task.WhenAny(address.Task, exit).WaitAsync(Patience);
        Assert.True(address.Task.IsCompletedSuccessfully, $"The gateway did not start:\n{string.Join('\n', lines)}");
        Address = await address.Task;
    }

    public async Task DisposeAsync()
    {
        using (var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]))
        {
            await kill.WaitForExitAsync().WaitAsync(Patience);
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, string.Join('\n', lines));
        process.Dispose();
        data.Delete(recursive: true);
    }

    /// <summary>Runs a command against it, as somebody.</summary>
    internal Task<Run> RunAsync(string by, string input, params string[] arguments) =>
        Medaid.RunWithInputAsync(input, [.. arguments, "--server", Address, "--operator", by]);

    private void Heard(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
            if (HttpAddress().Match(line) is { Success: true } found)
            {
                address.TrySetResult(found.Value);
            }
        }
    }

    [GeneratedRegex("(?<=HTTP/JSON +)http://[0-9.:]+")]
    private static partial Regex HttpAddress();
}
