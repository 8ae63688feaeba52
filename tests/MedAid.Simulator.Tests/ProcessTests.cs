using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using static MedAid.Simulator.Tests.Window;

namespace MedAid.Simulator.Tests;

/// <summary>The real <c>medaid simulate bureau</c> as a process.</summary>
public sealed partial class ProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("medaid-bureau-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_kill_keeps_what_was_answered_and_half_a_line_is_none()
    {
        Upload upload;
        string settlementId, now;
        using (var first = await StartAsync())
        {
            await first.Window.SignInAsync();
            await first.PostAsync("clock", Node(("advance_seconds", 3_600)));
            upload = await first.Window.UploadAsync();
            settlementId = (string)(await first.Window.SettleAsync(upload))["setlinfo"]!["setl_id"]!;
            now = (string)(await first.GetAsync("clock"))["now"]!;
            await first.KillAsync();
        }

        await File.AppendAllTextAsync(Path.Combine(folder, BookFile.Name), """{"LastNumber":999,"At":"2026-""");
        using var second = await StartAsync();
        await second.Window.SignInAsync();
        var asked = await second.Window.DoAsync("5203", Data(("psn_no", upload.Person), ("setl_id", settlementId)));
        Assert.Equal(upload.VisitId, (string)asked["setlinfo"]!["mdtrt_id"]!);
        Assert.Contains("不能重复结算", await second.Window.RefusedAsync("2207A", Settlement(upload)), StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse((string)(await second.GetAsync("clock"))["now"]!) >= DateTimeOffset.Parse(now));
        Assert.Equal(2, (int)(await second.GetAsync(""))["starts"]!);

        // Ids go on behind those that were given out.
        var next = await second.Window.UploadAsync();
        Assert.True(string.CompareOrdinal(next.VisitId[^16..], settlementId[^16..]) > 0);
    }

    [Fact]
    public async Task A_kill_amid_the_work_loses_no_settlement_that_was_answered()
    {
        const int windows = 4, enough = 12;
        var answered = new ConcurrentBag<(Upload Upload, string SettlementId)>();
        using (var first = await StartAsync())
        {
            await first.Window.SignInAsync();
            var work = Enumerable.Range(0, windows).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    var upload = await first.Window.UploadAsync();
                    answered.Add((upload, (string)(await first.Window.SettleAsync(upload))["setlinfo"]!["setl_id"]!));
                }
            })).ToArray();
            await Waiting.Until("some are settled", () => answered.Count >= enough);
            await first.KillAsync();
            foreach (var one in work)
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => one).Within();
            }
        }

        using var second = await StartAsync();
        var held = (await second.GetAsync("settlements")).AsArray().Select(s => (string)s!["setl_id"]!).ToHashSet();
        Assert.All(answered, a => Assert.Contains(a.SettlementId, held));
        await second.Window.SignInAsync();
        await second.Window.SettleAsync(await second.Window.UploadAsync());
    }

    [Fact]
    public async Task A_signal_ends_it_well_and_the_list_of_faults_has_them_all()
    {
        using (var running = await StartAsync())
        {
            Assert.Equal(0, await running.TerminateAsync());
        }

        using var list = Process.Start(
            new ProcessStartInfo("dotnet", [Repository.Program, "simulate", "faults"]) { RedirectStandardOutput = true })!;
        var text = await list.StandardOutput.ReadToEndAsync().Within();
        Assert.All(FaultNames.All, name => Assert.Contains($"{name} ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_listens_on_this_machine_alone_and_says_why_it_does_not_start()
    {
        using var open = Start("--listen", "0.0.0.0:0");
        var text = await open.StandardError.ReadToEndAsync().Within();
        await open.WaitForExitAsync().Within();
        Assert.Equal(3, open.ExitCode);
        Assert.Contains("只能监听本机地址", text, StringComparison.Ordinal);
    }

    private async Task<Running> StartAsync()
    {
        var process = Start("--listen", "127.0.0.1:0", "--data", folder);
        while (await process.StandardError.ReadLineAsync().Within() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                return new Running(process, new Window(new Uri(match.Groups[1].Value)));
            }
        }

        throw new InvalidOperationException("the bureau has ended");
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Repository.Program, "simulate", "bureau", .. arguments]) { RedirectStandardError = true })!;

    [GeneratedRegex(@"(http://127\.0\.0\.1:\d+/)control")]
    private static partial Regex Address();

    private sealed class Running(Process process, Window window) : IDisposable
    {
        private readonly HttpClient http = new() { BaseAddress = window.Bureau };

        public Window Window => window;

        public async Task<JsonNode> GetAsync(string path) =>
            JsonNode.Parse(await http.GetStringAsync(new Uri($"control/{path}", UriKind.Relative)).Within())!;

        public async Task PostAsync(string path, JsonObject body)
        {
            using var answer = await http.PostAsJsonAsync($"control/{path}", body).Within();
            answer.EnsureSuccessStatusCode();
        }

        public async Task KillAsync()
        {
            process.Kill();
            await process.WaitForExitAsync().Within();
        }

        public async Task<int> TerminateAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().Within();
            return process.ExitCode;
        }

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
            http.Dispose();
        }
    }
}
