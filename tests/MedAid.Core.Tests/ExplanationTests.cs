using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>费用说明: every figure that a sentence names can be reckoned again from the others in it.</summary>
public sealed class ExplanationTests
{
    /// <summary>
    /// 1,000 in scope, 50 first, 20 over, 30 out: 1,100; (1,000 − 400) × 75 % = 450; 1,100 − 450 = 650.
    /// </summary>
    [Fact]
    public void A_visit_is_told_from_the_bill_to_what_the_patient_pays()
    {
        var law = new Law().Add("basic", new LayerRule
        {
            Id = "b", Deductible = new DeductibleTerms(Law.PerVisit(400_00), null), Bands = Law.Flat("0.75"),
        });
        Assert.Equal(
            [
                "本次费用 1100.00 元；其中政策范围内 1000.00 元，先行自付 50.00 元，超限价自费 20.00 元，全自费 30.00 元。",
                "基本医疗保险：政策范围内费用 1000.00 元，扣除起付线 400.00 元，余下 600.00 元按 75% 支付 450.00 元。",
                "您本次应付 650.00 元。",
            ],
            Told(law.Split(Visits.Of(new ChargeSplit(1_000_00, 50_00, 20_00, 30_00)))));
    }

    /// <summary>100 × 10 % = 10 waived; 90 left and in scope.</summary>
    [Fact]
    public void A_waiver_is_told_with_the_bill()
    {
        var law = new Law();
        law.Waivers.Add(new WaiverRule(
            Condition.Always, new Dictionary<string, Rate> { ["beds"] = Law.Ratio("0.1") }, Citation.None));
        var bed = Visits.Piece(100_00, ItemClass.A) with { Category = "beds" };
        Assert.Equal(
            "本次费用 100.00 元，医院减免 10.00 元，减免后 90.00 元；其中政策范围内 90.00 元。",
            Told(law.Split(Visits.Of(bed)))[0]);
    }

    /// <summary>
    /// 19,000 before, 3,000 now: 1,000 × 60 % = 600 and 2,000 × 70 % = 1,400, cap 1,500: 500 not paid.
    /// </summary>
    [Fact]
    public void Every_band_that_is_touched_is_told_and_so_is_the_cap()
    {
        var law = new Law();
        law.Add("catastrophic", new LayerRule
        {
            Id = "c",
            Bands = law.BandsOver(Period.Year, "base", (0, "0.6"), (20_000_00, "0.7"), (50_000_00, "0.8")),
            Caps = [Law.PerVisit(1_500_00)],
        });
        Assert.Equal(
            "大病保险：政策范围内费用 3000.00 元，本年累计 20000.00 元以内的部分 1000.00 元按 60% 计 600.00 元，"
            + "本年累计 20000.00 至 50000.00 元的部分 2000.00 元按 70% 计 1400.00 元，每次限额 1500.00 元，支付 1500.00 元，超出的 500.00 元不支付。",
            SentenceOf(law.Split(Visits.InScope(3_000_00), ("base", 19_000_00)), "catastrophic"));
    }

    /// <summary>500, of which 300 count: 300 × 60 % = 180.</summary>
    [Fact]
    public void A_base_cap_before_the_deductible_is_told() =>
        Assert.Equal(
            "基本医疗保险：政策范围内费用 500.00 元，费用限额每次 300.00 元，本次计入 300.00 元，其中 300.00 元按 60% 支付 180.00 元。",
            SentenceOf(BaseCapped(afterDeductible: false, deductibleFen: null).Split(Visits.InScope(500_00)), "basic"));

    /// <summary>500 − 50 = 450, of which 300 count: 300 × 60 % = 180.</summary>
    [Fact]
    public void A_base_cap_after_the_deductible_is_told_after_it() =>
        Assert.Equal(
            "基本医疗保险：政策范围内费用 500.00 元，扣除起付线 50.00 元，费用限额每次 300.00 元，本次计入 300.00 元，其中 300.00 元按 60% 支付 180.00 元。",
            SentenceOf(BaseCapped(afterDeductible: true, deductibleFen: 50_00).Split(Visits.InScope(500_00)), "basic"));

    /// <summary>60 × 60 % = 36 and 40 × 50 % = 20.</summary>
    [Fact]
    public void Classes_are_told_by_their_names()
    {
        var rates = new ClassRates(Law.Ratio("0.6"), Law.Ratio("0.5"), Rate.Zero);
        var law = new Law().Add("basic", new LayerRule { Id = "b", ByClass = rates });
        var bill = Visits.Of(Visits.Piece(60_00, ItemClass.A), Visits.Piece(40_00, ItemClass.B));
        Assert.Equal(
            "基本医疗保险：政策范围内费用 100.00 元，甲类 60.00 元按 60% 计 36.00 元，乙类 40.00 元按 50% 计 20.00 元，支付 56.00 元。",
            SentenceOf(law.Split(bill), "basic"));
    }

    /// <summary>Of 1,000 charged 50 % = 500, but only 300 remain.</summary>
    [Fact]
    public void A_payment_cut_by_what_remains_is_told()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") })
            .Add("relief_tilt", new LayerRule { Id = "t", OfCharged = true, Bands = Law.Flat("0.5") });
        Assert.Equal(
            "倾斜救助：政策范围内费用 1000.00 元，按 50% 计 500.00 元，以个人负担的 300.00 元为限，支付 300.00 元。",
            SentenceOf(law.Split(Visits.InScope(1_000_00)), "relief_tilt"));
    }

    [Theory]
    [InlineData("0.7", "70%")]
    [InlineData("1", "100%")]
    [InlineData("0", "0%")]
    [InlineData("0.825", "82.5%")]
    [InlineData("0.05", "5%")]
    [InlineData("0.005", "0.5%")]
    [InlineData("0.333333", "33.3333%")]         // not 33.33 %: the figures are to be reckoned again
    [InlineData("0.000000000001", "0.0000000001%")]
    public void A_ratio_is_told_exactly(string ratio, string percent)
    {
        var law = new Law().Add("relief", new LayerRule { Id = "r", Bands = Law.Flat(ratio) });
        var told = SentenceOf(law.Split(Visits.InScope(100_00)), "relief");
        Assert.Contains($"按 {percent} 支付 ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_visit_brought_is_told_as_such()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") }).AddExternal("insurer");
        var split = law.Split(Visits.InScope(100_00) with
        {
            Upstream = [new("basic", 70_00)], External = [new("insurer", 5_00)],
        });
        Assert.Equal("基本医疗保险：医保平台已结算 70.00 元，照此扣减。", SentenceOf(split, "basic"));
        Assert.Equal("insurer：另行支付 5.00 元，照此扣减。", SentenceOf(split, "insurer"));
    }

    [Fact]
    public void An_advance_tells_the_patient_that_nothing_is_asked()
    {
        var entry = new OneStopEntry(Condition.Always, null, new Dictionary<string, DateOnly?>(), Citation.None);
        var law = new Law().Add(new Layer
        {
            Id = "relief",
            Covers = [Component.InScope],
            OneStop = [entry],
            Rules = [new LayerRule { Id = "r", Bands = Law.Flat("0.3") }],
        });
        Assert.Equal(
            "医疗救助：政策范围内费用 60.00 元，按 30% 支付 18.00 元；由医院先行垫付，您无需支付这部分。",
            SentenceOf(law.Split(Visits.InScope(60_00)), "relief"));
    }

    [Fact]
    public void The_patient_is_told_the_article_of_an_official_document_and_nothing_of_assumptions_and_web_pages()
    {
        var citation = new Citation { Cite = "S0 附件第一、二段（省文1号；2号）", Source = "W4", Assumed = true, Note = "暂设", Reading = "高10%按10个百分点理解" };
        var law = new Law
        {
            Sources = new PolicySources(
            [
                new PolicySource { Id = "S0", Title = "透析的通知（附件：告知书）", Issuer = "吕梁市医疗保障局" },
                new PolicySource { Id = "W4", Title = "救助比例（二手网页）", Link = "a.b" },
            ]),
        };
        var rule = new LayerRule { Id = "r", Bands = Law.Flat("1"), Citation = citation };
        Assert.Equal(
            "医疗救助：政策范围内费用 0.01 元，按 100% 支付 0.01 元。依据：《透析的通知》附件第一、二段（省文1号；2号）。",
            SentenceOf(law.Add("relief", rule).Split(Visits.InScope(1)), "relief"));
    }

    /// <summary>The article says that there is relief; the ratio is found on a web page alone.</summary>
    [Theory]
    [InlineData("S0 一(二)", "C", "依据：《透析的通知》一（二）；按参保地医疗救助规定（比例待核定）。")]
    [InlineData("", "C", "依据：按参保地医疗救助规定（比例待核定），可向本院医保办查询。")]
    [InlineData("S0 一(二)", "A", "依据：《透析的通知》一（二）。")]
    public void A_ratio_that_no_official_document_has_is_told_as_to_be_confirmed(string cite, string grade, string basis)
    {
        var law = new Law { Sources = new PolicySources([new PolicySource { Id = "S0", Title = "透析的通知" }]) };
        var citation = new Citation { Cite = cite, Source = "W4", Confidence = grade };
        var split = law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.3"), Citation = citation }).Split(Visits.InScope(60_00));
        Assert.Equal($"医疗救助：政策范围内费用 60.00 元，按 30% 支付 18.00 元。{basis}", SentenceOf(split, "relief"));
    }

    [Fact]
    public void Who_pays_later_is_told_what_is_borne_and_not_what_is_due_now()
    {
        var split = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.85") }).Split(Visits.InScope(400_00));
        Assert.Equal("您本次个人负担 60.00 元。", Explanation.Sentences(split.Settled, split.UsedFen, payLater: true)[^1]);
    }

    /// <summary>400 × 85 % = 340; 60 of 5,000 borne; 30 % of 60 = 18.</summary>
    [Fact]
    public void A_dialysis_of_a_poor_patient_is_told_as_three_payers_with_the_line_that_is_not_reached()
    {
        var law = new Law();
        law.Add("basic", new LayerRule
        {
            Id = "b", Bands = Law.Flat("0.85"), Caps = [law.Per(Period.Year, 70_000_00, "basic.paid")],
            Citation = new Citation { Title = "县级医院门诊透析" },
        });
        law.Add("catastrophic", new LayerRule
        {
            Id = "c", Deductible = new DeductibleTerms(law.Per(Period.Year, 5_000_00, "catastrophic.deductible"), null), Bands = Law.Flat("0.8"),
        });
        law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.3"), Citation = new Citation { Title = "低保对象门诊救助" } });
        Assert.Equal(
            [
                "本次费用 400.00 元；其中政策范围内 400.00 元。",
                "基本医疗保险：县级医院门诊透析，政策范围内费用 400.00 元，按 85% 支付 340.00 元（年度限额 70000.00 元，本年还剩 69560.00 元）。",
                "大病保险：个人负担的政策范围内费用 60.00 元，全部计入起付线（本年累计 160.00／5000.00 元），未达到起付线，本次不支付。",
                "医疗救助：低保对象门诊救助，个人负担的政策范围内费用 60.00 元，按 30% 支付 18.00 元。",
                "您本次应付 42.00 元。",
            ],
            Told(law.Split(Visits.InScope(400_00), ("basic.paid", 100_00), ("catastrophic.deductible", 100_00))));
    }

    /// <summary>60 × 30 % = 18, which the patient pays now.</summary>
    [Fact]
    public void A_deferred_payment_says_that_the_patient_pays_and_where_to_claim()
    {
        var law = new Law().Add(new Layer
        {
            Id = "relief",
            Covers = [Component.InScope],
            OneStop = [new OneStopEntry(Condition.Always, null, new Dictionary<string, DateOnly?>(), Citation.None) { AtWindow = false }],
            Rules = [new LayerRule { Id = "r", Bands = Law.Flat("0.3") }],
        });
        Assert.Equal(
            [
                "医疗救助：政策范围内费用 60.00 元，按 30% 应支付 18.00 元；这 18.00 元不在窗口结算，请您先付，再持费用票据和结算单向参保地医保经办机构申领。",
                "您本次应付 60.00 元（其中 18.00 元可向参保地申领）。",
            ],
            Told(law.Split(Visits.InScope(60_00)))[1..]);
    }

    [Theory]
    [InlineData("basic", "", "基本医疗保险")]
    [InlineData("catastrophic", "", "大病保险")]
    [InlineData("relief", "", "医疗救助")]
    [InlineData("relief_tilt", "", "倾斜救助")]
    [InlineData("mutual_aid", "", "mutual_aid")]
    [InlineData("basic", "职工统筹", "职工统筹")]
    public void A_layer_goes_by_the_title_of_the_pack_or_its_usual_name(string id, string title, string name)
    {
        var law = new Law().Add(new Layer
        {
            Id = id, Covers = [Component.InScope], Citation = new Citation { Title = title },
            Rules = [new LayerRule { Id = "r", Bands = Law.Flat("1") }],
        });
        Assert.Equal(name, Explanation.LayerName(law.Split(Visits.InScope(1)).Line(id)));
    }

    [Theory]
    [InlineData(ProgrammeKind.CasePackage, 8_000_00, "白内障：费用在病种限额之内。")]
    [InlineData(ProgrammeKind.CasePackage, 9_500_00, "白内障：超出病种限额的 1500.00 元由医院承担。")]
    [InlineData(ProgrammeKind.Capitation, 1_00, "白内障：本次费用由医保与医院按人头结算，您无需付费。")]
    [InlineData(ProgrammeKind.DaySurgery, 1_00, "白内障：您的负担按普通规定计算，医保与医院按病种定额结算。")]
    public void A_programme_is_told_after_the_bill(ProgrammeKind kind, long chargedFen, string sentence)
    {
        var law = new Law();
        law.Programmes.Add(
            new Programme { Id = "p", Kind = kind, AmountFen = 8_000_00, Citation = new Citation { Title = "白内障" } });
        Assert.Equal(sentence, Told(law.Split(Visits.InScope(chargedFen)))[1]);
    }

    [Fact]
    public void Under_capitation_the_patient_is_told_to_pay_nothing_and_no_sum_that_nobody_pays()
    {
        var law = new Law();
        law.Programmes.Add(new Programme { Id = "p", Kind = ProgrammeKind.Capitation, Citation = new Citation { Title = "透析" } });
        Assert.Equal(
            ["本次费用 5.00 元；其中政策范围内 5.00 元。", "透析：本次费用由医保与医院按人头结算，您无需付费。", "您本次应付 0.00 元。"],
            Told(law.Split(Visits.InScope(5_00))));
    }

    /// <summary>Dialysis of 5.00 is under the contract, 10.00 of another disease are not: the fund pays half of these.</summary>
    [Fact]
    public void Of_a_bill_partly_under_capitation_each_part_is_told()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") });
        law.Programmes.Add(new Programme
        {
            Id = "heads", Kind = ProgrammeKind.Capitation, When = new Condition { Disease = ["N18*"] }, Citation = new Citation { Title = "透析" },
        });
        foreach (var bill in new[] { ("N18", "I10"), ("I10", "N18") })
        {
            var items = new[] { bill.Item1, bill.Item2 }.Select(d => Visits.Piece(d == "N18" ? 5_00 : 10_00, ItemClass.A) with { Disease = d });
            var split = law.Split(Visits.Of([.. items]));
            var told = Told(split);
            Assert.Contains("透析：5.00 元由医保与医院按人头结算，您无需支付这部分。", told);
            Assert.DoesNotContain(told, s => s.Contains("您无需付费", StringComparison.Ordinal));
            Assert.Equal("您本次应付 5.00 元。", told[^1]);
            Assert.Equal("heads", split.Settled.Lines.ToArray().Single(l => l.Kind == LineKind.Capitation).Programme!.Id);
        }
    }

    private static string SentenceOf(Split split, string layer) =>
        Explanation.Sentence(split.Settled, split.UsedFen, split.Line(layer));

    private static string[] Told(Split split) =>
        [.. Explanation.Sentences(split.Settled, split.UsedFen).Where(s => !Explanation.IsSilent(s))];

    private static Law BaseCapped(bool afterDeductible, long? deductibleFen) => new Law().Add("basic", new LayerRule
    {
        Id = "b",
        BaseCap = new BaseCapTerms(Law.PerVisit(300_00), afterDeductible),
        Deductible = deductibleFen is { } fen ? new DeductibleTerms(Law.PerVisit(fen), null) : null,
        Bands = Law.Flat("0.6"),
    });
}
