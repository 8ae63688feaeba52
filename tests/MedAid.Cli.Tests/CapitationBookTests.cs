namespace MedAid.Cli.Tests;

public sealed class CapitationBookTests
{
    [Fact]
    public async Task Without_a_day_a_month_or_a_gateway_the_shell_is_told_so()
    {
        string[] server = ["--hospital", "H37040600101", "--server", "http://127.0.0.1:1"];
        Assert.Equal(2, (await Medaid.RunAsync(["capitation", "join", .. server])).ExitCode);
        Assert.Equal(2, (await Medaid.RunAsync(["capitation", "claim", .. server])).ExitCode);
        Assert.Equal(4, (await Medaid.RunWithInputAsync("1\n", ["capitation", "leave", .. server, "--day", "2020-07-01"])).ExitCode);
        Assert.Equal(4, (await Medaid.RunAsync(["capitation", "roll", .. server])).ExitCode);
    }
}
