using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// Payments that the visit brings. Basic pays 70 % of 1,000, so 300 are left to the external layer "insurer".
/// </summary>
public sealed class SuppliedPaymentsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(299_99, 299_99)]
    [InlineData(300_00, 300_00)]
    public void An_external_amount_is_used_as_it_stands(long broughtFen, long paidFen)
    {
        foreach (var purpose in new[] { Purpose.Quote, Purpose.Settle })
        {
            var split = WithInsurer().Split(External(("insurer", broughtFen)) with { Purpose = purpose });
            var line = split.Line("insurer");
            Assert.Equal((LineKind.External, 300_00, paidFen), (line.Kind, line.BaseFen, line.PaidFen));
            Assert.Null(line.Rule);
            Assert.Equal(300_00 - paidFen, split.PatientFen);
            Assert.Empty(split.Result.Warnings);
        }
    }

    [Theory]
    [InlineData(300_01)]
    [InlineData(long.MaxValue)]
    public void More_than_is_left_is_cut_with_a_warning_in_a_quote_and_refused_in_a_settlement(long broughtFen)
    {
        var quote = WithInsurer().Split(External(("insurer", broughtFen)));
        Assert.Equal(300_00, quote.PaidFen("insurer"));
        Assert.Equal(0, quote.Line("insurer").CappedFen);
        Assert.Equal([new BreakdownWarning(Refusal.ExternalAboveRoom, "insurer")], quote.Result.Warnings);

        var settlement = WithInsurer().Split(External(("insurer", broughtFen)) with { Purpose = Purpose.Settle });
        Assert.Equal(Refusal.ExternalAboveRoom, settlement.Refusal);
        Assert.Equal("insurer", settlement.Result.Warnings[^1].Layer);
    }

    [Fact]
    public void Several_amounts_for_one_layer_are_added()
    {
        var split = WithInsurer().Split(External(("insurer", 100_00), ("insurer", 50_00)));
        Assert.Equal(150_00, split.PaidFen("insurer"));
        Assert.Equal(2, split.Settled.Lines.Length);
    }

    [Fact]
    public void A_sum_of_amounts_beyond_the_range_of_money_is_cut_like_any_other()
    {
        var split = WithInsurer().Split(External(("insurer", long.MaxValue), ("insurer", long.MaxValue)));
        Assert.Equal(300_00, split.PaidFen("insurer"));
        Assert.Equal([new BreakdownWarning(Refusal.ExternalAboveRoom, "insurer")], split.Result.Warnings);
    }

    [Fact]
    public void An_external_layer_for_which_nothing_is_brought_has_no_line() =>
        Assert.Equal(
            "basic", Assert.Single(WithInsurer().Split(Visits.InScope(1_000_00)).Settled.Lines.ToArray()).LayerId);

    /// <summary>Relief at 50 % comes after the insurer's 100: (300 − 100) × 50 % = 100.</summary>
    [Fact]
    public void A_later_layer_works_on_what_the_external_one_left()
    {
        var law = WithInsurer().Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.5") });
        var split = law.Split(External(("insurer", 100_00)));
        Assert.Equal(200_00, split.Line("relief").BaseFen);
        Assert.Equal(100_00, split.PaidFen("relief"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("basic")] // not an external layer
    public void An_external_amount_for_a_layer_that_takes_none_is_ignored_with_a_warning_or_refused(string layer)
    {
        var quote = WithInsurer().Split(External((layer, 100_00)));
        Assert.Equal(700_00, quote.PaidFen("basic"));
        Assert.Equal(300_00, quote.PatientFen);
        Assert.Equal([new BreakdownWarning(Refusal.LayerNotInForce, layer)], quote.Result.Warnings);
        Assert.Equal(
            Refusal.LayerNotInForce,
            WithInsurer().Split(External((layer, 100_00)) with { Purpose = Purpose.Settle }).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999_99)]
    [InlineData(1_000_00)]
    public void An_upstream_amount_replaces_the_rule_and_only_its_caps_count(long paidFen)
    {
        var law = Capped();
        var split = law.Split(Upstream(("basic", paidFen)), ("basic.paid", 4_900_00));
        var line = split.Line("basic");
        Assert.Equal((LineKind.Upstream, 1_000_00, paidFen), (line.Kind, line.BaseFen, line.PaidFen));
        Assert.Equal((0, 0), (line.DeductibleFen, line.CappedFen));
        Assert.Null(line.Rule);
        Assert.Equal(
            paidFen, split.Added("basic.paid"));       // whole, although only 100 were left of the cap of 5,000
        Assert.Equal(0, split.Added("basic.deductible"));
        Assert.Equal(1_000_00 - paidFen, split.PatientFen);
    }

    [Theory]
    [InlineData(1_000_01)]
    [InlineData(long.MaxValue)]
    public void An_upstream_amount_above_what_is_left_is_refused_in_every_case(long paidFen)
    {
        Assert.Equal(Refusal.UpstreamAboveRoom, Capped().Split(Upstream(("basic", paidFen))).Refusal);
        Assert.Equal(
            Refusal.UpstreamAboveRoom,
            Capped().Split(Upstream(("basic", paidFen)) with { Purpose = Purpose.Settle }).Refusal);
    }

    [Fact]
    public void An_upstream_amount_for_a_layer_that_is_not_in_force_is_ignored_with_a_warning_or_refused()
    {
        var quote = Capped().Split(Upstream(("nobody", 1)));
        Assert.Equal([new BreakdownWarning(Refusal.LayerNotInForce, "nobody")], quote.Settled.Warnings);
        Assert.Equal(
            Refusal.LayerNotInForce, Capped().Split(Upstream(("nobody", 1)) with { Purpose = Purpose.Settle }).Refusal);
    }

    [Fact]
    public void Under_capitation_no_layer_is_in_force()
    {
        var law = WithInsurer();
        law.Programmes.Add(new Programme { Id = "head", Kind = ProgrammeKind.Capitation });
        Assert.Equal(
            Refusal.LayerNotInForce, law.Split(External(("insurer", 1)) with { Purpose = Purpose.Settle }).Refusal);
        Assert.Equal(0, law.Split(External(("insurer", 1))).PatientFen);
    }

    [Fact]
    public void One_layer_is_not_given_both_ways()
    {
        var visit = External(("insurer", 1)) with { Upstream = [new LayerPayment("insurer", 1)] };
        Assert.Equal(Refusal.LayerGivenTwice, WithInsurer().Split(visit).Refusal);
        Assert.Equal(Refusal.LayerGivenTwice, WithInsurer().Split(visit with { Purpose = Purpose.Settle }).Refusal);
    }

    [Fact]
    public void A_negative_amount_is_our_own_mistake()
    {
        Assert.Throws<InvariantBrokenException>(() => WithInsurer().Split(External(("insurer", -1))));
        Assert.Throws<InvariantBrokenException>(() => WithInsurer().Split(Upstream(("basic", -1))));
    }

    private static Law WithInsurer() => new Law()
        .Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") })
        .AddExternal("insurer");

    private static Law Capped()
    {
        var law = new Law();
        return law.Add("basic", new LayerRule
        {
            Id = "b",
            Deductible = new DeductibleTerms(law.Per(Period.Year, 400_00, "basic.deductible"), null),
            Bands = Law.Flat("0.7"),
            Caps = [law.Per(Period.Year, 5_000_00, "basic.paid")],
        });
    }

    private static VisitInput External(params (string Layer, long Fen)[] amounts) =>
        Visits.InScope(1_000_00) with { External = [.. amounts.Select(a => new LayerPayment(a.Layer, a.Fen))] };

    private static VisitInput Upstream(params (string Layer, long Fen)[] amounts) =>
        Visits.InScope(1_000_00) with { Upstream = [.. amounts.Select(a => new LayerPayment(a.Layer, a.Fen))] };
}
