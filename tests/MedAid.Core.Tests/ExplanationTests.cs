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
                "本次费用 1100.00 元；其中符合政策范围 1000.00 元，先行自付 50.00 元，超限价自费 20.00 元，全自费 30.00 元。",
                "基本医疗保险：对剩余 1000.00 元，扣起付线 400.00 元，计 600.00 元 × 75% = 450.00 元，支付 450.00 元。",
                "您本次应付 650.00 元。",
            ],
            Explanation.Sentences(law.Split(Visits.Of(new ChargeSplit(1_000_00, 50_00, 20_00, 30_00))).Settled));
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
            "本次费用 100.00 元，医院减免 10.00 元，减免后 90.00 元；其中符合政策范围 90.00 元。",
            Explanation.Sentences(law.Split(Visits.Of(bed)).Settled)[0]);
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
            "大病保险：对剩余 3000.00 元，0.00 元以上段 1000.00 元 × 60% = 600.00 元，"
            + "20000.00 元以上段 2000.00 元 × 70% = 1400.00 元，超过封顶线 500.00 元 不付，支付 1500.00 元。",
            SentenceOf(law.Split(Visits.InScope(3_000_00), ("base", 19_000_00)), "catastrophic"));
    }

    /// <summary>500, of which 300 count: 300 × 60 % = 180.</summary>
    [Fact]
    public void A_base_cap_before_the_deductible_is_told() =>
        Assert.Equal(
            "基本医疗保险：对剩余 500.00 元，限额内计入 300.00 元，计 300.00 元 × 60% = 180.00 元，支付 180.00 元。",
            SentenceOf(BaseCapped(afterDeductible: false, deductibleFen: null).Split(Visits.InScope(500_00)), "basic"));

    /// <summary>500 − 50 = 450, of which 300 count: 300 × 60 % = 180.</summary>
    [Fact]
    public void A_base_cap_after_the_deductible_is_told_after_it() =>
        Assert.Equal(
            "基本医疗保险：对剩余 500.00 元，扣起付线 50.00 元，限额内计入 300.00 元，计 300.00 元 × 60% = 180.00 元，支付 180.00 元。",
            SentenceOf(BaseCapped(afterDeductible: true, deductibleFen: 50_00).Split(Visits.InScope(500_00)), "basic"));

    /// <summary>60 × 60 % = 36 and 40 × 50 % = 20.</summary>
    [Fact]
    public void Classes_are_told_by_their_names()
    {
        var rates = new ClassRates(Law.Ratio("0.6"), Law.Ratio("0.5"), Rate.Zero);
        var law = new Law().Add("basic", new LayerRule { Id = "b", ByClass = rates });
        var bill = Visits.Of(Visits.Piece(60_00, ItemClass.A), Visits.Piece(40_00, ItemClass.B));
        Assert.Equal(
            "基本医疗保险：对剩余 100.00 元，甲类 60.00 元 × 60% = 36.00 元，乙类 40.00 元 × 50% = 20.00 元，支付 56.00 元。",
            SentenceOf(law.Split(bill), "basic"));
    }

    /// <summary>Of 1,000 charged 50 % = 500, but only 300 remain.</summary>
    [Fact]
    public void A_payment_cut_by_what_remains_is_told()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") })
            .Add("relief_tilt", new LayerRule { Id = "t", OfCharged = true, Bands = Law.Flat("0.5") });
        Assert.Equal(
            "倾斜救助：按费用 1000.00 元，计 1000.00 元 × 50% = 500.00 元，以剩余费用 300.00 元 为限，支付 300.00 元。",
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
        Assert.Contains($"计 100.00 元 × {percent} = ", told, StringComparison.Ordinal);
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
        Assert.Equal("insurer：本次带入 5.00 元，照此扣减。", SentenceOf(split, "insurer"));
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
            "医疗救助：对剩余 60.00 元，计 60.00 元 × 30% = 18.00 元，支付 18.00 元；尚未联网结算，由医院先行垫付，您无需支付这部分。",
            SentenceOf(law.Split(Visits.InScope(60_00)), "relief"));
    }

    [Fact]
    public void The_article_is_named_and_an_assumed_figure_is_confessed()
    {
        var citation = new Citation { Cite = "本地文件 第三条", Assumed = true };
        var rule = new LayerRule { Id = "r", Bands = Law.Flat("1"), Citation = citation };
        var told = SentenceOf(new Law().Add("relief", rule).Split(Visits.InScope(1)), "relief");
        Assert.EndsWith(
            "支付 0.01 元。依据：本地文件 第三条。（所用数字尚无文件依据，为暂设，请与医保经办机构核对）", told, StringComparison.Ordinal);
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
    [InlineData(ProgrammeKind.CasePackage, 9_500_00, "白内障：超出病种限额的 1500.00 元 由医院承担。")]
    [InlineData(ProgrammeKind.Capitation, 1_00, "白内障：按人头包干，患者不付费。")]
    [InlineData(ProgrammeKind.DaySurgery, 1_00, "白内障：患者负担按普通规定计算，医保与医院按病种定额结算。")]
    public void A_programme_is_told_after_the_bill(ProgrammeKind kind, long chargedFen, string sentence)
    {
        var law = new Law();
        law.Programmes.Add(
            new Programme { Id = "p", Kind = kind, AmountFen = 8_000_00, Citation = new Citation { Title = "白内障" } });
        Assert.Equal(sentence, Explanation.Sentences(law.Split(Visits.InScope(chargedFen)).Settled)[1]);
    }

    [Fact]
    public void Capitation_is_told_as_paid_whole()
    {
        var law = new Law();
        law.Programmes.Add(new Programme { Id = "p", Kind = ProgrammeKind.Capitation });
        Assert.Equal(
            ["按人头包干：按人头包干，基金全额支付 5.00 元。", "您本次应付 0.00 元。"],
            Explanation.Sentences(law.Split(Visits.InScope(5_00)).Settled).Skip(2));
    }

    private static string SentenceOf(Split split, string layer) =>
        Explanation.Sentence(split.Settled, split.Line(layer));

    private static Law BaseCapped(bool afterDeductible, long? deductibleFen) => new Law().Add("basic", new LayerRule
    {
        Id = "b",
        BaseCap = new BaseCapTerms(Law.PerVisit(300_00), afterDeductible),
        Deductible = deductibleFen is { } fen ? new DeductibleTerms(Law.PerVisit(fen), null) : null,
        Bands = Law.Flat("0.6"),
    });
}
