using System.Diagnostics;

namespace MedAid.Tidy.Tests;

/// <summary>
/// <c>eng/test.sh</c> on a clone with two test projects and a make-believe <c>dotnet</c>: how it counts, and how it ends when it is told to.
/// </summary>
public sealed class TestCommandTests : IDisposable
{
    private const string Dotnet = """
        #!/usr/bin/env bash
        case $1:$2 in
            test:tests/Good.Tests) printf 'Total tests: 5\n     Passed: 4\n    Skipped: 1\n' ;;
            test:tests/Bad.Tests) printf '  Failed A_thing [1 ms]\nTotal tests: 3\n     Passed: 1\n     Failed: 2\n'; exit 1 ;;
            test:tests/Hangs.Tests)
                # A server that forgot where it comes from, one that works in the folder of the run, and a child.
                mkdir -p "$TMPDIR/medaid-postgres-x/data" "$TMPDIR/redis"
                env -i setsid sleep 4711 & echo $! >"$TMPDIR/medaid-postgres-x/data/postmaster.pid"
                (cd "$TMPDIR/redis" && exec env -i setsid sleep 4711) & echo $! >>"$PIDS"
                sleep 4711 & echo $! >>"$PIDS"
                cat "$TMPDIR/medaid-postgres-x/data/postmaster.pid" >>"$PIDS"
                echo $$ >>"$PIDS"
                wait ;;
        esac
        """;

    private readonly string clone = Directory.CreateTempSubdirectory("medaid-clone-").FullName;

    public void Dispose() => Directory.Delete(clone, recursive: true);

    [Fact]
    public async Task The_last_line_counts_every_project_and_a_failure_is_its_exit_code()
    {
        await MakeAsync("Good", "Bad");
        var (good, bad) = (await RunAsync("Good.Tests"), await RunAsync("Good.Tests", "Bad.Tests"));
        Assert.Equal((0, "4 passed, 0 failed, 1 skipped"), (good.ExitCode, good.Last));
        Assert.Equal((1, "5 passed, 2 failed, 1 skipped"), (bad.ExitCode, bad.Last));
        Assert.Contains("  Failed A_thing", bad.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_run_is_skipped_and_where_CI_is_set_it_fails()
    {
        await MakeAsync("Good");
        await WriteAsync("eng/services.sh", "#!/usr/bin/env bash\n[ $1 = stop ]\n");
        Assert.Equal((0, "4 passed, 0 failed, 2 skipped"), ((await RunAsync("Good.Tests")) is var run ? (run.ExitCode, run.Last) : default));
        Assert.Equal((1, "4 passed, 1 failed, 1 skipped"), ((await RunAsync(true, "Good.Tests")) is var ci ? (ci.ExitCode, ci.Last) : default));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_signal_ends_it_with_everything_that_it_started(string signal, int exitCode)
    {
        await MakeAsync("Hangs");
        var pids = Path.Combine(clone, "pids");
        using var script = Start(false, "Hangs.Tests");
        await Waiting.Until("the tests run", () => File.Exists(pids) && File.ReadAllLines(pids).Length == 4);
        using var kill = Process.Start("kill", [$"-{signal}", $"{script.Id}"]);
        await script.WaitForExitAsync().Within();

        Assert.Equal(exitCode, script.ExitCode);
        await Waiting.Until("all is gone", () => !File.ReadAllLines(pids).Any(IsAlive));
        Assert.Equal("stop postgres redis redis-cluster", (await File.ReadAllLinesAsync(Path.Combine(clone, "services")))[^1]);
        Assert.Empty(Directory.GetDirectories(Path.Combine(clone, "tmp")));
    }

    /// <summary>A zombie is nobody's server any more; who adopts it may be late in burying it.</summary>
    private static bool IsAlive(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task MakeAsync(params string[] projects)
    {
        await WriteAsync("eng/test.sh", House.Read("eng/test.sh"));
        await WriteAsync("eng/services.sh", """
            #!/usr/bin/env bash
            echo "$*" >>services
            [ $1 != status ]
            """);
        await WriteAsync("bin/dotnet", Dotnet);
        foreach (var project in projects)
        {
            await WriteAsync($"tests/{project}.Tests/{project}.Tests.csproj", "<Project />");
        }
    }

    private async Task WriteAsync(string path, string text)
    {
        var file = Path.Combine(clone, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
        using var chmod = Process.Start("chmod", ["755", file]);
        await chmod.WaitForExitAsync().Within();
    }

    private Task<(int ExitCode, string Output, string Last)> RunAsync(params string[] names) => RunAsync(false, names);

    private async Task<(int ExitCode, string Output, string Last)> RunAsync(bool inCI, params string[] names)
    {
        using var script = Start(inCI, names);
        var output = await script.StandardOutput.ReadToEndAsync().Within();
        await script.WaitForExitAsync().Within();
        return (script.ExitCode, output, output.TrimEnd().Split('\n')[^1]);
    }

    private Process Start(bool inCI, params string[] names)
    {
        var start = new ProcessStartInfo(Path.Combine(clone, "eng", "test.sh"), names) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.Combine(clone, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(clone, "tmp")).FullName;
        start.Environment["PIDS"] = Path.Combine(clone, "pids");
        start.Environment["CI"] = inCI ? "true" : "";
        return Process.Start(start)!;
    }
}
