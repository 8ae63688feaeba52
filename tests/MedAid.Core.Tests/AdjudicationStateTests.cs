using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>年度累计: what a counter held, what the visit adds, and what is left of a limit.</summary>
public sealed class AdjudicationStateTests
{
    [Fact]
    public void A_counter_that_reaches_the_end_of_money_is_still_counted_and_never_wraps()
    {
        var law = new Law();
        var cap = law.Per(Period.Year, long.MaxValue, "paid");
        law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("1"), Caps = [cap] });
        var split = law.Split(Visits.InScope(10), ("paid", long.MaxValue - 4));
        Assert.Equal((4, 6), (split.PaidFen("relief"), split.Line("relief").CappedFen));
        Assert.Equal(4, split.Added("paid"));
    }

    /// <summary>An upstream payment counts whole; the second layer then asks a counter that no longer fits.</summary>
    [Fact]
    public void A_counter_that_passes_the_end_of_money_is_refused()
    {
        var law = new Law();
        var shared = law.Per(Period.Year, 100_00, "paid");
        law.Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("1"), Caps = [shared] });
        law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("1"), Caps = [shared] });
        var visit = Visits.InScope(100) with { Upstream = [new("basic", 5)] };
        Assert.Equal(Refusal.None, law.Split(visit, ("paid", long.MaxValue - 5)).Refusal);
        Assert.Equal(Refusal.AmountTooLarge, law.Split(visit, ("paid", long.MaxValue - 4)).Refusal);
    }

    /// <summary>A month's and a year's limit of one name are two counters.</summary>
    [Fact]
    public void Counters_of_one_name_and_two_periods_do_not_mix()
    {
        var law = new Law();
        var (month, year) = (law.Per(Period.Month, 10_00, "paid"), law.Per(Period.Year, 20_00, "paid"));
        law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("1"), Caps = [month, year] });
        Assert.Equal((0, 1), (month.Slot, year.Slot));
        var result = law.Split(Visits.InScope(15_00)).Settled;
        Assert.Equal([10_00L, 10_00L], result.CounterAddedFen.ToArray());
    }

    [Fact]
    public void A_rule_that_does_not_apply_feeds_no_counter()
    {
        var law = new Law();
        law.Add(
            "relief",
            new LayerRule { Id = "a", Bands = Law.Flat("1"), Caps = [law.Per(Period.Year, 10_00, "a")] },
            new LayerRule { Id = "b", Bands = Law.Flat("1"), Caps = [law.Per(Period.Year, 10_00, "b")] });
        var split = law.Split(Visits.InScope(5_00));
        Assert.Equal((5_00, 0), (split.Added("a"), split.Added("b")));
    }
}
