using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>待遇计算: the whole, and which refusal comes first.</summary>
public sealed class AdjudicatorTests
{
    /// <summary>
    /// 20,000: basic (20,000 − 1,000) × 60 % = 11,400; catastrophic (8,600 − 5,000) × 80 % = 2,880; relief 5,720 × 70 %
    /// = 4,004; the patient 1,716.
    /// </summary>
    [Fact]
    public void Three_layers_work_each_on_what_the_one_before_left()
    {
        var split = ThreeLayers().Split(Visits.InScope(20_000_00));
        Assert.Equal(11_400_00, split.PaidFen("basic"));
        Assert.Equal(2_880_00, split.PaidFen("catastrophic"));
        Assert.Equal(4_004_00, split.PaidFen("relief"));
        Assert.Equal(1_716_00, split.PatientFen);
    }

    [Fact]
    public void A_pack_without_layers_leaves_all_to_the_patient()
    {
        var split = new Law().Split(Visits.Of(new ChargeSplit(1, 2, 3, 4)));
        Assert.Equal(10, split.PatientFen);
        Assert.Empty(split.Settled.Lines.ToArray());
    }

    [Fact]
    public void A_visit_without_charges_costs_nobody_anything()
    {
        var split = ThreeLayers().Split(Visits.Of());
        Assert.Equal((0, 0), (split.Settled.TotalFen, split.PatientFen));
        Assert.Equal([0L, 0L, 0L], split.Settled.Lines.ToArray().Select(l => l.PaidFen));
    }

    [Fact]
    public void Counters_that_do_not_fit_the_pack_are_our_own_mistake()
    {
        var result = new Breakdown(ThreeLayers().Terms(), 0);
        Assert.Throws<InvariantBrokenException>(() => Adjudicator.Adjudicate(Visits.InScope(1), [], result));
        Assert.Throws<InvariantBrokenException>(() => Adjudicator.Adjudicate(Visits.InScope(1), new long[3], result));
    }

    /// <summary>
    /// Every fault of the list is in the first visit; one after the other is mended, and the next in the declared order
    /// shows.
    /// </summary>
    [Fact]
    public void Refusals_come_in_the_order_in_which_they_are_declared()
    {
        var good = Visits.Piece(100_00, ItemClass.A);
        var tooLarge = good with { PriceMillionths = long.MaxValue, QuantityTenThousandths = long.MaxValue };
        var faulty = Visits.Of(good with { GivenAmountFen = 1 }, tooLarge) with
        {
            Purpose = Purpose.Settle,
            Upstream = [new("nobody", 1), new("insurer", 1), new("basic", 100_01)],
            External = [new("insurer", 1), new("bank", 200_00)],
        };
        Refusals(
            faulty,
            (Refusal.ItemAmountDiffers, v => v with { Items = [good, v.Items[1]] }),
            (Refusal.AmountTooLarge, v => v with { Items = [good] }),
            (Refusal.LayerGivenTwice, v => v with { External = [new("bank", 200_00)] }),
            (Refusal.LayerNotInForce, v => v with { Upstream = [new("basic", 100_01)] }),
            (Refusal.UpstreamAboveRoom, v => v with { Upstream = [new("basic", 50_00)] }),
            (Refusal.ExternalAboveRoom, v => v with { External = [new("bank", 50_00)] }),
            (Refusal.None, v => v));
    }

    private static void Refusals(VisitInput visit, params (Refusal Expected, Func<VisitInput, VisitInput> Mend)[] table)
    {
        var order = table.Select(r => r.Expected).ToArray();
        Assert.Equal(order.OrderBy(r => r == Refusal.None).ThenBy(r => r), order);
        var law = new Law()
            .Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") })
            .AddExternal("insurer")
            .AddExternal("bank");
        foreach (var (expected, mend) in table)
        {
            Assert.Equal(expected, law.Split(visit).Refusal);
            visit = mend(visit);
        }
    }

    private static Law ThreeLayers()
    {
        var law = new Law();
        law.Add("basic", new LayerRule
        {
            Id = "b", Deductible = new DeductibleTerms(Law.PerVisit(1_000_00), null), Bands = Law.Flat("0.6"),
        });
        law.Add("catastrophic", new LayerRule
        {
            Id = "c",
            Deductible = new DeductibleTerms(law.Per(Period.Year, 5_000_00, "c.deductible"), null),
            Bands = Law.Flat("0.8"),
        });
        return law.Add("relief", new LayerRule
        {
            Id = "r", Bands = Law.Flat("0.7"), Caps = [law.Per(Period.Year, 60_000_00, "relief.paid")],
        });
    }
}
