using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>结算明细: filled again, it remembers nothing of the visit before.</summary>
public sealed class BreakdownTests
{
    [Fact]
    public void Filled_again_it_holds_only_the_new_visit()
    {
        var law = new Law();
        law.Add("basic", new LayerRule
        {
            Id = "b", Bands = Law.Bands((0, "0.5"), (10_00, "0.6")), Caps = [law.Per(Period.Year, 1_000_00, "paid")],
        });
        law.AddExternal("insurer");
        var result = new Breakdown(law.Terms(), 0);
        var rich = Visits.Of(Visits.Piece(100_00, ItemClass.A), Visits.Piece(50_00, ItemClass.C)) with
        {
            External = [new("insurer", 10_00), new("nobody", 1)],
        };
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(rich, [0], result));
        Assert.Equal((2, 2, 1), (result.Lines.Length, result.Items.Length, result.Warnings.Count));

        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(Visits.InScope(4_00), [0], result));
        var line = Assert.Single(result.Lines.ToArray());
        Assert.Single(result.SharesOf(line).ToArray());
        Assert.Equal((2_00, 2_00), (line.PaidFen, result.PatientFen)); // 4 × 50 %
        Assert.Equal((4_00, 4_00, 0), (result.GrossFen, result.TotalFen, result.WaivedFen));
        Assert.Equal([2_00L], result.CounterAddedFen.ToArray());
        Assert.Empty(result.Items.ToArray());
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void After_a_refusal_it_can_be_filled_again()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") });
        var result = new Breakdown(law.Terms(), 0);
        var tooMuch = Visits.InScope(10) with { Upstream = [new("basic", 11)] };
        Assert.Equal(Refusal.UpstreamAboveRoom, Adjudicator.Adjudicate(tooMuch, [], result));
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(Visits.InScope(10), [], result));
        Assert.Equal(5, result.PatientFen);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_programme_and_a_quota_do_not_outlive_their_visit()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") });
        law.Programmes.Add(new Programme
        {
            Id = "day",
            Kind = ProgrammeKind.DaySurgery,
            When = new Condition { Disease = ["cataract"] },
            Quotas = new Dictionary<string, long> { ["cataract"] = 100 },
        });
        var result = new Breakdown(law.Terms(), 0);
        var operation = Visits.InScope(10) with { Facts = Visits.Facts with { Disease = "cataract" } };
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(operation, [], result));
        Assert.NotNull(result.Programme);
        Assert.Equal(100, result.Lines[0].QuotaFen);
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(Visits.InScope(10), [], result));
        Assert.Null(result.Programme);
        Assert.Null(result.Lines[0].QuotaFen);
    }

    [Fact]
    public void More_items_than_it_was_made_for_are_taken()
    {
        var result = new Breakdown(new Law().Terms(), 1);
        Assert.Equal(
            Refusal.None,
            Adjudicator.Adjudicate(Visits.Of([.. Enumerable.Repeat(Visits.Piece(1, ItemClass.A), 50)]), [], result));
        Assert.Equal((50, 50), (result.Items.Length, result.TotalFen));
    }

    [Fact]
    public void The_items_stand_in_the_order_of_the_bill()
    {
        var result = new Law().Split(Visits.Of(Visits.Piece(1, ItemClass.C), Visits.Piece(2, ItemClass.A))).Settled;
        Assert.Equal([1L, 2L], result.Items.ToArray().Select(i => i.AmountFen));
    }
}
