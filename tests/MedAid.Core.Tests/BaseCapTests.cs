using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>费用限额: 300 a month, before or after a deductible of 50 a visit; the rule pays the rest whole.</summary>
public sealed class BaseCapTests
{
    private const string Counter = "basic.base_cap";

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 299_99, 299_99)]
    [InlineData(0, 300_00, 300_00)]
    [InlineData(0, 300_01, 300_00)]
    [InlineData(210_00, 500_00, 90_00)]
    [InlineData(299_99, 500_00, 1)]
    [InlineData(300_00, 500_00, 0)]
    [InlineData(300_01, 500_00, 0)]
    [InlineData(long.MaxValue, long.MaxValue, 0)]
    public void Only_what_is_left_of_it_counts(long usedFen, long baseFen, long eligibleFen)
    {
        var split =
            Paying(afterDeductible: false, deductible: false).Split(Visits.InScope(baseFen), (Counter, usedFen));
        Assert.Equal(eligibleFen, split.Line("basic").EligibleFen);
        Assert.Equal(eligibleFen, split.PaidFen("basic"));
        Assert.Equal(eligibleFen, split.Added(Counter));
        Assert.Equal(baseFen - eligibleFen, split.PatientFen);
        Assert.Equal(Math.Max(0, 300_00 - usedFen), split.Line("basic").BaseCapLeftFen);
    }

    /// <summary>500, 300 count, less 50: 250 are paid, 300 are used up.</summary>
    [Fact]
    public void Counted_before_the_deductible_it_cuts_the_base()
    {
        var split = Paying(afterDeductible: false, deductible: true).Split(Visits.InScope(500_00));
        Assert.Equal(300_00, split.Line("basic").EligibleFen);
        Assert.Equal(50_00, split.Line("basic").DeductibleFen);
        Assert.Equal(250_00, split.PaidFen("basic"));
        Assert.Equal(300_00, split.Added(Counter));
    }

    /// <summary>500, less 50: 450, of which 300 count and are paid.</summary>
    [Fact]
    public void Counted_after_the_deductible_it_cuts_what_the_deductible_left()
    {
        var split = Paying(afterDeductible: true, deductible: true).Split(Visits.InScope(500_00));
        Assert.Equal(500_00, split.Line("basic").EligibleFen);
        Assert.Equal(50_00, split.Line("basic").DeductibleFen);
        Assert.Equal(300_00, split.Line("basic").AssessedFen);
        Assert.Equal(300_00, split.PaidFen("basic"));
        Assert.Equal(300_00, split.Added(Counter));
    }

    [Fact]
    public void A_rule_without_one_says_so() =>
        Assert.Null(new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Flat("1") })
            .Split(Visits.InScope(1_00)).Line("basic").BaseCapLeftFen);

    [Fact]
    public void Per_visit_it_cuts_and_counts_nothing()
    {
        var law = new Law().Add("basic", new LayerRule
        {
            Id = "r", BaseCap = new BaseCapTerms(Law.PerVisit(300_00), false), Bands = Law.Flat("1"),
        });
        Assert.Equal(300_00, law.Split(Visits.InScope(500_00)).PaidFen("basic"));
        Assert.Empty(law.Terms().Counters);
    }

    /// <summary>500 with 300 counting: the spill of 200 is the patient's; relief sees 300 × (1 − 60 %) = 120.</summary>
    [Theory]
    [InlineData(false, 320_00)] // 500 − 180
    [InlineData(true, 120_00)]  // 500 − 180 − 200
    public void The_spill_goes_to_the_next_layer_or_stays_with_the_patient(bool toPatient, long reliefBaseFen)
    {
        var law = new Law()
            .Add("basic", new LayerRule
            {
                Id = "b",
                BaseCap = new BaseCapTerms(Law.PerVisit(300_00), false),
                Bands = Law.Flat("0.6"),
                OverCapToPatient = toPatient,
            })
            .Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("1") });
        var split = law.Split(Visits.InScope(500_00));
        Assert.Equal(180_00, split.PaidFen("basic"));
        Assert.Equal(reliefBaseFen, split.PaidFen("relief"));
        Assert.Equal(500_00 - 180_00 - reliefBaseFen, split.PatientFen);
    }

    private static Law Paying(bool afterDeductible, bool deductible)
    {
        var law = new Law();
        return law.Add("basic", new LayerRule
        {
            Id = "r",
            BaseCap = new BaseCapTerms(law.Per(Period.Month, 300_00, Counter), afterDeductible),
            Deductible = deductible ? new DeductibleTerms(Law.PerVisit(50_00), null) : null,
            Bands = Law.Flat("1"),
        });
    }
}
