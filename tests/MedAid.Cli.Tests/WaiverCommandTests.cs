namespace MedAid.Cli.Tests;

public sealed class WaiverCommandTests
{
    [Fact]
    public async Task The_samples_are_checked_without_a_problem()
    {
        var run = await Medaid.RunAsync("waiver", "check", "samples/hospitals/H14112300101.yaml", "samples/waivers/H14112300101.yaml");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("0 个问题", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_its_reason_is_named_with_file_and_line_and_it_exits_1()
    {
        var file = Path.GetTempFileName();
        try
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "samples", "waivers", "H14112300101.yaml"));
            await File.WriteAllTextAsync(file, text.Replace("    other_heads: ", "    note_of_heads: ", StringComparison.Ordinal));
            var run = await Medaid.RunAsync("waiver", "check", file);
            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith($"{file}:22: UNKNOWN_WORD: waivers[1].categories", run.Lines[0], StringComparison.Ordinal);
            Assert.Contains("UNKNOWN_KEY: waivers[1].note_of_heads", run.Lines[1], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_a_gateway_or_a_month_the_shell_is_told_so()
    {
        string[] report = ["waiver", "report", "--hospital", "H14112300101", "--server", "http://127.0.0.1:1"];
        Assert.Equal(2, (await Medaid.RunAsync(report)).ExitCode);
        var run = await Medaid.RunAsync([.. report, "--month", "2026-03"]);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("网关连不上", run.Errors, StringComparison.Ordinal);
    }
}
