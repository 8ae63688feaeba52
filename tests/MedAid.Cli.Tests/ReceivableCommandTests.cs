using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>
/// The finance office on the command line, against a gateway in a process of its own. samples/dialysis-visit.json has relief of 33.13 advanced
/// for 兴县 (141123); samples/README.md works it out.
/// </summary>
public sealed partial class ReceivableCommandTests : IDisposable
{
    private const string Hospital = "H14112300101";
    private const string Claim = $"Q141123-{Hospital}-2026-03-1";
    private static readonly TimeSpan Patience = Waiting.Longest;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-office-");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>
    /// docs/CLEARING.md tells how it ends: of 33.13, 31.00 + 1.50 + 0.50 = 33.00 are paid, and 0.13 accepted are still owed.
    /// </summary>
    [Fact]
    public async Task The_commands_of_the_document_do_what_it_says_in_its_order()
    {
        await using var gateway = await Served.StartAsync(folder.FullName);
        await gateway.SettleSampleAsync();
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "samples"), Path.Combine(Medaid.Repository, "samples"));
        var commands = Command().Matches(await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "docs/CLEARING.md")))
            .Select(m => m.Groups[1].Value.Trim()).ToArray();
        Assert.True(commands.Length >= 14, $"docs/CLEARING.md shows {commands.Length} commands");
        foreach (var command in commands)
        {
            var (exitCode, said) = await ShellAsync(gateway.Address, command);
            Assert.True(exitCode == 0, $"{command}: exit code {exitCode}\n{said}");
        }

        foreach (var shown in (string[][])[["age"], ["list"], ["statement", "141123", "--hospital", Hospital, "--from", "2026-03-01", "--to", "2026-03-31"]])
        {
            Assert.Contains("兴县（141123）", (await Medaid.RunAsync(["receivables", .. shown, "--server", gateway.Address])).Output, StringComparison.Ordinal);
        }

        Assert.Equal("PK", (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "申报表.xlsx")))[..2]);
        Assert.Contains("叁拾叁元壹角叁分", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "汇总单.html")), StringComparison.Ordinal);
        var age = JsonNode.Parse((await Medaid.RunAsync("receivables", "age", "--json", "--server", gateway.Address)).Output)!["counties"]![0]!;
        Assert.Equal((13, 33_00), (age["outstandingFen"]!.GetValue<int>(), age["paidFen"]!.GetValue<int>()));
    }

    /// <summary>A script whose variable was not set. Nobody is asked: there is no gateway.</summary>
    [Theory]
    [InlineData("receivables", "withdraw-claim", "", "--note", "错")]
    [InlineData("receivables", "correct", "decide", " ", "--note", "错")]
    [InlineData("receivables", "sheet", "")]
    [InlineData("receivables", "match", "")]
    [InlineData("explain", "")]
    [InlineData("gaps", "show", "")]
    public async Task An_empty_argument_is_an_error_of_the_command_line(params string[] command)
    {
        var run = await Medaid.RunAsync([.. command, "--server", "http://127.0.0.1:1"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("请写明", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_with_faults_are_told_line_by_line_and_the_shell_learns_it()
    {
        const string id = "SD1CEC731EFC2B9CBF5E8D9DF.relief";
        await using var gateway = await Served.StartAsync(folder.FullName);
        await gateway.SettleSampleAsync();
        Task<Run> RunAsync(params string[] arguments) => Medaid.RunAsync([.. arguments, "--server", gateway.Address]);

        var tried = await RunAsync("receivables", "claim", "141123", "--hospital", Hospital, "--period", "2026-03", "--validate-only");
        Assert.Equal((0, "只是试算，没有登记"), (tried.ExitCode, tried.Lines[0]));
        var claimed = await RunAsync("receivables", "claim", "141123", "--hospital", Hospital, "--period", "2026-03", "--request-id", "c-1");
        Assert.Equal(["已登记：往来账第 2 条", $"申报批次 {Claim}", "待申报 → 已申报：1 笔，33.13 元"], claimed.Lines);
        var again = await RunAsync("receivables", "claim", "141123", "--hospital", Hospital, "--period", "2026-03", "--request-id", "c-1");
        Assert.Contains("以前已登记", again.Lines[0], StringComparison.Ordinal);
        var nothing = await RunAsync("receivables", "claim", "141123", "--hospital", Hospital, "--period", "2026-03");
        Assert.Equal(5, nothing.ExitCode);
        Assert.Contains("NOTHING_TO_CLAIM", nothing.Errors, StringComparison.Ordinal);

        var reply = Path.Combine(folder.FullName, "reply.csv");
        await File.WriteAllTextAsync(reply, $"应收编号,核准金额,拒付原因\n{id},33.14,\n");
        var bad = await RunAsync("receivables", "import-reply", reply, "--claim", Claim);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("第 2 行 核准金额（元） 列：核准金额大于申报金额，请核对（ACCEPTED_ABOVE_CLAIMED）", bad.Output, StringComparison.Ordinal);
        Assert.Contains("没有登记", bad.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("receivables", "import-reply", reply, "--claim", Claim, "--json")).ExitCode);
        Assert.Equal(2, (await RunAsync("receivables", "import-reply", "no-such-file.csv")).ExitCode);
        Assert.Equal(2, (await RunAsync("receivables", "reply", Claim, "--line", $"{id}=thirty")).ExitCode);

        var sheet = await RunAsync(
            "receivables", "sheet", Claim, "--format", "csv", "--names", "--purpose", "申报", "--role", "insurance_office", "--operator", "李会计");
        Assert.Contains($",样例甲,141123196805129020,", sheet.Output, StringComparison.Ordinal);
        var masked = await RunAsync("receivables", "sheet", Claim, "--format", "csv", "--names", "--purpose", "申报");
        Assert.Contains(",样*,", masked.Output, StringComparison.Ordinal);

        // Of 33.13 everything is accepted by hand; nothing is left to be decided or dunned on the day of the service.
        Assert.Equal(0, (await RunAsync("receivables", "reply", Claim, "--line", $"{id}=33.13")).ExitCode);
        Assert.Equal(5, (await RunAsync("receivables", "decide", "write-off", id, "--note", "院办会议纪要 3 号")).ExitCode);
        Assert.Equal(5, (await RunAsync("receivables", "dun", "141123", "--hospital", Hospital, "--as-of", "2026-03-02")).ExitCode);
    }

    /// <summary>33.13 are paid and the visit is undone; 30.00 go back, and 3.13 are still due.</summary>
    [Fact]
    public async Task Money_goes_back_to_a_county_and_never_more_than_is_due()
    {
        const string settlement = "SD1CEC731EFC2B9CBF5E8D9DF";
        string[] place = ["--hospital", Hospital, "--county", "141123"];
        await using var gateway = await Served.StartAsync(folder.FullName);
        await gateway.SettleSampleAsync();
        Task<Run> RunAsync(params string[] arguments) => Medaid.RunAsync([.. arguments, "--server", gateway.Address]);
        await RunAsync("receivables", "claim", "141123", "--hospital", Hospital, "--period", "2026-03");
        await RunAsync("receivables", "reply", Claim, "--line", $"{settlement}.relief=33.13");
        await RunAsync(["receivables", "pay", "B-1", .. place, "--date", "2026-04-10", "--amount", "33.13"]);
        Assert.DoesNotContain("已撤销", (await RunAsync("explain", settlement)).Output, StringComparison.Ordinal);
        await gateway.ReverseAsync(settlement);
        Assert.StartsWith("已撤销（撤销编号 S", (await RunAsync("explain", settlement)).Lines[0], StringComparison.Ordinal);

        var back = await RunAsync(["receivables", "refund", "B-2", .. place, "--date", "2026-04-20", "--amount", "30.00"]);
        Assert.Equal((0, "退还县区（含冲抵）30.00 元"), (back.ExitCode, back.Lines[^1]));
        var above = await RunAsync(["receivables", "refund", "B-3", .. place, "--date", "2026-04-20", "--amount", "3.14"]);
        Assert.Contains("ABOVE_COUNTY_REFUND_DUE", above.Errors, StringComparison.Ordinal);
        var early = await RunAsync(["receivables", "pay", "B-3", .. place, "--date", "2026-04-20", "--amount", "1.00", "--set-off", "3.13"]);
        Assert.Contains("SET_OFF_ABOVE_ACCEPTED", early.Errors, StringComparison.Ordinal);
        var age = JsonNode.Parse((await RunAsync("receivables", "age", "--json")).Output)!["counties"]![0]!;
        Assert.Equal(3_13, age["refundDueFen"]!.GetValue<int>());
    }

    /// <summary>The claim is record 2, withdrawn by 3, built anew by 4; 33.13 are accepted by 5, and 31.33 typed for them by 6.</summary>
    [Fact]
    public async Task A_claim_is_withdrawn_and_a_payment_is_corrected_by_two_persons()
    {
        string[] pay = ["receivables", "pay", "B-1", "--hospital", Hospital, "--county", "141123", "--date", "2026-04-10", "--amount"];
        string[] propose = ["receivables", "correct", "propose", "6", "--note", "金额录错", "--operator", "李会计"];
        await using var gateway = await Served.StartAsync(folder.FullName);
        await gateway.SettleSampleAsync();
        Task<Run> RunAsync(params string[] arguments) => Medaid.RunAsync([.. arguments, "--server", gateway.Address]);
        string[] claim = ["receivables", "claim", "141123", "--hospital", Hospital, "--period", "2026-03"];
        await RunAsync(claim);
        var withdrawn = await RunAsync("receivables", "withdraw-claim", Claim, "--note", "漏了一笔");
        Assert.Equal(["已登记：往来账第 3 条", $"申报批次 {Claim}", "已申报 → 待申报：1 笔，33.13 元"], withdrawn.Lines);
        Assert.Equal($"申报批次 {Claim[..^1]}2", (await RunAsync(claim)).Lines[1]);
        await RunAsync("receivables", "reply", $"{Claim[..^1]}2", "--line", "SD1CEC731EFC2B9CBF5E8D9DF.relief=33.13");
        var answered = await RunAsync("receivables", "withdraw-claim", $"{Claim[..^1]}2", "--note", "漏了一笔");
        Assert.Equal(5, answered.ExitCode);
        Assert.Contains("往来账第 5 条（审核回复，", answered.Errors, StringComparison.Ordinal);

        await RunAsync([.. pay, "31.33"]);
        Assert.Contains("第 6 条 到账  兴县（141123）  B-1  31.33 元", (await RunAsync("receivables", "correct", "find", "--payment", "B-1")).Lines[0], StringComparison.Ordinal);
        var tried = await RunAsync([.. propose, "--validate-only"]);
        Assert.Equal("只是试算，没有登记", tried.Lines[1]);
        Assert.Equal("往来账第 7 条，冲正申请号 K7", (await RunAsync(propose)).Lines[1]);
        Assert.StartsWith("K7  第 6 条 到账", (await RunAsync("receivables", "correct", "list")).Lines[0], StringComparison.Ordinal);
        var same = await RunAsync("receivables", "correct", "decide", "K7", "--note", "核对", "--operator", "李会计");
        Assert.Contains("CORRECTION_SAME_PERSON", same.Errors, StringComparison.Ordinal);
        var decided = await RunAsync("receivables", "correct", "decide", "K7", "--note", "已核对回单", "--operator", "赵科长");
        Assert.Contains("已冲正往来账第 6 条（到账，", decided.Lines[0], StringComparison.Ordinal);
        var listed = await RunAsync("receivables", "correct", "list", "--all");
        Assert.Contains("已由第 8 条冲正", listed.Lines[0], StringComparison.Ordinal);
        Assert.Contains("赵科长 已冲正：已核对回单", listed.Lines[0], StringComparison.Ordinal);
        Assert.Equal("已核准 → 已拨付：1 笔，33.13 元", (await RunAsync([.. pay, "33.13"])).Lines[1]);
        Assert.Equal(0, (await RunAsync("receivables", "verify")).ExitCode);
    }

    [Fact]
    public async Task Without_a_gateway_the_shell_is_told_so()
    {
        var run = await Medaid.RunAsync("receivables", "match", "B1", "--server", "http://127.0.0.1:1");
        Assert.Equal(4, run.ExitCode);
    }

    /// <summary>Runs a line as a shell would, with a <c>medaid</c> that asks this gateway.</summary>
    private async Task<(int ExitCode, string Said)> ShellAsync(string server, string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"medaid() {{ dotnet '{Medaid.Program}' \"$@\" --server {server}; }}; {command}"])
        {
            WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex("^(medaid receivables [^#\n]+)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
