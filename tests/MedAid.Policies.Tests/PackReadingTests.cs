using MedAid.Core.Policy;
using MedAid.Policies.Linting;

namespace MedAid.Policies.Tests;

/// <summary>Packs as people read them: compared, as a page, and begun anew.</summary>
public sealed class PackReadingTests
{
    [Fact]
    public void The_difference_of_two_packs_is_said_in_Chinese_with_a_visit_before_and_after()
    {
        // 800: (800-400) x 80 % = 320, patient 480; (800-300) x 80 % = 400, patient 400. At 400: 400, and 100 x 80 % = 80, patient 320.
        var diff = PackDiff.Of(Terms(LawText.Clean), Terms(LawText.With(("amount: 400", "amount: 300"))));
        var change = Assert.Single(diff.Changes);
        Assert.Equal("layers.basic.rules.inpatient", change.Path);
        Assert.Equal(["起付线由“每次 400元”改为“每次 300元”"], change.Sentences);
        Assert.Equal([(40_000L, 40_000L), (40_000L, 32_000L)], change.Samples.Select(s => (s.Visit.CostFen, s.PatientFen)));
        Assert.StartsWith("自 2022-01-01 起", diff.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void New_and_abolished_rules_conditions_and_one_stop_dates_are_differences()
    {
        var before = LawText.With(("layers:\n", "one_stop: [{layer: relief, online_from: null, counties: {\"141123\": 2022-02-01}, cite: S1}]\nlayers:\n"));
        var after = LawText.With(
            ("layers:\n", "one_stop: [{layer: relief, online_from: 2022-05-01, cite: S1}]\nlayers:\n"),
            ("id: extremely-poor", "id: destitute"), ("two_disease]", "two_disease], age: {from: 18}"));
        var changes = PackDiff.Of(Terms(before), Terms(after)).Changes.ToDictionary(c => c.Path, c => string.Join('|', c.Sentences));
        Assert.Equal("新增：适用：特困人员；支付比例：100%", changes["layers.relief.rules.destitute"]);
        Assert.Equal("取消：适用：特困人员；支付比例：100%", changes["layers.relief.rules.extremely-poor"]);
        Assert.EndsWith("改为“18 岁及以上；普通门诊、门诊慢特病、“两病”门诊用药”", changes["layers.basic.rules.outpatient"], StringComparison.Ordinal);
        Assert.Equal(
            "联网结算由“尚未联网，由医院垫付”改为“2022-05-01 起”|参保县 141123由“2022-02-01 起”改为“无”",
            changes["one_stop.relief.所有人、所有就诊"]);
    }

    [Fact]
    public void A_pack_does_not_differ_from_itself() =>
        Assert.EndsWith("没有变化", PackDiff.Of(Terms(LawText.Clean), Terms(LawText.Clean)).Headline, StringComparison.Ordinal);

    [Fact]
    public void The_page_of_a_pack_spells_out_articles_marks_what_is_assumed_and_needs_nothing_from_outside()
    {
        using var folder = new PackFolder();
        var text = LawText.With(("        cite: S1 二\n", "        cite: S1 二\n        assumed: true\n        note: <比例> 未见文件\n"))
            + "\nexamples:\n  - {example: 门诊一例, source: 100 x 50 % = 50, visit: {date: 2022-01-05, care: outpatient, charges: {in_scope: 100}}, expect: {patient: 50}}\n";
        var file = folder.Write("law.yaml", text);

        var page = PackPage.Of(file, new PackProblems(file))!;

        Assert.Contains("<dt>依据</dt><dd>《试验通知》 二</dd>", page, StringComparison.Ordinal);
        Assert.Contains("outpatient <mark>暂设</mark>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;比例&gt; 未见文件", page, StringComparison.Ordinal);
        Assert.Contains("<dt>起付线</dt><dd>每次 400元</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<td>门诊一例</td><td>100 x 50 % = 50</td><td class=\"amount\">50</td><td>相符</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skeleton_lacks_nothing_but_figures_and_with_them_it_passes()
    {
        using var folder = new PackFolder();
        var blank = PackSkeleton.Blank("141123", "resident", new DateOnly(2026, 1, 1));
        var problems = PackLibrary.Read(folder.Write("new.yaml", blank)).Problems;
        PackProblemCode[] missing = [PackProblemCode.LeftEmpty, PackProblemCode.MissingKey, PackProblemCode.ExactlyOne];
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Contains(p.Code, missing));
        Assert.Equal(problems.Count, problems.DistinctBy(p => (p.Line, p.Path)).Count());
        Assert.Equal(15, problems.Count); // 8 amounts and 7 ratios

        var filled = blank.Replace("amount: ,", "amount: 100,", StringComparison.Ordinal).Replace("ratio:", "ratio: 0.5", StringComparison.Ordinal)
            .Replace("over: 起点, ratio: 0.5 比例", "", StringComparison.Ordinal);
        var report = PackInspection.Inspect([folder.Write("new.yaml", filled)], new DateOnly(2026, 1, 1));
        Assert.Empty(report.Problems);
        Assert.Equal((0, 0), (report.Open(Severity.Error), report.Open(Severity.Warning)));
    }

    [Fact]
    public void A_pack_is_copied_under_new_dates_and_the_old_one_is_told_its_last_day()
    {
        var (text, ends) = PackSkeleton.From(
            LawText.With(("effective: 2022-01-01", "effective: 2022-01-01\nends: 2022-12-31")), "1411", "resident", new DateOnly(2023, 1, 1));
        Assert.Equal("ends: 2022-12-31", ends);
        var terms = Terms(text);
        Assert.Equal(
            ("1411-resident-2023-01-01", new DateOnly(2023, 1, 1), null, null),
            (terms.Identity.Pack, terms.Identity.Effective!.Value, terms.Identity.Ends, terms.Identity.Published));
        Assert.Equal(3, terms.Layers[0].Rules.Count);
    }

    private static PolicyTerms Terms(string text)
    {
        using var folder = new PackFolder();
        var file = folder.Write("law.yaml", text);
        var problems = new PackProblems(file);
        var terms = PackFile.Compile(file, problems);
        Assert.Null(problems.FirstError);
        return terms!;
    }
}
