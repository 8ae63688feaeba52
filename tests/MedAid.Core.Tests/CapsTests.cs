using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>封顶线. The rule pays the whole before caps, so that the base is what is computed.</summary>
public sealed class CapsTests
{
    private const string Counter = "relief.paid";

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(299_99, 299_99, 0)]
    [InlineData(300_00, 300_00, 0)]
    [InlineData(300_01, 300_00, 1)]
    [InlineData(long.MaxValue, 300_00, long.MaxValue - 300_00)]
    public void Per_visit_it_cuts_each_visit(long computedFen, long paidFen, long cappedFen)
    {
        var split = Capped(new Law(), Law.PerVisit(300_00)).Split(Visits.InScope(computedFen));
        Assert.Equal(paidFen, split.PaidFen("relief"));
        Assert.Equal(cappedFen, split.Line("relief").CappedFen);
        Assert.Equal(cappedFen, split.PatientFen);
    }

    [Theory]
    [InlineData(0, 250_00, 0)]
    [InlineData(59_749_99, 250_00, 0)]
    [InlineData(59_750_00, 250_00, 0)]
    [InlineData(59_750_01, 249_99, 1)]
    [InlineData(59_900_00, 100_00, 150_00)]
    [InlineData(59_999_99, 1, 249_99)]
    [InlineData(60_000_00, 0, 250_00)]
    [InlineData(60_000_01, 0, 250_00)] // was passed under an older, higher cap: never below zero
    [InlineData(long.MaxValue, 0, 250_00)]
    public void Over_a_year_it_cuts_to_what_is_left(long usedFen, long paidFen, long cappedFen)
    {
        var law = new Law();
        var split =
            Capped(law, law.Per(Period.Year, 60_000_00, Counter)).Split(Visits.InScope(250_00), (Counter, usedFen));
        Assert.Equal(paidFen, split.PaidFen("relief"));
        Assert.Equal(cappedFen, split.Line("relief").CappedFen);
        Assert.Equal(paidFen, split.Added(Counter));
    }

    /// <summary>
    /// 500 computed; 400 a visit, 1,000 − 700 = 300 this month, 5,000 − 4,750 = 250 this year: the year decides.
    /// </summary>
    [Fact]
    public void Every_cap_holds_and_all_with_a_period_count_the_final_payment()
    {
        var law = new Law();
        Capped(law, Law.PerVisit(400_00), law.Per(Period.Month, 1_000_00, "m"), law.Per(Period.Year, 5_000_00, "y"));
        var split = law.Split(Visits.InScope(500_00), ("m", 700_00), ("y", 4_750_00));
        Assert.Equal(250_00, split.PaidFen("relief"));
        Assert.Equal(250_00, split.Line("relief").CappedFen);
        Assert.Equal(250_00, split.Added("m"));
        Assert.Equal(250_00, split.Added("y"));
    }

    /// <summary>
    /// Shared cap 300: basic 60 % of 400 = 240, relief the whole rest 160 but 300 − 240 = 60 are left.
    /// </summary>
    [Fact]
    public void What_an_earlier_layer_of_the_visit_paid_counts_as_used()
    {
        var law = new Law();
        var shared = law.Per(Period.Year, 300_00, "shared.paid");
        law.Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.6"), Caps = [shared] });
        law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("1"), Caps = [shared] });
        var split = law.Split(Visits.InScope(400_00));
        Assert.Equal(240_00, split.PaidFen("basic"));
        Assert.Equal(60_00, split.PaidFen("relief"));
        Assert.Equal(100_00, split.Line("relief").CappedFen);
        Assert.Equal(300_00, split.Added("shared.paid"));
        Assert.Equal(100_00, split.PatientFen);
    }

    /// <summary>
    /// 1,000 at 80 % is 800, capped at 500. What the cap cut is seen by the next layer: 500 × 50 % = 250.
    /// </summary>
    [Fact]
    public void What_a_cap_cuts_off_goes_to_the_next_layer_unless_the_rule_says_otherwise()
    {
        var law = TwoLayers(toPatient: false);
        var split = law.Split(Visits.InScope(1_000_00));
        Assert.Equal(500_00, split.PaidFen("basic"));
        Assert.Equal(250_00, split.PaidFen("relief"));
        Assert.Equal(250_00, split.PatientFen);
    }

    /// <summary>
    /// The 300 that were capped are the patient's; of 1,000 − 500 − 300 = 200 relief pays 100, the patient 400.
    /// </summary>
    [Fact]
    public void What_a_cap_cuts_off_stays_with_the_patient_where_the_rule_says_so()
    {
        var split = TwoLayers(toPatient: true).Split(Visits.InScope(1_000_00));
        Assert.Equal(300_00, split.Line("basic").OverCapFen);
        Assert.Equal(200_00, split.Line("relief").BaseFen);
        Assert.Equal(100_00, split.PaidFen("relief"));
        Assert.Equal(400_00, split.PatientFen);
    }

    private static Law Capped(Law law, params Limit[] caps) =>
        law.Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("1"), Caps = caps });

    private static Law TwoLayers(bool toPatient) => new Law()
        .Add("basic", new LayerRule
        {
            Id = "b", Bands = Law.Flat("0.8"), Caps = [Law.PerVisit(500_00)], OverCapToPatient = toPatient,
        })
        .Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.5") });
}
