using MedAid.Core.Calculation;

namespace MedAid.Core.Tests;

/// <summary>按人头包干, at the 6,250 yuan a head and month of one district (75,000 a year).</summary>
public sealed class CapitationMonthTests
{
    /// <summary>40 × 6,250 = 250,000; less 240,000 = 10,000; over 40 heads 250.</summary>
    [Fact]
    public void What_the_care_cost_less_is_the_surplus()
    {
        var month = new CapitationMonth(6_250_00, 40, 240_000_00);
        Assert.Equal((250_000_00, 10_000_00, 250_00), (month.IncomeFen, month.ResultFen, month.ResultPerHeadFen!.Value));
    }

    /// <summary>3 × 6,250 = 18,750; less 18,800 = −50; over 3 heads −16.666… → −16.67. The surplus of 50 is 16.67.</summary>
    [Theory]
    [InlineData(18_800_00, -50_00, -16_67)]
    [InlineData(18_700_00, 50_00, 16_67)]
    public void A_loss_is_as_large_as_the_like_surplus(long cost, long result, long perHead)
    {
        var month = new CapitationMonth(6_250_00, 3, cost);
        Assert.Equal((result, perHead), (month.ResultFen, month.ResultPerHeadFen!.Value));
    }

    /// <summary>2 × 6,250 = 12,500; less 12,500.01 = −0.01; over 2 heads −0.005 → −0.01.</summary>
    [Fact]
    public void Half_a_fen_is_rounded_away_from_zero() =>
        Assert.Equal(-1, new CapitationMonth(6_250_00, 2, 12_500_01).ResultPerHeadFen);

    [Fact]
    public void A_month_without_heads_has_no_result_per_head()
    {
        var month = new CapitationMonth(6_250_00, 0, 100_00);
        Assert.Equal((0, -100_00, null), (month.IncomeFen, month.ResultFen, month.ResultPerHeadFen));
    }

    [Fact]
    public void An_income_beyond_any_amount_is_not_cut_silently() =>
        Assert.Throws<OverflowException>(() => new CapitationMonth(long.MaxValue / 2, 3, 0));

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    public void No_figure_is_negative(long rate, int heads, long cost) =>
        Assert.Throws<InvariantBrokenException>(() => new CapitationMonth(rate, heads, cost));
}
