using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// At the window nothing may wait for the garbage collector: a split into a used breakdown allocates nothing.
/// </summary>
public sealed class AllocationTests
{
    private const int Items = 20;
    private const int VisitCount = 1_000;

    [Fact]
    public void A_thousand_visits_of_twenty_items_through_three_layers_allocate_nothing()
    {
        var law = ThreeLayers();
        var result = new Breakdown(law.Terms(), Items);
        var used = new long[result.Terms.Counters.Count];
        var visits = Enumerable.Range(0, VisitCount).Select(VisitOf).ToArray();
        Assert.Equal(VisitCount, SplitAll(visits, used, result)); // warms up

        var before = GC.GetAllocatedBytesForCurrentThread();
        var split = SplitAll(visits, used, result);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(VisitCount, split);
        Assert.Equal(0, allocated);
    }

    /// <summary>A bill of a stay, an insurer who pays for some components, the account, and a layer for some items.</summary>
    [Fact]
    public void A_bill_of_a_stay_with_all_that_a_visit_may_bring_allocates_nothing_either()
    {
        var law = new Law { AccountCovers = [Component.InScope, Component.Aside] };
        law.Add("exam", new LayerRule
        {
            Id = "e", Only = new OnlyTerms(["treatment"], ["x*"], true), Bands = law.FlatOverStay("0.5", "exam.base"),
            Deductible = new DeductibleTerms(law.PerStay(10_00, "exam.deductible"), null), Caps = [law.PerStay(500_00, "exam.paid")],
        });
        law.AddExternal("insurer", Component.InScope, Component.OutOfScope);
        law.Add("relief", new LayerRule { Id = "r", Bands = law.FlatOverStay("0.3", "relief.base") });
        VisitInput[] visits =
        [
            .. Enumerable.Range(0, VisitCount).Select(VisitOf).Select(v => v with
            {
                Stay = "S1", Account = new AccountUse(null, 50_00, 10_00),
                External = [new LayerPayment("insurer", 1_00) { For = default(ValueSet).With((int)Component.InScope) }],
            }),
        ];
        var result = new Breakdown(law.Terms(), Items);
        var used = new long[result.Terms.StayCounters.Count];
        Assert.Equal(VisitCount, SplitAll(visits, used, result)); // warms up

        var before = GC.GetAllocatedBytesForCurrentThread();
        var split = SplitAll(visits, used, result);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((VisitCount, 0L), (split, allocated));
        Assert.True(result.Account is { HelperFen: > 0 } && result.Lines[0].AsideFen > 0);
    }

    [Fact]
    public void The_measure_sees_a_new_breakdown()
    {
        var terms = ThreeLayers().Terms();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = new Breakdown(terms, Items);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before > 0);
        GC.KeepAlive(result);
    }

    private static int SplitAll(VisitInput[] visits, long[] used, Breakdown result)
    {
        var paidByThree = 0;
        foreach (var visit in visits)
        {
            if (Adjudicator.Adjudicate(visit, used, result) == Refusal.None && result.Lines.Length == 3)
            {
                paidByThree++;
            }
        }

        return paidByThree;
    }

    private static VisitInput VisitOf(int number) => Visits.Of([.. Enumerable.Range(0, Items).Select(i =>
        Visits.Piece(10_00 + (number * 7) + i, (ItemClass)(1 + (i % 3)), "0.05") with
        {
            Category = i % 2 == 0 ? "drugs" : "treatment",
            CeilingMillionths = i % 5 == 0 ? 5_000_000 : null,
            Restricted = i % 7 == 0,
            Approval = i % 3,
        })]);

    /// <summary>
    /// Every kind of step takes part: waiver, item rule, limits of all kinds, yearly bands, classes, one-stop.
    /// </summary>
    private static Law ThreeLayers()
    {
        var law = new Law();
        law.Waivers.Add(new WaiverRule(
            Condition.Always, new Dictionary<string, Rate> { ["drugs"] = Law.Ratio("0.01") }, Citation.None));
        law.ItemRules.Add(new ItemRule("d", new Condition { Disease = ["M07800"] }, Rate.Zero, Citation.None));
        law.Add("basic", new LayerRule
        {
            Id = "b",
            Deductible = law.PerVisitUpTo(10_00, 400_00, "b.deductible"),
            ByClass = new ClassRates(Law.Ratio("0.6"), Law.Ratio("0.5"), Rate.Zero),
            Caps = [Law.PerVisit(5_000_00), law.Per(Period.Year, 70_000_00, "b.paid")],
        });
        law.Add("catastrophic", new LayerRule
        {
            Id = "c",
            BaseCap = new BaseCapTerms(law.Per(Period.Month, 3_000_00, "c.base_cap"), true),
            Bands = law.BandsOver(Period.Year, "c.base", (1_00, "0.6"), (5_00, "0.7")),
            OverCapToPatient = true,
        });
        return law.Add(new Layer
        {
            Id = "relief",
            Covers = [Component.InScope, Component.FirstSelfPay],
            Rules =
            [
                new LayerRule
                {
                    Id = "r",
                    OfCharged = true,
                    When = new Condition { Age = [new IntegerRange(0, 5)] },
                    Bands = Law.Flat("1"),
                },
                new LayerRule { Id = "s", Bands = Law.Flat("0.3"), Caps = [law.Per(Period.Year, 60_000_00, "r.paid")] },
            ],
            OneStop = [new OneStopEntry(
                Condition.Always, null, new Dictionary<string, DateOnly?> { ["141123"] = null }, Citation.None)],
        });
    }
}
