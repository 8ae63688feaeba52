using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>A morning of the insurance office by hand, against a gateway of its own; 样例酉 of 兴县 is on dialysis without a qualification.</summary>
public sealed partial class EntitlementGapCommandTests
{
    private const string You = "14112319950606921X";

    [Fact]
    public async Task What_is_found_is_pushed_answered_and_checked_by_hand_typed_commands()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            foreach (var day in new[] { "2026-02-01", "2026-02-08", "2026-02-15" })
            {
                await SettleAsync(served, day);
            }

            Task<Run> Run(params string[] words) => Medaid.RunAsync([.. words, "--server", served.Address, "--operator", "李经办"]);
            var found = await Run("gaps", "find", "--county", "141123", "--role", "insurance_office");
            Assert.Matches($"^F[0-9A-F]{{24}}  样例酉  {You}  P[^ ]+  兴县（141123）  病种 M07800，2026-02-01 起 3 天有线索.*，未落实$", Assert.Single(found.Lines));
            var finding = Finding().Match(found.Output).Value;

            var pushed = await Run("gaps", "push", "--to", "insurance_bureau", "--county", "141123");
            Assert.Matches("^insurance_bureau-141123-1  兴县（141123）  李经办 推送，1 人，已反馈 0 人", pushed.Lines[0]);
            Assert.Contains("样*  1411**********921X", pushed.Lines[1], StringComparison.Ordinal);
            var again = await Run("gaps", "push", "--to", "insurance_bureau", "--county", "141123");
            Assert.Equal(5, again.ExitCode);
            Assert.Contains("NOTHING_TO_PUSH", again.Errors, StringComparison.Ordinal);

            var file = await Run("gaps", "download", "insurance_bureau-141123-1", "--csv", "--role", "insurance_office");
            Assert.Contains($"样例酉,{You}", file.Output, StringComparison.Ordinal);
            var answered = await Run("gaps", "acknowledge", "insurance_bureau-141123-1", "--line", "1", "--not-applicable", "已在外地认定");
            Assert.EndsWith("不适用：已在外地认定", answered.Lines[^1], StringComparison.Ordinal);
            var story = await Run("gaps", "show", finding);
            Assert.Equal(3, story.Lines.Count(l => l.Contains("结算 S", StringComparison.Ordinal)));

            var check = await Run("gaps", "check", "141123");
            Assert.Equal("没有资格：发现 1，推送 1，已反馈 1，不适用 1，已落实 0，不予救助 0，撤回 0，待审核 0，未落实 0", check.Lines[0]);
            var uremia = await Run("uremia", "list", "--county", "141123");
            Assert.Contains(uremia.Lines, l => l.Contains("  兴县（141123）  2026-02-01 起  就诊 3 天，最近 2026-02-15，没有资格", StringComparison.Ordinal));
            var rebuilt = await Run("gaps", "rebuild");
            Assert.Equal((0, "已完成，到账本第 3 条"), (rebuilt.ExitCode, rebuilt.Output.TrimEnd()));
        }

        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("gaps", "decide", "F0", "--granted", "三千")]
    [InlineData("gaps", "push", "--to", "police", "--county", "141123")]
    [InlineData("uremia", "end", "--key", "P1", "--on", "2026-03-01", "--reason", "cured")]
    public async Task What_is_not_understood_is_a_matter_of_the_command_line(params string[] words) =>
        Assert.Equal(2, (await Medaid.RunAsync([.. words, "--server", "http://127.0.0.1:1"])).ExitCode);

    private static async Task SettleAsync(Served served, string day)
    {
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "samples", "dialysis-visit.json")))!;
        body["requestId"] = $"gaps-{day}";
        var visit = body["visit"]!.AsObject();
        (visit["idNumber"], visit["serviceDate"], visit["care"], visit["visitId"]) = (You, day, "CARE_OUTPATIENT", $"MZ{day}");
        visit.Remove("diseaseCode");
        using var http = new HttpClient { BaseAddress = new Uri(served.Address), Timeout = Waiting.Longest };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/settlements", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("F[0-9A-F]{24}")]
    private static partial Regex Finding();
}
