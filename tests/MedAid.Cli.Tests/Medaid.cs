using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace MedAid.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record Run(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The real <c>medaid</c> as a process, started in the root of the repository.</summary>
internal static class Medaid
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static string Repository { get; } = Built("repository");

    /// <summary>The built program, to be run by dotnet.</summary>
    public static string Program { get; } = Built("medaid");

    public static Task<Run> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public static Task<Run> RunWithInputAsync(string input, params string[] arguments) => RunAsync(input, ("MEDAID__POSTGRES", null), arguments);

    /// <summary>Runs it on the PostgreSQL of a connection string.</summary>
    public static Task<Run> RunOnAsync(string postgres, params string[] arguments) => RunAsync("", ("MEDAID__POSTGRES", postgres), arguments);

    /// <summary>Runs it with a variable of the environment.</summary>
    public static Task<Run> RunWithAsync(string variable, string value, params string[] arguments) => RunAsync("", (variable, value), arguments);

    /// <summary>Runs it on the embedded ledger of a data folder.</summary>
    public static Task<Run> RunOnDataAsync(string folder, params string[] arguments) => RunAsync("", ("MEDAID__DATAFOLDER", folder), arguments);

    private static async Task<Run> RunAsync(string input, (string Name, string? Value) setting, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        // It does not live long enough to earn what measuring itself would cost.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["MEDAID__POSTGRES"] = null;
        start.Environment[setting.Name] = setting.Value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new Run(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Built(string key) =>
        typeof(Medaid).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
