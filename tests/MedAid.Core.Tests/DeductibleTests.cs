using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>起付线. The layer pays the whole of what the deductible leaves, so paid + taken = eligible.</summary>
public sealed class DeductibleTests
{
    private const string Counter = "basic.deductible";

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(399_99, 399_99, 0)]
    [InlineData(400_00, 400_00, 0)]
    [InlineData(400_01, 400_00, 1)]
    [InlineData(long.MaxValue, 400_00, long.MaxValue - 400_00)]
    public void Per_visit_it_is_taken_each_time(long eligibleFen, long takenFen, long paidFen)
    {
        var law = Paying(new DeductibleTerms(Law.PerVisit(400_00), null));
        var line = law.Split(Visits.InScope(eligibleFen)).Line("basic");
        Assert.Equal(takenFen, line.DeductibleFen);
        Assert.Equal(paidFen, line.PaidFen);
    }

    [Theory]
    [InlineData(0, 45_00, 30_00)]
    [InlineData(1, 45_00, 29_99)]
    [InlineData(20_00, 45_00, 10_00)]
    [InlineData(20_00, 5_00, 5_00)]
    [InlineData(29_99, 45_00, 1)]
    [InlineData(30_00, 45_00, 0)]
    [InlineData(30_01, 45_00, 0)]
    [InlineData(long.MaxValue, 45_00, 0)]
    public void Over_a_year_only_what_is_not_yet_borne_is_taken(long usedFen, long eligibleFen, long takenFen)
    {
        var law = new Law();
        Pay(law, new DeductibleTerms(law.Per(Period.Year, 30_00, Counter), null));
        var split = law.Split(Visits.InScope(eligibleFen), (Counter, usedFen));
        Assert.Equal(takenFen, split.Line("basic").DeductibleFen);
        Assert.Equal(eligibleFen - takenFen, split.PaidFen("basic"));
        Assert.Equal(takenFen, split.Added(Counter));
    }

    [Fact]
    public void Deductible_already_met_this_year_is_not_taken_again()
    {
        var law = new Law();
        Pay(law, new DeductibleTerms(law.Per(Period.Year, 400_00, Counter), null));
        var first = law.Split(Visits.InScope(1_000_00));
        Assert.Equal(400_00, first.Line("basic").DeductibleFen);
        var second = law.Split(Visits.InScope(1_000_00), (Counter, first.Added(Counter)));
        Assert.Equal(0, second.Line("basic").DeductibleFen);
        Assert.Equal(1_000_00, second.PaidFen("basic"));
    }

    [Theory]
    [InlineData(Period.Month)]
    [InlineData(Period.Quarter)]
    public void A_month_and_a_quarter_count_like_a_year(Period period)
    {
        var law = new Law();
        Pay(law, new DeductibleTerms(law.Per(period, 30_00, Counter), null));
        Assert.Equal(12_00, law.Split(Visits.InScope(50_00), (Counter, 18_00)).Line("basic").DeductibleFen); // 30 − 18
    }

    [Theory]
    [InlineData(0, 400_00)]
    [InlineData(599_99, 400_00)]
    [InlineData(600_00, 400_00)]   // 1,000 − 600
    [InlineData(600_01, 399_99)]
    [InlineData(999_99, 1)]
    [InlineData(1_000_00, 0)]
    [InlineData(1_500_00, 0)]      // a ceiling that was higher when it was borne
    public void Per_visit_with_a_ceiling_for_the_year_it_stops_at_the_ceiling(long usedFen, long takenFen)
    {
        var law = new Law();
        Pay(law, law.PerVisitUpTo(400_00, 1_000_00, Counter));
        var split = law.Split(Visits.InScope(2_000_00), (Counter, usedFen));
        Assert.Equal(takenFen, split.Line("basic").DeductibleFen);
        Assert.Equal(takenFen, split.Added(Counter));
    }

    [Fact]
    public void Per_visit_without_a_ceiling_nothing_is_counted() =>
        Assert.Empty(Paying(new DeductibleTerms(Law.PerVisit(400_00), null)).Split(Visits.InScope(500_00)).Settled
            .CounterAddedFen.ToArray());

    [Fact]
    public void A_rule_without_a_deductible_takes_none() =>
        Assert.Equal(0, Paying(null).Split(Visits.InScope(500_00)).Line("basic").DeductibleFen);

    [Fact]
    public void Two_layers_can_share_one_deductible_and_the_second_takes_only_the_rest()
    {
        var law = new Law();
        var shared = new DeductibleTerms(law.Per(Period.Year, 400_00, Counter), null);
        law.Add("basic", new LayerRule { Id = "b", Deductible = shared, Bands = Law.Flat("0.5") });
        law.Add("relief", new LayerRule { Id = "r", Deductible = shared, Bands = Law.Flat("0.5") });

        // 300 eligible, all deductible; 300 left, 400 − 300 = 100 more; (300 − 100) × 50 % = 100.
        var split = law.Split(Visits.InScope(300_00));
        Assert.Equal(300_00, split.Line("basic").DeductibleFen);
        Assert.Equal(100_00, split.Line("relief").DeductibleFen);
        Assert.Equal(100_00, split.PaidFen("relief"));
        Assert.Equal(400_00, split.Added(Counter));
    }

    private static Law Paying(DeductibleTerms? deductible) => Pay(new Law(), deductible);

    private static Law Pay(Law law, DeductibleTerms? deductible) =>
        law.Add("basic", new LayerRule { Id = "r", Deductible = deductible, Bands = Law.Flat("1") });
}
