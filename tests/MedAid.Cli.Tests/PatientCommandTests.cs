using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>Patients' accounts by hand; the figures are those of samples/README.md.</summary>
public sealed partial class PatientCommandTests
{
    private const string Hospital = "H14112300101";

    /// <summary>样例甲, 低保.</summary>
    private const string Jia = "141123196805129020";

    /// <summary>样例乙, no identity.</summary>
    private const string Yi = "141123195903039032";

    [Fact]
    public async Task A_day_at_the_window_by_hand_and_the_books_are_proved_after_it()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            Task<Run> Do(string input, params string[] arguments) =>
                Medaid.RunWithInputAsync(input, ["patient", .. arguments, "--server", served.Address]);
            var deposit = await Do("", "quote-deposit", "samples/planned-stay.json");
            Assert.Contains("预计个人负担 292.50 元，占 10.83%", deposit.Output, StringComparison.Ordinal);
            Assert.Contains("不足 1.00 元的零头不收：292.00 元", deposit.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("普通参保人员", deposit.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("本次应付", deposit.Output, StringComparison.Ordinal);
            var others = await Do("", "quote-deposit", "samples/planned-stay.json", "--others");
            Assert.Contains("普通参保人员：个人负担 975.00 元，押金 975.00 元", others.Output, StringComparison.Ordinal);

            var signed = await Do(Jia, "sign", "--hospital", Hospital, "--number", "2026-001", "--operator", "甲");
            Assert.Contains($"协议号  {Hospital}.2026-001", signed.Output, StringComparison.Ordinal);
            Assert.Contains("无需交纳押金", (await Do("", "quote-deposit", "samples/planned-stay.json")).Output, StringComparison.Ordinal);
            var refused = await Do(Yi, "sign", "--hospital", Hospital, "--number", "2026-002", "--operator", "甲");
            Assert.Equal(5, refused.ExitCode);
            Assert.Contains("PAY_LATER_IDENTITY_MISSING", refused.Errors, StringComparison.Ordinal);

            await served.SettleSampleAsync();
            var key = PersonKey().Match(signed.Output).Value;
            var month = await Do("", "statement", "--hospital", Hospital, "--period", "2026-03", "--key", key);
            Assert.Contains("个人负担 158.46 元，已付 158.46 元，仍欠 0.00 元", month.Output, StringComparison.Ordinal);
            Assert.Contains("医疗救助（610100）33.13 元，其中医院垫付 33.13 元", month.Output, StringComparison.Ordinal);
            Assert.StartsWith("<!DOCTYPE html>", (await Do("", "statement", "--hospital", Hospital, "--period", "2026-03", "--key", key, "--html")).Output, StringComparison.Ordinal);
            Assert.Contains("合计,,,1,825.30,8.00,625.71", (await Do("", "statement", "--hospital", Hospital, "--period", "2026-03")).Output, StringComparison.Ordinal);

            Assert.Contains("押金 500.00 元", (await Do(Yi, "deposit", "take", "--hospital", Hospital, "--yuan", "500", "--operator", "甲")).Output, StringComparison.Ordinal);
            Assert.Contains("ABOVE_DEPOSIT", (await Do(Yi, "deposit", "return", "--hospital", Hospital, "--yuan", "500.01", "--operator", "甲")).Errors, StringComparison.Ordinal);
            Assert.Contains("退还押金 500.00 元", (await Do(Yi, "deposit", "return", "--hospital", Hospital, "--operator", "甲")).Output, StringComparison.Ordinal);
            var account = await Do(Yi, "account", "--hospital", Hospital, "--purpose", "核对");
            Assert.Contains("样*  欠款 0.00 元，押金 0.00 元，应退 0.00 元", account.Output, StringComparison.Ordinal);
            Assert.Contains("欠款合计 0.00 元，押金合计 0.00 元", (await Do("", "age")).Output, StringComparison.Ordinal);
        }

        var proved = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify");
        Assert.Equal(0, proved.ExitCode);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task An_amount_that_is_no_money_is_a_mistake_of_the_command_line()
    {
        var run = await Medaid.RunAsync("patient", "pay", "--hospital", Hospital, "--key", "P1", "--yuan", "1.005");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--yuan 要写成 115.00 这样的金额", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_the_shell_is_told_so()
    {
        var run = await Medaid.RunAsync("patient", "deposit", "return", "--hospital", Hospital, "--key", "P1", "--server", "http://127.0.0.1:1");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("网关连不上", run.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("P[0-9A-F]{24}")]
    private static partial Regex PersonKey();
}
