using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// 一次就诊多个病种: I10 pays 60 %, other diseases 50 %; 30 of each visit is the deductible. An item says which disease it treats.
/// </summary>
public sealed class VisitPartsTests
{
    /// <summary>I10: 100 − 30 = 70, 42; E11: 100, 50. The bill is I10, E11, I10 of 60, 100, 40.</summary>
    [Fact]
    public void Each_disease_is_a_part_in_the_order_of_the_bill_and_they_share_what_is_per_visit()
    {
        var split = TwoRules().Split(Bill("I10", "E11", "I10")).Settled;
        Assert.Equal([("hypertension", 100_00L, 30_00L, 42_00L), ("other", 100_00, 0, 50_00)], Lines(split));
        Assert.Equal((200_00, 108_00), (split.TotalFen, split.PatientFen));
        Assert.Equal([60_00L, 100_00, 40_00], split.Items.ToArray().Select(i => i.AmountFen));
        Assert.Empty(split.CounterAddedFen.ToArray());
    }

    /// <summary>25 of the deductible and 100 of the base stand in the stay: 5 more are taken, T(295) − T(100) is rounded over both.</summary>
    [Fact]
    public void In_a_stay_they_go_on_from_its_counters_and_leave_theirs_there()
    {
        var split = TwoRules().Split(
            Bill("I10", "E11", "I10") with { Stay = "S1" }, ("basic.deductible", 25_00), ("basic.base", 100_00));
        Assert.Equal([("hypertension", 100_00L, 5_00L, 57_00L), ("other", 100_00, 0, 50_00)], Lines(split.Settled));
        Assert.Equal((5_00, 195_00), (split.Added("basic.deductible"), split.Added("basic.base")));
        Assert.Equal(
            ["basic.deductible@stay:S1", "basic.base@stay:S1"], split.Settled.Terms.StayKeys("S1"));
    }

    [Fact]
    public void One_disease_of_all_items_takes_the_place_of_the_visits()
    {
        var visit = Bill("I10", "I10", "I10") with { Facts = Visits.Facts with { Disease = "E11" } };
        Assert.Equal([("hypertension", 200_00L, 30_00L, 102_00L)], Lines(TwoRules().Split(visit).Settled));
    }

    [Fact]
    public void An_item_without_a_disease_has_the_visits_and_having_none_counts_as_one()
    {
        Assert.Equal(
            [("hypertension", 60_00L, 30_00L, 18_00L), ("other", 140_00, 0, 70_00)],
            Lines(TwoRules().Split(Bill("I10", null, null)).Settled));
        var visit = Bill("I10", null, null) with { Facts = Visits.Facts with { Disease = "I10" } };
        Assert.Single(TwoRules().Split(visit).Settled.Lines.ToArray());
    }

    [Fact]
    public void An_upstream_amount_cannot_be_told_between_them() => Assert.Equal(
        Refusal.UpstreamBesideDiseases,
        TwoRules().Split(Bill("I10", "E11", "I10") with { Upstream = [new LayerPayment("basic", 0)] }).Refusal);

    /// <summary>After basic 58 and 50 remain; 70 go to I10 first, or to E11 alone, which has room for 50.</summary>
    [Fact]
    public void An_external_payment_goes_to_them_in_their_order_or_to_one_of_them()
    {
        var law = TwoRules().AddExternal("insurer");
        long[] Paid(VisitInput visit) =>
            [.. law.Split(visit).Settled.Lines.ToArray().Where(l => l.LayerId == "insurer").Select(l => l.PaidFen)];
        var bill = Bill("I10", "E11", "I10");
        Assert.Equal([58_00, 12_00], Paid(bill with { External = [new LayerPayment("insurer", 70_00)] }));
        var ofOne = bill with { External = [new LayerPayment("insurer", 70_00) { Disease = "E11" }] };
        Assert.Equal([50_00], Paid(ofOne));
        Assert.Equal(Refusal.ExternalAboveRoom, law.Split(ofOne with { Purpose = Purpose.Settle }).Refusal);
        var ofNone = bill with { External = [new LayerPayment("insurer", 1) { Disease = "J45" }] };
        Assert.Empty(Paid(ofNone));
        Assert.Equal(Refusal.LayerNotInForce, law.Split(ofNone with { Purpose = Purpose.Settle }).Refusal);
    }

    [Fact]
    public void A_used_breakdown_takes_a_visit_of_one_disease_after_one_of_several()
    {
        var terms = TwoRules().Terms();
        var result = new Breakdown(terms, 1);
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(Bill("I10", "E11", "J45"), [], result));
        Assert.Equal(3, result.Lines.Length);
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(Visits.InScope(100_00), [], result));
        Assert.Equal([("other", 100_00L, 30_00L, 35_00L)], Lines(result));
    }

    private static (string Rule, long BaseFen, long DeductibleFen, long PaidFen)[] Lines(Breakdown split) =>
        [.. split.Lines.ToArray().Select(l => (l.Rule!.Id, l.BaseFen, l.DeductibleFen, l.PaidFen))];

    private static VisitInput Bill(string? first, string? second, string? third) => Visits.Of(
        Visits.Piece(60_00, ItemClass.A) with { Disease = first },
        Visits.Piece(100_00, ItemClass.A) with { Disease = second },
        Visits.Piece(40_00, ItemClass.A) with { Disease = third });

    private static Law TwoRules()
    {
        var law = new Law();
        var deductible = new DeductibleTerms(law.PerStay(30_00, "basic.deductible"), null);
        return law.Add(
            "basic",
            new LayerRule
            {
                Id = "hypertension", When = new Condition { Disease = ["I10*"] }, Deductible = deductible,
                Bands = law.FlatOverStay("0.6", "basic.base"),
            },
            new LayerRule { Id = "other", Deductible = deductible, Bands = law.FlatOverStay("0.5", "basic.base") });
    }
}
