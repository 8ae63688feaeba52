using System.Text;
using MedAid.Clearing.Sheets;
using MedAid.Tables;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests.Sheets;

/// <summary>The papers of claims of the three counties.</summary>
public sealed class ClaimFilesTests
{
    private readonly ThreeCounties story = new ThreeCounties().Claimed();

    /// <summary>离石区 has both kinds: 25.00 advanced in July, and 25.00 of August, when it was online and nothing was advanced.</summary>
    [Fact]
    public void The_sheet_has_a_line_a_receivable_sub_totals_by_kind_and_the_claim_as_its_total() => Assert.Equal(
        $"""
        离石区（141102）患者医疗救助费用申报表
        申报批次：Q141102-H14112300101-2022-08-1,,,医疗机构：样例医院（H14112300101）,,,,费用截至：2022-08,,笔数：2,,单位：元
        序号,应收编号,结算编号,就诊日期,患者编号,姓名,身份证号码,医疗机构,参保县（市、区）,基金,疾病,医疗总费用（元）,基本医保支付（元）,大病保险支付（元）,计入救助的费用（元）,救助比例,待遇规则,政策依据,费用类别,申报金额（元）,核准金额（元）,拒付原因
        1,{Id("s1")},{Settlement("s1")},2022-07-25,P1,,,样例医院（H14112300101）,离石区（141102）,医疗救助基金（610100）,,,,,,,,,垫付的门诊医疗救助费用,25.00,,
        小计：垫付的门诊医疗救助费用（1 笔）,,,,,,,,,,,,,,,,,,,25.00,,
        2,{Id("s2")},{Settlement("s2")},2022-08-06,P1,,,样例医院（H14112300101）,离石区（141102）,医疗救助基金（610100）,,,,,,,,,一并结算的住院等医疗救助费用,25.00,,
        小计：一并结算的住院等医疗救助费用（1 笔）,,,,,,,,,,,,,,,,,,,25.00,,
        合计（2 笔）,,,,,,,,,,,,,,,,,,,50.00,,

        """,
        Text(Lishi, OutputFormat.Csv));

    /// <summary>A number in a workbook has no zeros at its end; its format shows them.</summary>
    [Fact]
    public void The_workbook_says_the_same_as_the_csv_and_only_amounts_are_numbers()
    {
        var csv = TableFile.Read(File(Xing, OutputFormat.Csv));
        var workbook = TableFile.Read(File(Xing, OutputFormat.Xlsx));

        Assert.Empty(workbook.Faults);
        Assert.All(workbook.Lines.Skip(3), l => Assert.Equal([19], l.Numeric));
        Assert.Equal(csv.Lines.Select(Filled), workbook.Lines.Select(Filled));

        // Three visits of 33.13.
        Assert.Equal("99.39", Assert.Single(workbook.Lines, l => l.Cells[0].StartsWith("合计", StringComparison.Ordinal)).Cells[19]);
    }

    [Fact]
    public void The_covering_sheet_has_counts_period_amount_in_characters_and_places_for_two_seals()
    {
        var page = Text(Xing, OutputFormat.Html);

        foreach (var part in new[]
        {
            "医疗救助费用申报汇总单", "Q141123-H14112300101-2022-08-1", "样例医院（H14112300101）", "兴县（141123）", "2022-07-14 至 2022-08-03",
            "<td>申报笔数</td><td>3</td>", "<td>患者人数</td><td>1</td>", "<td>申报金额（元）</td><td>99.39</td>", "玖拾玖元叁角玖分", "@page { size: A4",
            "申报医疗机构（盖章）", "兴县医疗保障局（盖章）",
        })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }

        Assert.Empty(PaperText.FaultsOfPage(page));
    }

    /// <summary>The second office learns all of it at another time, and the first has paid and undone since: the papers are the same bytes.</summary>
    [Theory]
    [InlineData(OutputFormat.Xlsx)]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.Html)]
    public void The_same_claim_gives_the_same_bytes_whatever_came_after_it(OutputFormat kind)
    {
        var before = File(Xing, kind);
        var later = new ThreeCounties().Ended();

        Assert.Equal(before, ClaimFiles.Of(ClaimPaper.Of(later.Books, later.Claim(Xing)), Places, kind));
    }

    /// <summary>What the county checks relief by: 33.13 is 30 % of 110.42, which were left in scope of 817.30 after 625.71 of basic insurance.</summary>
    [Fact]
    public void The_sheet_says_what_a_line_was_worked_out_from()
    {
        var paper = ClaimPaper.Of(story.Books, story.Claim(Xing));
        var basis = new PaperBasis("尿毒症透析（M07800）", "低保对象门诊救助", 817_30, 625_71, 0, 110_42, 300_000);
        paper = paper with { Lines = [.. paper.Lines.Select(l => l with { Basis = basis })] };
        var csv = Encoding.UTF8.GetString(ClaimFiles.Of(paper, Places, OutputFormat.Csv));

        Assert.Contains(",尿毒症透析（M07800）,817.30,625.71,0.00,110.42,30%,低保对象门诊救助,", csv, StringComparison.Ordinal);
        var workbook = TableFile.Read(ClaimFiles.Of(paper, Places, OutputFormat.Xlsx));
        Assert.Equal([11, 12, 13, 14, 19], workbook.Lines[3].Numeric.Order());
    }

    [Fact]
    public void Names_from_outside_are_never_a_formula_or_a_tag()
    {
        var paper = ClaimPaper.Of(story.Books, story.Claim(Lin));
        paper = paper with { Lines = [.. paper.Lines.Select(l => l with { Name = "=1+1" })] };
        Assert.Contains(",'=1+1,", Encoding.UTF8.GetString(ClaimFiles.Of(paper, Places, OutputFormat.Csv)), StringComparison.Ordinal);

        var named = Places with { Hospital = _ => "<b>&" };
        Assert.Contains("&lt;b&gt;&amp;", Encoding.UTF8.GetString(ClaimFiles.Of(paper, named, OutputFormat.Html)), StringComparison.Ordinal);
    }

    private static string Settlement(string requestId) => Id(requestId).Split('.')[0];

    private static string Filled(TableLine line) => string.Join('|', line.Cells.Reverse().SkipWhile(c => c.Length == 0).Reverse());

    private byte[] File(string county, OutputFormat kind) => ClaimFiles.Of(ClaimPaper.Of(story.Books, story.Claim(county)), Places, kind);

    private string Text(string county, OutputFormat kind) => Encoding.UTF8.GetString(File(county, kind)).TrimStart('\uFEFF').ReplaceLineEndings("\n");
}
