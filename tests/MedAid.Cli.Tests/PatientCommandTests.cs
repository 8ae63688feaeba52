namespace MedAid.Cli.Tests;

public sealed class PatientCommandTests
{
    [Fact]
    public async Task An_amount_that_is_no_money_is_a_mistake_of_the_command_line()
    {
        var run = await Medaid.RunAsync("patient", "pay", "--hospital", "H14112300101", "--key", "P1", "--yuan", "1.005");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--yuan 要写成 115.00 这样的金额", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_the_shell_is_told_so()
    {
        var run = await Medaid.RunAsync(
            "patient", "deposit", "return", "--hospital", "H14112300101", "--key", "P1", "--server", "http://127.0.0.1:1");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("网关连不上", run.Errors, StringComparison.Ordinal);
    }
}
