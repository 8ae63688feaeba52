using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>分段支付: 60 % from 0, 70 % above 20,000, unless a test says otherwise.</summary>
public sealed class BandsTests
{
    private const string Counter = "basic.base";

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]                         // 0.6 fen
    [InlineData(19_999_99, 11_999_99)]         // 1,999,999 × 0.6 = 1,199,999.4 fen
    [InlineData(20_000_00, 12_000_00)]
    [InlineData(20_000_01, 12_000_01)]         // + 0.7 fen
    [InlineData(20_000_02, 12_000_01)]         // + 1.4 fen
    [InlineData(30_000_00, 19_000_00)]         // 12,000 + 10,000 × 70 %
    public void Each_part_pays_the_ratio_of_its_band(long baseFen, long paidFen) =>
        Assert.Equal(paidFen, TwoBands().Split(Visits.InScope(baseFen)).PaidFen("basic"));

    [Fact]
    public void The_largest_amount_is_paid_without_wrapping() =>
        Assert.Equal(
            long.MaxValue, new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Flat("1") })
                .Split(Visits.InScope(long.MaxValue)).PaidFen("basic"));

    /// <summary>0.5 fen in either band: 0.5 + 0.5 = 1, where rounding each would give 2.</summary>
    [Fact]
    public void The_sum_over_bands_is_rounded_once() =>
        Assert.Equal(
            1, new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Bands((0, "0.5"), (1, "0.50000")) })
                .Split(Visits.InScope(2)).PaidFen("basic"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2_999_99, 0)]
    [InlineData(3_000_00, 0)]
    [InlineData(3_000_01, 1)]
    [InlineData(5_000_00, 2_000_00)]
    public void Below_the_first_band_nothing_is_paid(long baseFen, long paidFen) =>
        Assert.Equal(
            paidFen, new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Bands((3_000_00, "1")) })
                .Split(Visits.InScope(baseFen)).PaidFen("basic"));

    [Theory]
    [InlineData(0, 3_000_00, 1_800_00)]            // 3,000 × 60 %
    [InlineData(16_999_99, 3_000_00, 1_800_00)]
    [InlineData(17_000_00, 3_000_00, 1_800_00)]
    [InlineData(19_000_00, 3_000_00, 2_000_00)]    // 1,000 × 60 % + 2,000 × 70 %
    [InlineData(20_000_00, 3_000_00, 2_100_00)]
    [InlineData(50_000_00, 3_000_00, 2_100_00)]
    public void Over_a_year_a_visit_starts_where_the_last_one_ended(long usedFen, long baseFen, long paidFen)
    {
        var split = YearlyBands().Split(Visits.InScope(baseFen), (Counter, usedFen));
        Assert.Equal(paidFen, split.PaidFen("basic"));
        Assert.Equal(usedFen, split.Line("basic").AssessedBeforeFen);
        Assert.Equal(baseFen, split.Added(Counter));
    }

    /// <summary>
    /// T(1) = 1 (0.6), T(2) = 1 (1.2), T(3) = 2 (1.8): the single fen pay 1, 0, 1, together what 3 fen pay at once.
    /// </summary>
    [Fact]
    public void Three_visits_of_a_fen_pay_what_one_of_three_fen_pays()
    {
        var law = YearlyBands();
        Assert.Equal(1, law.Split(Visits.InScope(1), (Counter, 0)).PaidFen("basic"));
        Assert.Equal(0, law.Split(Visits.InScope(1), (Counter, 1)).PaidFen("basic"));
        Assert.Equal(1, law.Split(Visits.InScope(1), (Counter, 2)).PaidFen("basic"));
        Assert.Equal(2, law.Split(Visits.InScope(3), (Counter, 0)).PaidFen("basic"));
    }

    /// <summary>
    /// No more than 3,000 a year: 0 → 0, 3,000 → 1. 2,500 borne, 800 now: the patient 500, the layer 300.
    /// </summary>
    [Fact]
    public void A_ceiling_on_the_patient_is_an_ordinary_layer()
    {
        var law = new Law();
        var bands = law.BandsOver(Period.Year, Counter, (0, "0"), (3_000_00, "1"));
        law.Add("ceiling", new LayerRule { Id = "r", Bands = bands });
        var split = law.Split(Visits.InScope(800_00), (Counter, 2_500_00));
        Assert.Equal(300_00, split.PaidFen("ceiling"));
        Assert.Equal(500_00, split.PatientFen);
    }

    [Fact]
    public void The_shares_of_the_bands_add_up_to_what_is_computed()
    {
        var split = YearlyBands().Split(Visits.InScope(3_000_00), (Counter, 19_000_00));
        var shares = split.Result.SharesOf(split.Line("basic")).ToArray();
        Assert.Equal(
            [
                new Share(0, null, 1_000_00, Law.Ratio("0.6"), 600_00),
                new Share(20_000_00, null, 2_000_00, Law.Ratio("0.7"), 1_400_00),
            ],
            shares);
    }

    [Fact]
    public void A_base_that_passes_the_range_of_money_is_refused()
    {
        var split = YearlyBands().Split(Visits.InScope(1), (Counter, long.MaxValue));
        Assert.Equal(Refusal.AmountTooLarge, split.Refusal);
        Assert.Equal(Refusal.None, YearlyBands().Split(Visits.InScope(1), (Counter, long.MaxValue - 1)).Refusal);
    }

    [Fact]
    public void Bands_that_do_not_rise_or_are_none_are_our_own_mistake()
    {
        Assert.Throws<InvariantBrokenException>(() => Law.Bands((0, "0.6"), (0, "0.7")));
        Assert.Throws<InvariantBrokenException>(() => Law.Bands((5, "0.6"), (4, "0.7")));
        Assert.Throws<InvariantBrokenException>(() => Law.Bands());
    }

    private static Law TwoBands() =>
        new Law().Add("basic", new LayerRule { Id = "r", Bands = Law.Bands((0, "0.6"), (20_000_00, "0.7")) });

    private static Law YearlyBands()
    {
        var law = new Law();
        var bands = law.BandsOver(Period.Year, Counter, (0, "0.6"), (20_000_00, "0.7"));
        return law.Add("basic", new LayerRule { Id = "r", Bands = bands });
    }
}
