namespace MedAid.Cli.Tests;

public sealed class RosterCommandTests
{
    [Fact]
    public async Task A_form_comes_as_a_file_on_standard_output()
    {
        var run = await Medaid.RunAsync("roster", "template", "annex3", "--csv");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("动态调整工作类型", run.Output, StringComparison.Ordinal);

        var unknown = await Medaid.RunAsync("roster", "template", "annex9");
        Assert.Equal(2, unknown.ExitCode);
    }

    [Fact]
    public async Task Without_a_gateway_the_shell_is_told_so()
    {
        var run = await Medaid.RunAsync(
            "roster", "import", "samples/rosters/annex2-full-list.csv", "--county", "141123", "--server", "http://127.0.0.1:1");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("网关连不上", run.Errors, StringComparison.Ordinal);
    }
}
