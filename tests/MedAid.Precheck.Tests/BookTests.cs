using System.Text;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Tests;

/// <summary>The files of checks and lists: what they have to say, and what is told of one that does not.</summary>
public sealed class BookTests
{
    [Fact]
    public void The_samples_are_read_without_a_fault_and_have_a_line_for_every_check()
    {
        var books = Ward.Books();
        Assert.Equal(CheckTable.Ids.Order(StringComparer.Ordinal), books.Checks.Checks.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.All(books.Checks.Checks, c => Assert.NotEmpty(books.Checks.BasisOf(c.Cite, c.Assumed, new CountyCode("141123"))));
    }

    [Fact]
    public void The_lists_have_at_least_150_rows_and_each_says_where_it_comes_from()
    {
        var rows = 0;
        foreach (var name in new[] { "drugs.csv", "paths.csv", "diseases.csv" })
        {
            var lines = File.ReadAllLines(Ward.At("samples", "precheck", name));
            var mark = Array.IndexOf(lines[0].Split(','), "mark");
            Assert.All(lines.Skip(1), l => Assert.Contains(l.Split(',')[mark], new[] { "样例", "暂设" }));
            rows += lines.Length - 1;
        }

        Assert.True(rows >= 150, $"{rows}");
    }

    [Theory]
    [InlineData("version", "\"soon\"", "version 要写日期")]
    [InlineData("budget", "{\"cards\": 0, \"departments\": {}}", "budget：")]
    [InlineData("demotion", "{\"days\": 0, \"answers_min\": 1, \"accepted_percent_min\": 10}", "demotion：")]
    [InlineData("colour", "1", "不合格式")]
    [InlineData("patterns", "[]", "缺少线索 two-places")]
    [InlineData("sampling", "{\"visits_min\": 0, \"percent\": 5, \"cite\": \"S1 二\"}", "sampling：次数在 1 和 100 之间")]
    [InlineData("sampling", "{\"visits_min\": 1, \"percent\": 5, \"cite\": \"S1 二\", \"assumed\": true}", "sampling：要写名称和依据")]
    public void What_is_wrong_with_the_whole_is_told(string key, string value, string fault) =>
        AssertFault(book => book[key] = JsonNode.Parse(value), fault);

    [Theory]
    [InlineData("severity", "\"critical\"", "restricted-drug：只涉及费用的检查不能是 critical")]
    [InlineData("severity", "\"loud\"", "不合格式")]
    [InlineData("cite", "\"\"", "要写名称和依据")]
    [InlineData("cite", "\"S9 一\"", "依据 S9 不在 sources 里")]
    [InlineData("figures", "{\"percent\": 1}", "没有 figures.percent")]
    [InlineData("lists", "{\"codes\": []}", "没有 lists.codes")]
    [InlineData("reasons", "[]", "reasons 要 1 到 5 个")]
    [InlineData("reasons", "[\"because\"]", "理由 because 不在 reasons 里")]
    [InlineData("ends", "\"2000-01-01\"", "早于开始日期")]
    [InlineData("assumed", "true", "暂设的要写 note")]
    [InlineData("id", "\"restricted\"", "缺少检查 restricted-drug")]
    public void What_is_wrong_with_a_check_is_told(string key, string value, string fault) => AssertFault(
        book => book["checks"]!.AsArray().Single(c => c!["id"]!.GetValue<string>() == "restricted-drug")![key] = JsonNode.Parse(value), fault);

    [Theory]
    [InlineData("id", "\"two-hospitals\"", "缺少线索 two-places")]
    [InlineData("cite", "\"S9 一\"", "two-places：依据 S9 不在 sources 里")]
    [InlineData("note", "\"\"", "two-places：要写名称和依据")]
    [InlineData("lists", "{}", "two-places：缺少 lists.categories")]
    [InlineData("ends", "\"2000-01-01\"", "two-places：结束日期（ends）早于开始日期（from）")]
    public void What_is_wrong_with_a_pattern_is_told(string key, string value, string fault) => AssertFault(
        book => book["patterns"]!.AsArray().Single(c => c!["id"]!.GetValue<string>() == "two-places")![key] = JsonNode.Parse(value), fault);

    [Fact]
    public void A_check_that_cannot_be_made_after_settlement_is_told() => AssertFault(
        book => book["checks"]!.AsArray().Single(c => c!["id"]!.GetValue<string>() == "cheaper-way")!["after_settlement"] = true,
        "cheaper-way：这项检查不能在结算后做");

    [Fact]
    public void A_figure_out_of_range_is_told() => AssertFault(
        book => book["checks"]!.AsArray().Single(c => c!["id"]!.GetValue<string>() == "limit-near")!["figures"]!["percent"] = 101,
        "limit-near：figures.percent 要在 1 和 100 之间");

    [Theory]
    [InlineData("A,甲,甲,tablet,x,,,,,,样例,", "strength_mg")]
    [InlineData("A,甲,甲,tablet,5,0,,,,,样例,", "units")]
    [InlineData("A,甲,甲,tablet,5,1,-1,,,,样例,", "price")]
    [InlineData("A,甲,甲,tablet,5,1,1,,B,,样例,", "substitutes B 不在名单里")]
    [InlineData("A,甲,甲,tablet,5,1,1,,,yes,样例,", "procured")]
    [InlineData("A,甲,,tablet,5,1,1,,,,样例,", "ingredient 不能空")]
    [InlineData("A,甲,甲,tablet,5,1,1,,,,,", "mark 要写来源")]
    public void What_is_wrong_with_a_drug_is_told(string line, string fault)
    {
        const string header = "code,name,ingredient,form,strength_mg,units,price,indications,substitutes,procured,mark,note\n";
        Assert.Contains(AdviceLists.Drugs(Encoding.UTF8.GetBytes(header + line + "\n")).Faults, f => f.Contains(fault, StringComparison.Ordinal));
    }

    private static void AssertFault(Action<JsonObject> change, string fault)
    {
        var book = JsonNode.Parse(File.ReadAllBytes(Ward.At("samples", "precheck", "checks.json")))!.AsObject();
        change(book);
        var (read, faults) = CheckFile.Read(Encoding.UTF8.GetBytes(book.ToJsonString()));
        Assert.Null(read);
        Assert.Contains(faults, f => f.Contains(fault, StringComparison.Ordinal));
    }
}
