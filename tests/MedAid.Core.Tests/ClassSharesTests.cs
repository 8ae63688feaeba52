using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>按甲乙类分别支付: A at 60 %, B at 50 %.</summary>
public sealed class ClassSharesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]              // 0.6 fen
    [InlineData(0, 1, 1)]              // 0.5 fen
    [InlineData(1, 1, 2)]              // each product rounded: 0.6 → 1, 0.5 → 1
    [InlineData(300_00, 100_00, 230_00)] // 180 + 50
    [InlineData(400_00, 0, 240_00)]
    [InlineData(0, 400_00, 200_00)]
    public void Each_class_is_paid_at_its_ratio(long classAFen, long classBFen, long paidFen) =>
        Assert.Equal(paidFen, Paying(null).Split(Bill(classAFen, classBFen)).PaidFen("basic"));

    /// <summary>
    /// 98 in scope, 30 deductible: 68 × 60/98 = 41.632… → 41.63, the rest 26.37; 24.978 → 24.98 and 13.185 → 13.19.
    /// </summary>
    [Fact]
    public void What_the_deductible_left_is_shared_in_proportion_and_the_last_takes_the_rest()
    {
        var split = Paying(new DeductibleTerms(Law.PerVisit(30_00), null)).Split(Bill(60_00, 38_00));
        Assert.Equal(38_17, split.PaidFen("basic"));
        Assert.Equal(
            [
                new Share(0, ItemClass.A, 41_63, Law.Ratio("0.6"), 24_98),
                new Share(0, ItemClass.B, 26_37, Law.Ratio("0.5"), 13_19),
            ],
            split.Result.SharesOf(split.Line("basic")).ToArray());
    }

    [Fact]
    public void A_class_that_is_not_named_pays_nothing_but_keeps_its_share()
    {
        var rates = new ClassRates(Law.Ratio("0.6"), Rate.Zero, Rate.Zero);
        var law = new Law().Add("basic", new LayerRule { Id = "r", ByClass = rates });
        Assert.Equal(60_00, law.Split(Bill(100_00, 300_00)).PaidFen("basic"));
    }

    [Fact]
    public void Without_items_or_with_class_C_only_it_pays_nothing()
    {
        Assert.Equal(0, Paying(null).Split(Visits.InScope(100_00)).PaidFen("basic"));
        Assert.Equal(0, Paying(null).Split(Visits.Of(Visits.Piece(100_00, ItemClass.C))).PaidFen("basic"));
    }

    /// <summary>
    /// Basic pays 50 % of 400 as one ratio; relief shares the 200 that remain by the amounts of the bill, 300 : 100 →
    /// 150 × 60 % + 50 × 50 % = 115.
    /// </summary>
    [Fact]
    public void The_weights_are_those_of_the_bill_whatever_earlier_layers_paid()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") });
        Assert.Equal(115_00, Pay(law, "relief", null).Split(Bill(300_00, 100_00)).PaidFen("relief"));
    }

    [Fact]
    public void Restricted_and_class_C_items_have_no_weight()
    {
        var visit = Visits.Of(
            Visits.Piece(100_00, ItemClass.A),
            Visits.Piece(500_00, ItemClass.B) with { Restricted = true },
            Visits.Piece(500_00, ItemClass.C));
        Assert.Equal(60_00, Paying(null).Split(visit).PaidFen("basic"));
    }

    [Fact]
    public void The_largest_amounts_are_shared_without_wrapping()
    {
        // Prices are in millionths of a yuan, so one item holds at most 2^63 / 10^6 yuan; a thousand pieces of 9
        // billion yuan each.
        var item = Visits.Piece(900_000_000_000, ItemClass.A) with { QuantityTenThousandths = 10_000_000 };
        var split = Paying(null).Split(Visits.Of(item, item with { Class = ItemClass.B }));
        Assert.Equal(990_000_000_000_000, split.PaidFen("basic")); // 900 × 10^12 × (60 % + 50 %)
    }

    private static VisitInput Bill(long classAFen, long classBFen) =>
        Visits.Of(Visits.Piece(classAFen, ItemClass.A), Visits.Piece(classBFen, ItemClass.B));

    private static Law Paying(DeductibleTerms? deductible) => Pay(new Law(), "basic", deductible);

    private static Law Pay(Law law, string layer, DeductibleTerms? deductible) => law.Add(layer, new LayerRule
    {
        Id = "r", Deductible = deductible, ByClass = new ClassRates(Law.Ratio("0.6"), Law.Ratio("0.5"), Rate.Zero),
    });
}
