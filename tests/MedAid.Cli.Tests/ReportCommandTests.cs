using System.IO.Compression;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>The reports that notices demand and the pack for inspectors, by hand, as an insurance office would.</summary>
public sealed partial class ReportCommandTests
{
    [Fact]
    public async Task A_report_is_listed_made_filled_in_and_handed_in()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            var list = await RunAsync(served, "report", "list");
            Assert.Equal(0, list.ExitCode);
            Assert.Contains("two-disease-dispatch", list.Output, StringComparison.Ordinal);
            Assert.Contains("吕医保发〔2021〕28号", list.Output, StringComparison.Ordinal);
            Assert.Contains("two_disease.hypertension.managed", list.Output, StringComparison.Ordinal);

            var page = await RunAsync(served, "report", "make", "relief-balance", "--period", "2025", "--format", "html");
            Assert.Equal(0, page.ExitCode);
            Assert.Contains("不详", page.Output, StringComparison.Ordinal);
            Assert.Contains("未录入", page.Errors, StringComparison.Ordinal);
            Assert.Contains("fund.fund.raised", page.Errors, StringComparison.Ordinal);
            string[] place = ["report", "enter", "relief-balance", "fund.fund.raised", "--period", "2025", "--source", "财政专户账"];
            Assert.Equal(0, (await RunAsync(served, [.. place, "--yuan", "1000000.00"])).ExitCode);
            var filled = await RunAsync(served, "report", "make", "relief-balance", "--period", "2025", "--format", "csv");
            Assert.Contains("1000000.00", filled.Output, StringComparison.Ordinal);
            var wrong = await RunAsync(served, [.. place, "--count", "3"]);
            Assert.Equal(5, wrong.ExitCode);
            Assert.Contains("这里要写金额", wrong.Errors, StringComparison.Ordinal);

            // Within a year every monthly form is due once more.
            var due = await RunAsync(served, "report", "due", "--days", "40");
            Assert.Contains("two-disease-dispatch", due.Output, StringComparison.Ordinal);
            Assert.Equal(0, (await RunAsync(served, "report", "filed", "relief-balance", "--period", "2025", "--note", "收文12号")).ExitCode);
        }

        Assert.Equal(0, (await Medaid.RunAsync("report", "check", "packs/lvliang/two-disease-dispatch.report.yaml")).ExitCode);
        Assert.Equal(1, (await Medaid.RunAsync("report", "check", "packs/lvliang/paying.arrangements.yaml")).ExitCode);
        data.Delete(recursive: true);
    }

    /// <summary>The sample visit: 825.30 in all, 33.13 of it relief, 158.46 the patient's; then it is undone.</summary>
    [Fact]
    public async Task A_pack_for_inspectors_holds_the_visit_with_its_articles_and_the_proof_of_the_books()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        var file = Path.Combine(data.FullName, "pack.zip");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            await served.SettleSampleAsync();
            string[] ask = ["inspection", "--hospital", "H14112300101", "--from", "2020-01-01", "--to", "2099-12-31", "--out", file];
            var made = await RunAsync(served, ask);
            Assert.True(made.ExitCode == 0, made.Errors);
            Assert.Equal(2, (await RunAsync(served, ask)).ExitCode);
        }

        using (var archive = ZipFile.OpenRead(file))
        {
            Assert.Equal(10, archive.Entries.Count);
            var settlements = Read(archive, "1-结算.csv");
            Assert.Contains(",825.30,", settlements[1], StringComparison.Ordinal);
            Assert.Contains(",158.46,", settlements[1], StringComparison.Ordinal);
            var relief = Assert.Single(Read(archive, "3-支付和依据.csv"), l => l.Contains(",33.13,", StringComparison.Ordinal));
            Assert.Matches("[〔《]", relief);
            Assert.All(Read(archive, "4-分录.csv").Skip(1), l => Assert.StartsWith("S", l, StringComparison.Ordinal));
            var guide = Read(archive, "0-阅读说明.txt");
            Assert.Contains(guide, l => l.Contains("1-结算.csv　1 行", StringComparison.Ordinal));
            Assert.Equal(9, guide.Count(l => Hash().IsMatch(l)));
            Assert.Contains(Read(archive, "9-账本核对.txt"), l => l.Contains("0 处差异", StringComparison.Ordinal));
        }

        data.Delete(recursive: true);
    }

    private static string[] Read(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Task<Run> RunAsync(Served served, params string[] arguments) => Medaid.RunAsync([.. arguments, "--server", served.Address]);

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
