using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>层次支付: the steps in their order, and what they take from which component.</summary>
public sealed class LayerPaymentsTests
{
    /// <summary>
    /// Base 10,000; base cap 8,000 counts; deductible 1,000 → 7,000; 5,000 × 60 % + 2,000 × 80 % = 4,600; cap 4,000:
    /// 600 capped. The other orders give other figures: deductible first 8,000 → 5,400, cap first 4,000 less 1,000.
    /// </summary>
    [Fact]
    public void Base_cap_then_deductible_then_bands_then_cap()
    {
        var law = new Law();
        law.Add("basic", new LayerRule
        {
            Id = "r",
            BaseCap = new BaseCapTerms(law.Per(Period.Year, 8_000_00, "base_cap"), false),
            Deductible = new DeductibleTerms(law.Per(Period.Year, 1_000_00, "deductible"), null),
            Bands = law.BandsOver(Period.Year, "base", (0, "0.6"), (5_000_00, "0.8")),
            Caps = [law.Per(Period.Year, 4_000_00, "paid")],
        });
        var split = law.Split(Visits.InScope(10_000_00));
        var line = split.Line("basic");
        Assert.Equal((10_000_00, 8_000_00, 1_000_00), (line.BaseFen, line.EligibleFen, line.DeductibleFen));
        Assert.Equal((7_000_00, 4_600_00), (line.AssessedFen, line.ComputedFen));
        Assert.Equal((4_000_00, 600_00), (line.PaidFen, line.CappedFen));
        Assert.Equal(6_000_00, split.PatientFen);
        Assert.Equal(8_000_00, split.Added("base_cap"));
        Assert.Equal(1_000_00, split.Added("deductible"));
        Assert.Equal(7_000_00, split.Added("base"));
        Assert.Equal(4_000_00, split.Added("paid"));
    }

    [Fact]
    public void The_first_rule_that_holds_applies_and_without_one_the_layer_has_no_line()
    {
        var inpatient = new Condition { Care = default(ValueSet).With((int)Care.Inpatient) };
        var law = new Law()
            .Add("none", new LayerRule { Id = "n", When = inpatient, Bands = Law.Flat("1") })
            .Add(
                "basic",
                new LayerRule { Id = "in", When = inpatient, Bands = Law.Flat("1") },
                new LayerRule { Id = "out", Bands = Law.Flat("0.5") },
                new LayerRule { Id = "late", Bands = Law.Flat("0.9") });
        var line = Assert.Single(law.Split(Visits.InScope(100_00)).Settled.Lines.ToArray());
        Assert.Equal(("basic", "out", 50_00L), (line.LayerId, line.Rule!.Id, line.PaidFen));
    }

    [Fact]
    public void A_rule_that_pays_nothing_still_has_a_line() =>
        Assert.Equal(0, new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Flat("0") })
            .Split(Visits.InScope(100_00)).PaidFen("basic"));

    /// <summary>
    /// 120 × 50 % = 60 of first self-pay 20 and in scope 100: the 20 go first, then 40. The next sees 0 and 60.
    /// </summary>
    [Fact]
    public void A_payment_uses_up_the_components_in_the_order_in_which_they_are_covered()
    {
        var law = new Law()
            .Add(Covering("a", "0.5", Component.FirstSelfPay, Component.InScope))
            .Add(Covering("b", "0", Component.FirstSelfPay))
            .Add(Covering("c", "0", Component.InScope));
        var split = law.Split(Visits.Of(new ChargeSplit(100_00, 20_00, 7_00, 9_00)));
        Assert.Equal(60_00, split.PaidFen("a"));
        Assert.Equal(0, split.Line("b").BaseFen);
        Assert.Equal(60_00, split.Line("c").BaseFen);
        Assert.Equal(76_00, split.PatientFen); // 136 − 60
    }

    [Fact]
    public void What_is_not_covered_is_neither_base_nor_paid()
    {
        var split = new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Flat("1") })
            .Split(Visits.Of(new ChargeSplit(0, 5_00, 6_00, 7_00)));
        Assert.Equal((0, 0), (split.Line("basic").BaseFen, split.Line("basic").PaidFen));
        Assert.Equal(18_00, split.PatientFen);
    }

    /// <summary>
    /// Of charged 1,000 at 50 % = 500, but basic left only 300; what the room cuts is not capped, and the base grows
    /// whole.
    /// </summary>
    [Fact]
    public void Room_cuts_before_caps_and_is_not_called_capped()
    {
        var law = new Law();
        law.Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") });
        law.Add("second", new LayerRule
        {
            Id = "s",
            OfCharged = true,
            Bands = law.BandsOver(Period.Year, "base", (0, "0.5")),
            Caps = [Law.PerVisit(250_00)],
        });
        var split = law.Split(Visits.InScope(1_000_00));
        var line = split.Line("second");
        Assert.Equal((1_000_00, 300_00, 500_00), (line.BaseFen, line.RoomFen, line.ComputedFen));
        Assert.Equal((250_00, 50_00), (line.PaidFen, line.CappedFen));
        Assert.Equal(1_000_00, split.Added("base"));
    }

    /// <summary>
    /// 100 × 50 % capped at 10: 40 are capped. They leave in reverse order: over ceiling 30 first, then 10 in scope; 10
    /// of in scope were paid, so 50 remain there.
    /// </summary>
    [Fact]
    public void What_stays_with_the_patient_leaves_the_components_in_reverse_order()
    {
        var law = new Law()
            .Add(new Layer
            {
                Id = "a",
                Covers = [Component.InScope, Component.OverCeiling],
                Rules =
                [
                    new LayerRule
                    {
                        Id = "a", Bands = Law.Flat("0.5"), Caps = [Law.PerVisit(10_00)], OverCapToPatient = true,
                    },
                ],
            })
            .Add(Covering("in", "0", Component.InScope))
            .Add(Covering("ceiling", "0", Component.OverCeiling))
            .Add(Covering("rest", "0.5", Component.OverCap));
        var split = law.Split(Visits.Of(new ChargeSplit(70_00, 0, 30_00, 0)));
        Assert.Equal(40_00, split.Line("a").OverCapFen);
        Assert.Equal(50_00, split.Line("in").BaseFen);
        Assert.Equal(0, split.Line("ceiling").BaseFen);
        Assert.Equal((40_00, 20_00), (split.Line("rest").BaseFen, split.PaidFen("rest")));
        Assert.Equal(70_00, split.PatientFen); // 100 − 10 − 20
    }

    /// <summary>
    /// Of charged 1,000 with 900 spilling over a base cap of 100: but only 300 − 100 = 200 remain to be moved.
    /// </summary>
    [Fact]
    public void No_more_is_moved_than_remains()
    {
        var law = new Law()
            .Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") })
            .Add("second", new LayerRule
            {
                Id = "s",
                OfCharged = true,
                BaseCap = new BaseCapTerms(Law.PerVisit(100_00), false),
                Bands = Law.Flat("1"),
                OverCapToPatient = true,
            })
            .Add("third", new LayerRule { Id = "t", Bands = Law.Flat("1") });
        var split = law.Split(Visits.InScope(1_000_00));
        Assert.Equal(200_00, split.Line("second").OverCapFen);
        Assert.Equal(0, split.Line("third").BaseFen);
        Assert.Equal(200_00, split.PatientFen);
    }

    private static Layer Covering(string id, string ratio, params Component[] covers) => new()
    {
        Id = id, Covers = covers, Rules = [new LayerRule { Id = id, Bands = Law.Flat(ratio) }],
    };
}
