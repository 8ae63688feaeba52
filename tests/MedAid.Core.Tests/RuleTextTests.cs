using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>What a rule did, in the words of a bill: limits, lines and what is left of them, and where to ask for what is not paid.</summary>
public sealed class RuleTextTests
{
    /// <summary>11,000 × 100 %, of which 300 are left in the year; 4,900 of 5,000 were borne: 100 more, then 10,600 × 80 % = 8,480.</summary>
    [Fact]
    public void A_limit_says_what_it_is_what_was_left_and_what_it_cut_and_a_line_that_is_passed_says_so()
    {
        var law = new Law();
        law.Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("1"), Caps = [law.Per(Period.Year, 400_00, "basic.paid")] });
        law.Add("catastrophic", new LayerRule
        {
            Id = "c", Deductible = new DeductibleTerms(law.Per(Period.Year, 5_000_00, "line"), null), Bands = Law.Flat("0.8"),
        });
        var split = law.Split(Visits.InScope(11_000_00), ("basic.paid", 100_00), ("line", 4_900_00));
        Assert.Equal(
            "基本医疗保险：政策范围内费用 11000.00 元，按 100% 计 11000.00 元，年度限额 400.00 元、本年还剩 300.00 元，"
            + "支付 300.00 元，超出的 10700.00 元不支付。",
            SentenceOf(split, "basic"));
        Assert.Equal(
            "大病保险：个人负担的政策范围内费用 10700.00 元，扣除起付线 100.00 元（本年累计 5000.00／5000.00 元），余下 10600.00 元按 80% 支付 8480.00 元。",
            SentenceOf(split, "catastrophic"));
        Assert.Equal(
            "大病保险：个人负担的政策范围内费用 10.00 元，本年起付线 5000.00 元已满，按 80% 支付 8.00 元。",
            SentenceOf(law.Split(Visits.InScope(10_00), ("basic.paid", 400_00), ("line", 5_000_00)), "catastrophic"));
    }

    [Fact]
    public void A_rule_that_pays_nothing_says_why_and_where_to_ask()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.85") }).Add("relief", new LayerRule
        {
            Id = "r", Bands = Law.Flat("0"), Citation = new Citation { Title = "统筹地区外未备案，按书面程序申请救助" },
        });
        Assert.Equal(
            "医疗救助：统筹地区外未备案，按书面程序申请救助（涉及费用 60.00 元）。"
            + "窗口不能结算，请您先付费，再持诊断书、费用票据、医保报销凭证等向户籍地乡镇（街道）申请。",
            SentenceOf(law.Split(Visits.InScope(400_00)), "relief"));
        Assert.True(Explanation.IsSilent(SentenceOf(law.Split(Visits.InScope(0)), "relief")));
    }

    /// <summary>Drugs of 60 beside dialysis of 400: of 60 less 30, class A at 60 % is 18.</summary>
    [Fact]
    public void A_rule_for_some_items_only_says_which_part_of_a_mixed_bill_it_pays()
    {
        var law = Drugs();
        Assert.Equal(
            "基本医疗保险：高血压门诊用药，政策范围内费用 460.00 元，其中降压药 60.00 元（其余 400.00 元不在此项支付范围），"
            + "扣除起付线 30.00 元（本年累计 30.00／30.00 元），甲类 30.00 元按 60% 支付 18.00 元。",
            SentenceOf(law.Split(Visits.Of(Drug(), Dialysis())), "basic"));
        Assert.Equal(
            "基本医疗保险：高血压门诊用药，政策范围内费用 60.00 元（均为降压药），本年起付线 30.00 元已满，甲类 60.00 元按 60% 支付 36.00 元。",
            SentenceOf(law.Split(Visits.Of(Drug()), ("line", 30_00)), "basic"));
    }

    [Fact]
    public void A_rule_for_some_items_only_says_so_where_the_bill_has_none_of_them()
    {
        var law = Drugs().Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.5") });
        var split = law.Split(Visits.Of(Dialysis()));
        Assert.Equal("基本医疗保险：高血压门诊用药只支付降压药，本次政策范围内费用 400.00 元中没有，不支付。", SentenceOf(split, "basic"));
        Assert.Equal("医疗救助：个人负担的政策范围内费用 400.00 元，按 50% 支付 200.00 元。", SentenceOf(split, "relief"));
    }

    [Fact]
    public void A_bill_wholly_outside_the_scope_says_so_once()
    {
        var split = Drugs().Split(Visits.Of(Visits.Piece(25_00, ItemClass.C)));
        Assert.Equal(
            ["本次费用 25.00 元；其中政策范围内 0.00 元，全自费 25.00 元。", "本次没有政策范围内费用，各项保障都不支付，全部由个人负担。", "您本次应付 25.00 元。"],
            Explanation.Sentences(split.Settled, split.UsedFen).Where(s => !Explanation.IsSilent(s)));
    }

    /// <summary>A stay of 300, 4,000 and 1,000: of the line of 400 go 300, 100 and nothing.</summary>
    [Fact]
    public void A_later_part_of_a_stay_says_what_earlier_parts_took_of_the_line()
    {
        var law = new Law();
        law.Add("basic", new LayerRule
        {
            Id = "b", Deductible = new DeductibleTerms(law.PerStay(400_00, "line"), null), Bands = Law.Flat("0.75"),
            Caps = [law.PerStay(3_000_00, "paid")],
        });
        Assert.Equal(
            "基本医疗保险：政策范围内费用 300.00 元，扣除起付线 300.00 元，本次不支付。", Told(300_00));
        Assert.Equal(
            "基本医疗保险：政策范围内费用 4000.00 元，本次住院起付线 400.00 元，此前各次结算已扣 300.00 元，本次再扣 100.00 元，"
            + "余下 3900.00 元按 75% 支付 2925.00 元。",
            Told(4_000_00, ("line", 300_00)));
        Assert.Equal(
            "基本医疗保险：政策范围内费用 1000.00 元，本次住院起付线 400.00 元，此前各次结算已扣 400.00 元，本次不再扣，按 75% 计 750.00 元，"
            + "每次限额 3000.00 元、此前各次结算已支付 2925.00 元，支付 75.00 元，超出的 675.00 元不支付。",
            Told(1_000_00, ("line", 400_00), ("paid", 2_925_00)));

        string Told(long fen, params (string Counter, long Fen)[] used) =>
            SentenceOf(law.Split(Visits.InScope(fen) with { Stay = "S1" }, used), "basic");
    }

    /// <summary>80 each visit, at most 200 a year: with 150 borne 50 more, then none.</summary>
    [Fact]
    public void A_line_per_visit_whose_ceiling_of_the_year_is_reached_says_so()
    {
        var law = new Law();
        law.Add("basic", new LayerRule { Id = "b", Deductible = law.PerVisitUpTo(80_00, 200_00, "line"), Bands = Law.Flat("0.5") });
        Assert.Equal(
            "基本医疗保险：政策范围内费用 100.00 元，扣除起付线 50.00 元，起付线本年累计已到上限 200.00 元，不再多扣，余下 50.00 元按 50% 支付 25.00 元。",
            SentenceOf(law.Split(Visits.InScope(100_00), ("line", 150_00)), "basic"));
        Assert.Equal(
            "基本医疗保险：政策范围内费用 100.00 元，起付线本年累计已到上限 200.00 元，不再扣，按 50% 支付 50.00 元。",
            SentenceOf(law.Split(Visits.InScope(100_00), ("line", 200_00)), "basic"));
    }

    /// <summary>Bands that begin at 10,000, and a cap on what is borne, which pays nothing up to 3,000: 9,000 of the year, then 500 and 2,500.</summary>
    [Fact]
    public void Bands_that_are_not_reached_say_from_where_they_pay()
    {
        var law = new Law();
        law.Add("catastrophic", new LayerRule { Id = "c", Bands = law.BandsOver(Period.Year, "base", (10_000_00, "0.6")) });
        law.Add("cap", new LayerRule
        {
            Id = "r", Bands = law.BandsOver(Period.Year, "borne", (0, "0"), (3_000_00, "1")), Citation = new Citation { Title = "年度自付封顶3000元" },
        });
        var split = law.Split(Visits.InScope(500_00), ("base", 8_500_00), ("borne", 2_000_00));
        Assert.Equal("大病保险：政策范围内费用 500.00 元，本年累计 9000.00 元，未超过 10000.00 元，本次不支付。", SentenceOf(split, "catastrophic"));
        Assert.Equal(
            "cap：年度自付封顶3000元，个人负担的政策范围内费用 500.00 元，本年累计 2500.00 元，未超过 3000.00 元，本次不支付。", SentenceOf(split, "cap"));
    }

    /// <summary>Two-disease drugs: what is no such drug is in scope and not paid.</summary>
    private static Law Drugs()
    {
        var law = new Law();
        return law.Add("basic", new LayerRule
        {
            Id = "b", Only = new OnlyTerms([], ["XC*"], false) { Title = "降压药" },
            Deductible = new DeductibleTerms(law.Per(Period.Year, 30_00, "line"), null),
            ByClass = new ClassRates(Law.Ratio("0.6"), Law.Ratio("0.5"), Rate.Zero), Citation = new Citation { Title = "高血压门诊用药" },
        });
    }

    private static Item Drug() => Visits.Piece(60_00, ItemClass.A) with { Code = "XC08" };

    private static Item Dialysis() => Visits.Piece(400_00, ItemClass.A) with { Code = "0031" };

    private static string SentenceOf(Split split, string layer) =>
        Explanation.Sentence(split.Settled, split.UsedFen, split.Line(layer));
}
