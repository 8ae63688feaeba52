using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>A review by hand, against a gateway of its own: one visit with a drug outside the catalogue, 198.00.</summary>
public sealed partial class ReviewCommandTests
{
    [Fact]
    public async Task Visits_are_gone_over_listed_decided_and_drawn_by_hand_typed_commands()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            await SettleAsync(served);
            Task<Run> Run(params string[] words) => Medaid.RunAsync(["review", .. words, "--server", served.Address, "--operator", "李经办"]);
            string[] february = ["--hospital", "H14112300101", "--from", "2026-02-01", "--to", "2026-02-28"];
            var first = await Run(["run", .. february]);
            Assert.Equal((0, "查了 1 次就诊，发现 1 项，其中新列入 1 项；没有诊断、不查限定支付的 1 次，查不了的 0 次"), (first.ExitCode, first.Output.TrimEnd()));
            Assert.Contains("其中新列入 0 项", (await Run(["run", .. february])).Output, StringComparison.Ordinal);

            var listed = await Run("list", "--hospital", "H14112300101", "--state", "open");
            Assert.Matches("^outside-catalogue.[0-9a-f]{24} 2026-02-10 医师 D7 \\[待处理\\]$", listed.Lines[0]);
            Assert.Contains("全自费 198.00 元；涉及 198.00 元。", listed.Lines[1], StringComparison.Ordinal);
            var finding = Finding().Match(listed.Output).Value;
            Assert.Equal(2, (await Run("outcome", "--finding", finding, "--state", "forgotten")).ExitCode);
            var none = await Run("outcome", "--finding", finding, "--state", "deducted");
            Assert.Contains("amountFen  扣减的要写金额", none.Errors, StringComparison.Ordinal);
            var decided = await Run("outcome", "--finding", finding, "--state", "deducted", "--amount", "98.00", "--note", "=1+1");
            Assert.Matches("^  1 扣减 98.00 元，=1\\+1（李经办 ", decided.Lines[2]);

            var file = Path.Combine(data.FullName, "list.csv");
            await Run("list", "--hospital", "H14112300101", "--csv", file);
            var text = await File.ReadAllTextAsync(file);
            Assert.Contains($"{finding},outside-catalogue,目录外,2026-02-10,,D7,", text, StringComparison.Ordinal);
            Assert.DoesNotContain(",=1+1", text, StringComparison.Ordinal);
            using var drawn = JsonDocument.Parse((await Run("sample", "--hospital", "H14112300101", "--month", "2026-02", "--seed", "s", "--json")).Output);
            Assert.Equal("D7", drawn.RootElement.GetProperty("visits")[0].GetProperty("doctorCode").GetString());
        }

        data.Delete(recursive: true);
    }

    private static async Task SettleAsync(Served served)
    {
        using var http = new HttpClient { BaseAddress = new Uri(served.Address), Timeout = Waiting.Longest };
        const string body =
            """
            {"requestId": "review-1", "visit": {"hospitalCode": "H14112300101", "visitId": "V1", "idNumber": "141123196805129020",
             "serviceDate": "2026-02-10", "care": "CARE_OUTPATIENT", "doctorCode": "D7", "items": [
              {"itemNumber": 1, "code": "XV03AEX001A001010100011", "unitPriceYuan": "198.00", "quantity": "1", "amountFen": "19800"}]}}
            """;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/settlements", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("outside-catalogue\\.[0-9a-f]{24}")]
    private static partial Regex Finding();
}
