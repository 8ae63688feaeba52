namespace MedAid.Cli.Tests;

/// <summary>`medaid quote` without a server. samples/README.md works the visit out: the patient pays 158.46.</summary>
public sealed class QuoteCommandTests
{
    private const string Visit = "samples/dialysis-visit.json";

    /// <summary>Residents of 兴县 have no personal accounts, so the quote leaves out what the options bring, and says so.</summary>
    [Fact]
    public async Task The_account_of_the_options_goes_with_the_visit_of_the_file()
    {
        var plain = await Medaid.RunAsync("quote", Visit);
        var account = await Medaid.RunAsync("quote", Visit, "--account", "all", "--balance", "50.00", "--helper", "8");
        var broken = await Medaid.RunAsync("quote", Visit, "--account", "5", "--balance=-1");

        Assert.Equal((0, 0), (plain.ExitCode, account.ExitCode));
        Assert.Contains("158.46", account.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("个人账户", plain.Errors, StringComparison.Ordinal);
        Assert.Contains("没有写明个人账户可以支付什么", account.Errors, StringComparison.Ordinal);
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("金额要在 0 和 1000 万元之间", broken.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--balance", "5")]
    [InlineData("--helper", "5")]
    [InlineData("--account", "1.234")]
    [InlineData("--account", "some")]
    public async Task Options_that_say_nothing_are_refused(params string[] options) =>
        Assert.Equal(2, (await Medaid.RunAsync(["quote", Visit, .. options])).ExitCode);
}
