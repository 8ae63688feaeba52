using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>The general ledger by hand, as a finance office would; the figures are those of samples/README.md.</summary>
public sealed partial class LedgerReportTests
{
    [Fact]
    public async Task Balance_statement_and_head_are_asked_of_the_gateway_and_proved_after_it()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        string head;
        await using (var served = await Served.StartAsync(data.FullName))
        {
            await served.SettleSampleAsync();
            var balance = await Medaid.RunAsync("ledger", "balance", "--from", "2020-01-01", "--to", "2099-12-31", "--server", served.Address);
            Assert.Equal(0, balance.ExitCode);
            Assert.Matches("应收垫付医疗救助 .*33\\.13", balance.Output);
            Assert.Matches("医疗收入 .*-825\\.30", balance.Output);

            var account = await Medaid.RunAsync(
                "ledger", "account", "patient_cash", "--from", "2020-01-01", "--to", "2099-12-31", "--county", "141123", "--server", served.Address);
            Assert.Equal(0, account.ExitCode);
            Assert.EndsWith("158.46\t158.46", account.Lines[^1], StringComparison.Ordinal);

            var unknown = await Medaid.RunAsync(
                "ledger", "account", "petty_cash", "--from", "2020-01-01", "--to", "2099-12-31", "--server", served.Address);
            Assert.Equal(5, unknown.ExitCode);
            Assert.Contains("没有这个科目", unknown.Errors, StringComparison.Ordinal);

            head = Hash().Match((await Medaid.RunAsync("ledger", "head", "--server", served.Address)).Output).Value;
            Assert.Equal(64, head.Length);
        }

        var proved = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify");
        Assert.Equal((0, "1 笔结算，5 条分录，5 个累计，1 条往来记录，0 处差异"), (proved.ExitCode, Counters().Replace(proved.Output.TrimEnd(), "5 个累计")));
        var chain = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify-chain", "--head", head);
        Assert.Equal((0, $"{head} 是第 1 条，此前未被改动"), (chain.ExitCode, chain.Lines[0]));
        var foreign = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify-chain", "--head", new string('a', 64), "--json");
        using var json = JsonDocument.Parse(foreign.Output);
        Assert.Equal((1, true), (foreign.ExitCode, json.RootElement.GetProperty("head_lost").GetBoolean()));
        data.Delete(recursive: true);
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();

    [GeneratedRegex("[0-9]+ 个累计")]
    private static partial Regex Counters();
}
