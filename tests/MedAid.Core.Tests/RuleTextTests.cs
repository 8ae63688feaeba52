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
            "基本医疗保险：政策范围内费用 11000.00 元，按 100% 计 11000.00 元，年度限额 400.00 元、本年还可支付 300.00 元，超出的 10700.00 元不支付，"
            + "支付 300.00 元（年度限额 400.00 元，本年还剩 0.00 元）。",
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

    private static string SentenceOf(Split split, string layer) =>
        Explanation.Sentence(split.Settled, split.UsedFen, split.Line(layer));
}
