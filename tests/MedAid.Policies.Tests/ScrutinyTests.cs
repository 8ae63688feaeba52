using MedAid.Core.Policy;
using MedAid.Policies.Linting;

namespace MedAid.Policies.Tests;

/// <summary>What lint finds in compiled law: one broken law for every code, and nothing in a sound one.</summary>
public sealed class ScrutinyTests
{
    private static readonly string Packs = Path.Combine(AppContext.BaseDirectory, "packs");

    /// <summary>Code, severity, what stands in the clean law, what takes its place; the mark is on the line to be reported.</summary>
    public static TheoryData<FindingCode, Severity, string, string> Broken { get; } = new()
    {
        {
            FindingCode.Gap, Severity.Warning,
            "      - id: outpatient\n        when: {care: [outpatient, outpatient_chronic, two_disease]}",
            "      - id: outpatient #<\n        when: {care: [outpatient, outpatient_chronic, two_disease], hospital_tier: [township, county]}"
        },
        {
            FindingCode.MaskedTogether, Severity.Error, "      - id: outpatient\n",
            """
                  - {id: filed, when: {care: outpatient, filed: true}, ratio: 0.5, cite: S1}
                  - {id: not-filed, when: {care: outpatient, filed: false}, ratio: 0.5, cite: S1}
                  - {id: never, when: {care: outpatient}, ratio: 0.6, cite: S1} #<
                  - id: outpatient

            """
        },
        {
            FindingCode.MaskedTogether, Severity.Error, "layers:\n",
            """
            waivers:
              - {when: {care: inpatient}, categories: {bed: 0.5, nursing: 0.5}, cite: S1}
              - {when: {care: inpatient}, categories: {bed: 0.2}, cite: S1} #<
            layers:

            """
        },
        {
            FindingCode.MaskedTogether, Severity.Error, "layers:\n",
            """
            one_stop:
              - {layer: relief, when: {filed: [true, false]}, online_from: 2022-01-01, cite: S1}
              - {layer: relief, online_from: null, cite: S1} #<
            layers:

            """
        },
        {
            FindingCode.OnlyWhenAbsent, Severity.Notice,
            "        when: {care: [inpatient, day_surgery]}\n",
            """
                    when: {care: [inpatient, day_surgery], admission: {to: 1}}
                    ratio: 0.8
                    cite: S1
                  - id: not-known #<
                    when: {care: [inpatient, day_surgery]}

            """
        },
        {
            FindingCode.HiddenByOrder, Severity.Warning, "      - id: inpatient-later\n",
            "      - {id: unfiled, when: {place: cross_province, filed: false}, ratio: 0.1, cite: S1} #<\n      - id: inpatient-later\n"
        },
        {
            FindingCode.HiddenByOrder, Severity.Notice, "      - id: inpatient-later\n",
            "      - {id: filed, when: {place: cross_province, filed: true}, ratio: 0.9, cite: S1} #<\n      - id: inpatient-later\n"
        },
        {
            FindingCode.CostCliff, Severity.Warning, "        ratio: 0.5\n        cite: S1 二\n",
            """
                    ratio: 0.5
                    basis: year
                    counter: shared
                    cite: S1 二
              - id: second
                covers: [in_scope]
                rules:
                  - {id: falling, when: {care: outpatient}, basis: year, counter: shared, bands: [{over: 0, ratio: 1}, {over: 1000, ratio: 0}], cite: S1} #<

            """
        },
        {
            FindingCode.IdentityCliff, Severity.Warning,
            "      - id: extremely-poor\n        when: {identity: extremely_poor}\n        ratio: 1\n",
            "      - id: extremely-poor #<\n        when: {identity: extremely_poor}\n        ratio: 0.5\n"
        },
        {
            FindingCode.NotVerified, Severity.Warning, "  - id: S1\n    title: 试验通知\n    verified: 2021-12-15",
            "  - id: S1 #<\n    title: 试验通知\n    verified: 2021-05-31"
        },
        { FindingCode.NotVerified, Severity.Notice, "sources:\n  - id: S1\n    title: 试验通知\n    verified: 2021-12-15", "sources: #<\n  - id: S1\n    title: 试验通知" },
    };

    [Fact]
    public void In_the_law_that_the_others_are_made_of_nothing_is_found()
    {
        var report = Inspect(LawText.Clean);
        Assert.Empty(report.Problems);
        Assert.Empty(report.Findings);
        Assert.True(report.Passes(strict: true));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_law_is_found_with_its_code_its_line_and_a_visit(FindingCode code, Severity severity, string old, string replacement)
    {
        var text = LawText.With((old, replacement));

        var report = Inspect(text);

        Assert.Empty(report.Problems);
        var finding = Assert.Single(report.Findings);
        Assert.Equal((code, severity), (finding.Code, finding.Severity));
        Assert.Equal(PackText.MarkedLine(text), finding.Line);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", finding.Message);
        Assert.Equal(severity != Severity.Error, report.Passes(strict: false));
        Assert.False(report.Passes(strict: true));
    }

    [Fact]
    public void A_source_verified_a_year_ago_to_the_day_still_counts() =>
        Assert.Empty(Inspect(LawText.With(("verified: 2021-12-15", "verified: 2021-06-01"))).Findings);

    [Fact]
    public void A_kind_of_care_without_any_rule_is_one_gap_of_the_layer()
    {
        var finding = Assert.Single(Inspect(LawText.With((", two_disease]", "]"))).Findings);
        Assert.Equal((FindingCode.Gap, 12, "layers.basic.care"), (finding.Code, finding.Line, finding.Path));
        Assert.StartsWith("“两病”门诊用药 没有任何规则", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Care_for_which_the_pack_says_that_nothing_is_paid_is_no_gap()
    {
        const string Nothing = "nothing_paid:\n  - {when: {care: two_disease}, text: 不支付, cite: S1}\nlayers:\n";
        Assert.Empty(Inspect(LawText.With((", two_disease]", "]"), ("layers:\n", Nothing))).Findings);
        var ofSome = Nothing.Replace("two_disease}", "two_disease, age: {to: 6}}", StringComparison.Ordinal);
        var finding = Assert.Single(Inspect(LawText.With((", two_disease]", "]"), ("layers:\n", ofSome))).Findings);
        Assert.Equal((FindingCode.Gap, "layers.basic.care"), (finding.Code, finding.Path));
    }

    [Fact]
    public void The_loss_of_the_poorer_is_named_to_the_fen()
    {
        // The dearest stay: 1,000,000, the fund pays 70,000, left 930,000. 特困 gets half, keeps 465,000; 低保 gets 70 %, keeps 279,000.
        var finding = Assert.Single(Inspect(LawText.With(("        ratio: 1\n", "        ratio: 0.5\n"))).Findings);
        Assert.Contains("特困人员比低保对象最多多付 186,000元", finding.Message, StringComparison.Ordinal);
        Assert.Equal([46_500_000, 27_900_000], finding.Samples.Select(s => s.PatientFen));
        Assert.Equal("layers.relief.rules.extremely-poor", finding.Path);
    }

    [Fact]
    public void A_later_version_with_a_higher_deductible_is_found_with_a_visit_that_pays_more()
    {
        // 800: (800-400) x 80 % = 320, patient 480; with 500 (800-500) x 80 % = 240, patient 560. Below, both pay all.
        var finding = Assert.Single(InspectTwo(Later(("amount: 400", "amount: 500"))).Findings);
        Assert.Equal((FindingCode.TermsFall, "layers.basic.rules.inpatient"), (finding.Code, finding.Path));
        Assert.Contains("起付线由 400元 升为 500元", finding.Message, StringComparison.Ordinal);
        Assert.Equal([48_000, 56_000], finding.Samples.Select(s => s.PatientFen));
        Assert.All(finding.Samples, s => Assert.Equal(80_000, s.Visit.CostFen));
    }

    [Theory]
    [InlineData("amount: 70000", "amount: 60000", "封顶线由 70,000元 降为 60,000元")]
    [InlineData("        ratio: 0.7\n", "        ratio: 0.65\n", "支付比例由 70% 变为 65%")]
    public void A_lower_cap_or_ratio_is_found_too(string old, string replacement, string words)
    {
        var finding = Assert.Single(InspectTwo(Later((old, replacement))).Findings);
        Assert.Equal(FindingCode.TermsFall, finding.Code);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.True(finding.Samples[1].PatientFen > finding.Samples[0].PatientFen);
    }

    [Fact]
    public void A_version_published_after_it_took_effect_names_the_days_that_may_have_been_settled()
    {
        var finding = Assert.Single(InspectTwo(Later(("published: 2021-12-01", "published: 2022-03-11"))).Findings);
        Assert.Equal((FindingCode.Retroactive, "published"), (finding.Code, finding.Path));
        Assert.Contains("2022-03-01 至 2022-03-10", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>5,000 - 400 = 4,600: 1,000 × 60 % + 3,600 × 80 % = 3,480, patient 1,520; of class A 4,600 × 80 % = 3,680, patient 1,320.</summary>
    [Theory]
    [InlineData("bands: [{over: 0, ratio: 0.6}, {over: 1000, ratio: 0.8}]", "分段支付", 1_520_00L)]
    [InlineData("ratio_by_class: {A: 0.8, B: 0.7}", "按项目类别分别支付", 1_320_00L)]
    public void A_quota_of_day_surgery_whose_rule_has_no_single_ratio_is_found_with_a_visit(string pays, string how, long patientFen)
    {
        var found = Assert.Single(InspectQuotas("K40", pays));
        Assert.Equal((Severity.Warning, "layers.basic.rules.inpatient"), (found.Severity, found.Path));
        Assert.Contains(how, found.Message, StringComparison.Ordinal);
        var sample = Assert.Single(found.Samples);
        Assert.Equal((patientFen, "K40", Care.DaySurgery), (sample.PatientFen, sample.Visit.Facts.Disease, sample.Visit.Facts.Care));
    }

    [Theory]
    [InlineData("K40", "ratio: 0.7")]
    [InlineData("", "bands: [{over: 0, ratio: 0.6}, {over: 1000, ratio: 0.8}]")]
    public void A_quota_with_one_ratio_and_bands_without_a_quota_are_no_finding(string disease, string pays) =>
        Assert.Empty(InspectQuotas(disease, pays));

    [Fact]
    public void A_better_version_is_no_finding() => Assert.Empty(InspectTwo(Later(("amount: 400", "amount: 300"))).Findings);

    [Fact]
    public void What_the_law_wants_is_accepted_by_its_article_and_what_accepts_nothing_is_found()
    {
        using var folder = new PackFolder();
        var pack = folder.Write("law.yaml", LawText.With(("        ratio: 1\n", "        ratio: 0.5\n")));
        folder.Write("law.accepted.yaml", """
            accept:
              - {code: IDENTITY_CLIFF, path: layers.relief.*, cite: S1 三, why: 试验}
              - {code: GAP, path: layers.basic, cite: S1 一, why: 试验}
            """);

        var report = PackInspection.Inspect([folder.Path], LawText.Today);

        Assert.Empty(report.Problems);
        Assert.Equal(1, report.Packs);
        Assert.Equal("《试验通知》 三", Assert.Single(report.Findings, f => f.Code == FindingCode.IdentityCliff).AcceptedBy);
        var unused = Assert.Single(report.Findings, f => f.Code == FindingCode.AcceptedNothing);
        Assert.Equal((3, Path.ChangeExtension(pack, ".accepted.yaml")), (unused.Line, unused.File));
        Assert.Empty(PackLibrary.Read(folder.Path).Problems);
    }

    [Theory]
    [InlineData("{code: COST, path: layers, cite: S1 一, why: 试验}", PackProblemCode.UnknownWord)]
    [InlineData("{code: GAP, path: layers, cite: S9 一, why: 试验}", PackProblemCode.UnknownReference)]
    [InlineData("{code: GAP, path: layers, cite: S1 一}", PackProblemCode.MissingKey)]
    [InlineData("{code: GAP, path: layers, cite: S1 一, why: 试验, who: 某人}", PackProblemCode.UnknownKey)]
    public void An_acceptance_is_read_strictly(string entry, PackProblemCode code)
    {
        using var folder = new PackFolder();
        folder.Write("law.yaml", LawText.Clean);
        folder.Write("law.accepted.yaml", $"accept:\n  - {entry}\n");
        var problem = Assert.Single(PackInspection.Inspect([folder.Path], LawText.Today).Problems);
        Assert.Equal((code, 2), (problem.Code, problem.Line));
    }

    [Fact]
    public void An_error_is_not_accepted()
    {
        using var folder = new PackFolder();
        folder.Write("law.yaml", LawText.With(("      - id: outpatient\n", """
                  - {id: filed, when: {care: outpatient, filed: true}, ratio: 0.5, cite: S1}
                  - {id: not-filed, when: {care: outpatient, filed: false}, ratio: 0.5, cite: S1}
                  - {id: never, when: {care: outpatient}, ratio: 0.6, cite: S1}
                  - id: outpatient

            """)));
        folder.Write("law.accepted.yaml", "accept:\n  - {code: MASKED_TOGETHER, path: layers.*, cite: S1 一, why: 试验}\n");
        Assert.False(PackInspection.Inspect([folder.Path], LawText.Today).Passes(strict: false));
    }

    [Fact]
    public void The_packs_have_no_error()
    {
        var report = PackInspection.Inspect([Packs], LawText.Today);
        Assert.Empty(report.Problems);
        Assert.Equal(0, report.Open(Severity.Error));
        Assert.True(report.Packs > 10);
    }

    private static string Later(params (string Old, string New)[] changes) => LawText.With(
        [("pack: clean", "pack: later"), ("effective: 2022-01-01", "effective: 2022-03-01"), .. changes]);

    private static IEnumerable<LintFinding> InspectQuotas(string disease, string pays)
    {
        var quotas = disease.Length == 0 ? "" : $"{disease}: 6000";
        var text = LawText.With(
            ("layers:\n", $"programmes:\n  - {{id: day, kind: day_surgery, when: {{care: day_surgery}}, quotas: {{{quotas}}}, cite: S1}}\nlayers:\n"),
            ("        deductible: {amount: 400, period: visit}\n        ratio: 0.8\n", $"        deductible: {{amount: 400, period: visit}}\n        {pays}\n"));
        var report = Inspect(text);
        Assert.Empty(report.Problems);
        return report.Findings.Where(f => f.Code == FindingCode.QuotaUnused);
    }

    private static LintReport Inspect(string text)
    {
        using var folder = new PackFolder();
        return PackInspection.Inspect([folder.Write("law.yaml", text)], LawText.Today);
    }

    private static LintReport InspectTwo(string later)
    {
        using var folder = new PackFolder();
        folder.Write("1.yaml", LawText.With(("effective: 2022-01-01", "effective: 2022-01-01\nends: 2022-02-28")));
        folder.Write("2.yaml", later);
        return PackInspection.Inspect([folder.Path], LawText.Today);
    }
}
