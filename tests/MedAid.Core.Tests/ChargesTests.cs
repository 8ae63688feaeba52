using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>费用分解: from items to the four components.</summary>
public sealed class ChargesTests
{
    /// <summary>(2^63 − 1) millionths × 10,000 pieces: exactly as many fen as a long holds.</summary>
    private static readonly Item Most = new()
    {
        Code = "x", PriceMillionths = long.MaxValue, QuantityTenThousandths = 100_000_000, Class = ItemClass.A,
    };

    [Theory]
    [InlineData(0, 10_000, 0)]
    [InlineData(10_000, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(4_999, 10_000, 0)]      // 0.004999 yuan
    [InlineData(5_000, 10_000, 1)]      // 0.005 yuan, half a fen
    [InlineData(10_000, 4_999, 0)]
    [InlineData(10_000, 5_000, 1)]
    [InlineData(10_000, 10_000, 1)]
    [InlineData(45_500_000, 15_000, 68_25)]   // 45.50 × 1.5
    [InlineData(333_333, 30_000, 1_00)]       // 0.333333 × 3 = 0.999999
    public void An_amount_is_price_times_quantity_rounded_to_the_fen(long price, long quantity, long expectedFen) =>
        Assert.Equal(expectedFen, Charges.AmountFen(price, quantity));

    [Fact]
    public void An_amount_that_does_not_fit_is_refused_and_never_wraps()
    {
        // (2^63 − 1) × 10^8 / 10^8 fits exactly, one more ten-thousandth does not.
        Assert.Equal(long.MaxValue, Charges.AmountFen(long.MaxValue, 100_000_000));
        var item = Most with { QuantityTenThousandths = 100_000_001 };
        Assert.Equal(Refusal.AmountTooLarge, new Law().Split(Visits.Of(item)).Refusal);
    }

    [Fact]
    public void A_bill_whose_sum_does_not_fit_is_refused()
    {
        Assert.Equal(long.MaxValue, new Law().Split(Visits.Of(Most)).Settled.TotalFen);
        Assert.Equal(Refusal.AmountTooLarge, new Law().Split(Visits.Of(Most, Visits.Piece(1, ItemClass.A))).Refusal);
        Assert.Equal(
            Refusal.AmountTooLarge, new Law().Split(Visits.Of(new ChargeSplit(long.MaxValue, 1, 0, 0))).Refusal);
    }

    [Theory]
    [InlineData(99_99, Refusal.ItemAmountDiffers)]
    [InlineData(100_00, Refusal.None)]
    [InlineData(100_01, Refusal.ItemAmountDiffers)]
    public void A_given_amount_is_compared_to_the_fen(long givenFen, Refusal expected) =>
        Assert.Equal(
            expected,
            new Law().Split(Visits.Of(Visits.Piece(100_00, ItemClass.A) with { GivenAmountFen = givenFen })).Refusal);

    [Theory]
    [InlineData(545_50, "0.05", 27_28, 518_22)] // 27.275
    [InlineData(1, "0.5", 1, 0)]
    [InlineData(1, "0.499", 0, 1)]
    [InlineData(0, "0.5", 0, 0)]
    [InlineData(100_00, "0", 0, 100_00)]
    [InlineData(100_00, "1", 100_00, 0)]
    public void First_self_pay_is_rounded_and_the_rest_is_got_by_subtraction(
        long priceFen, string ratio, long firstSelfPayFen, long inScopeFen) =>
        Assert.Equal(
            new ChargeSplit(inScopeFen, firstSelfPayFen, 0, 0), ChargesOf(Visits.Piece(priceFen, ItemClass.B, ratio)));

    [Fact]
    public void A_ratio_on_a_class_A_item_is_used() =>
        Assert.Equal(new ChargeSplit(90_00, 10_00, 0, 0), ChargesOf(Visits.Piece(100_00, ItemClass.A, "0.1")));

    [Theory]
    [InlineData(ItemClass.A, false, 0, true)]
    [InlineData(ItemClass.A, false, 1, true)]
    [InlineData(ItemClass.A, false, 2, false)]
    [InlineData(ItemClass.B, true, 0, false)]
    [InlineData(ItemClass.B, true, 1, true)]
    [InlineData(ItemClass.B, true, 2, false)]
    [InlineData(ItemClass.C, false, 1, false)]
    [InlineData(default(ItemClass), false, 0, false)] // what the catalogue does not know
    public void Class_restriction_and_approval_decide_what_is_in_scope(
        ItemClass itemClass, bool restricted, int approval, bool inScope) =>
        Assert.Equal(
            inScope ? new ChargeSplit(100_00, 0, 0, 0) : new ChargeSplit(0, 0, 0, 100_00),
            ChargesOf(Visits.Piece(100_00, itemClass) with { Restricted = restricted, Approval = approval }));

    [Theory]
    [InlineData(399_99, 0)]
    [InlineData(400_00, 0)]
    [InlineData(400_01, 1)]
    [InlineData(420_00, 20_00)]
    public void Above_the_ceiling_the_difference_is_the_patients(long priceFen, long overFen) =>
        Assert.Equal(
            new ChargeSplit(priceFen - overFen, 0, overFen, 0),
            ChargesOf(Visits.Piece(priceFen, ItemClass.A) with { CeilingMillionths = 400_000_000 }));

    /// <summary>
    /// (1.005 − 1) × 1.5 = 0.0075 → 0.01; 1.005 × 1.5 = 1.5075 → 1.51; 1.50 × 10 % = 0.15; 1.35 in scope.
    /// </summary>
    [Fact]
    public void The_excess_is_rounded_over_the_whole_quantity_and_first_self_pay_comes_after_it() =>
        Assert.Equal(
            new ChargeSplit(1_35, 15, 1, 0),
            ChargesOf(new Item
            {
                Code = "x", Class = ItemClass.B, PriceMillionths = 1_005_000, QuantityTenThousandths = 15_000,
                CeilingMillionths = 1_000_000, FirstSelfPay = Law.Ratio("0.1"),
            }));

    /// <summary>
    /// A ceiling of 10 on a price of 100: 90 over, but after a waiver of 50 % only 50 are left, and all are over.
    /// </summary>
    [Fact]
    public void The_excess_is_reckoned_on_the_full_price_and_limited_to_what_the_waiver_left()
    {
        var law = new Law();
        law.Waivers.Add(Waiver("drugs", "0.5"));
        var result = law.Split(Visits.Of(
            Visits.Piece(100_00, ItemClass.A) with { Category = "drugs", CeilingMillionths = 10_000_000 })).Settled;
        Assert.Equal(new ChargeSplit(0, 0, 50_00, 0), result.Charges);
    }

    /// <summary>33.33 × 10 % = 3.333 → 3.33 waived; 30.00 left, 5 % of it is 1.50.</summary>
    [Fact]
    public void A_waiver_comes_off_before_anybody_pays()
    {
        var law = new Law();
        law.Waivers.Add(Waiver("drugs", "0.1"));
        var result = law.Split(Visits.Of(Visits.Piece(33_33, ItemClass.B, "0.05") with { Category = "drugs" })).Settled;
        Assert.Equal(33_33, result.GrossFen);
        Assert.Equal(3_33, result.WaivedFen);
        Assert.Equal(30_00, result.TotalFen);
        Assert.Equal(new ChargeSplit(28_50, 1_50, 0, 0), result.Charges);
        Assert.Equal(30_00, result.PatientFen);
    }

    [Fact]
    public void The_hospitals_own_waiver_comes_first_and_one_that_names_no_such_category_is_passed_over()
    {
        var law = new Law();
        law.Waivers.Add(Waiver("drugs", "0.1"));
        var visit = Visits.Of(Visits.Piece(100_00, ItemClass.C) with { Category = "drugs" });
        Assert.Equal(20_00, law.Split(visit with { Waivers = [Waiver("drugs", "0.2")] }).Settled.WaivedFen);
        Assert.Equal(10_00, law.Split(visit with { Waivers = [Waiver("beds", "0.2")] }).Settled.WaivedFen);
        Assert.Equal(0, law.Split(Visits.Of(Visits.Piece(100_00, ItemClass.C))).Settled.WaivedFen);
        var elsewhere =
            Waiver("drugs", "0.2") with { When = new Condition { Care = default(ValueSet).With((int)Care.Inpatient) } };
        Assert.Equal(10_00, law.Split(visit with { Waivers = [elsewhere] }).Settled.WaivedFen);
    }

    [Fact]
    public void The_first_item_rule_that_holds_replaces_the_ratio_of_the_catalogue()
    {
        var law = new Law();
        var classB = new Condition { ItemClass = default(ValueSet).With((int)ItemClass.B) };
        law.ItemRules.Add(new ItemRule("b", classB, Rate.Zero, Citation.None));
        law.ItemRules.Add(new ItemRule("all", Condition.Always, Law.Ratio("0.5"), Citation.None));
        var result = law.Split(Visits.Of(
            Visits.Piece(100_00, ItemClass.B, "0.1"),
            Visits.Piece(100_00, ItemClass.A, "0.1"),
            Visits.Piece(100_00, ItemClass.C, "0.1"))).Settled;
        Assert.Equal(new ChargeSplit(150_00, 50_00, 0, 100_00), result.Charges); // 100 + 50; 0 + 50; C untouched
        Assert.Equal(Law.Ratio("0.5"), result.Items[1].FirstSelfPayRate);
        Assert.Equal(Rate.Zero, result.Items[2].FirstSelfPayRate);
    }

    [Fact]
    public void Charges_given_by_component_are_taken_as_they_stand()
    {
        var charges = new ChargeSplit(1, 2, 3, 4);
        var result = new Law().Split(Visits.Of(charges)).Settled;
        Assert.Equal(charges, result.Charges);
        Assert.Equal(10, result.GrossFen);
        Assert.Equal(10, result.TotalFen);
        Assert.Equal(0, result.Items.Length);
    }

    [Fact]
    public void A_negative_charge_is_our_own_mistake() =>
        Assert.Throws<InvariantBrokenException>(() => new Law().Split(Visits.Of(new ChargeSplit(-1, 1, 0, 0))));

    private static ChargeSplit ChargesOf(Item item) => new Law().Split(Visits.Of(item)).Settled.Charges;

    private static WaiverRule Waiver(string category, string ratio) =>
        new(Condition.Always, new Dictionary<string, Rate> { [category] = Law.Ratio(ratio) }, Citation.None);
}
