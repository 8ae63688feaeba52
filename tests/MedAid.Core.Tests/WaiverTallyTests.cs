using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>费用减免: programmes of a hospital with fixed amounts and limits. Every figure is worked out by hand beside it.</summary>
public sealed class WaiverTallyTests
{
    private const string Hospital = "H1";

    /// <summary>Beds of 40 and 30, registration of 5: all at 100 %.</summary>
    private static readonly Item[] Bill = [Of("bed", 40_00), Of("bed", 30_00), Of("registration", 5_00)];

    [Fact]
    public void Without_a_limit_a_programme_waives_what_a_plain_waiver_waives()
    {
        var visit = Stay(Programme(WaiverLimits.None), Bill);
        Assert.Empty(visit.LimitedWaivers);
        Assert.Equal(75_00, Split(visit).WaivedFen);
        Assert.Empty(Split(visit).Waivers);
    }

    /// <summary>50 a visit: 40 of the first bed, 10 of the second, nothing of registration; cut 20 + 5.</summary>
    [Fact]
    public void The_limit_of_a_visit_is_used_up_in_the_order_of_the_bill()
    {
        var result = Split(Stay(Programme(new WaiverLimits { VisitFen = 50_00 }), Bill));
        Assert.Equal([40_00, 10_00, 0], WaivedOf(result));
        Assert.Equal((50_00, 25_00, 0L, 0L), Cuts(result));
        Assert.Equal(25_00, result.TotalFen);
        Assert.Equal(25_00, result.PatientFen);
    }

    /// <summary>300 a month, 260 used: 40 are left, all for the first bed; then nothing.</summary>
    [Fact]
    public void The_limit_of_a_month_goes_on_where_the_last_visit_left_it()
    {
        var result = Split(Stay(Programme(new WaiverLimits { PatientMonthFen = 300_00 }), Bill), 260_00);
        Assert.Equal([40_00, 0, 0], WaivedOf(result));
        Assert.Equal((40_00, 0L, 35_00, 0L), Cuts(result));
        Assert.Equal(0, result.Waivers.Single().MonthLeftFen);
        Assert.Equal([40_00], result.CounterAddedFen.ToArray());
    }

    /// <summary>1,000 a year, 940 used: 40 of the first bed, 20 of the second, then the budget has ended.</summary>
    [Fact]
    public void A_budget_that_ends_within_a_visit_cuts_the_item_at_which_it_ends()
    {
        var result = Split(Stay(Programme(new WaiverLimits { YearBudgetFen = 1_000_00 }), Bill), 940_00);
        Assert.Equal([40_00, 20_00, 0], WaivedOf(result));
        Assert.Equal((60_00, 0L, 0L, 15_00), Cuts(result));
        Assert.Equal(0, result.Waivers.Single().BudgetLeftFen);
        Assert.Equal(15_00, result.PatientFen);
    }

    /// <summary>
    /// 70 a visit, 50 left of the month, 45 of the year. First bed 40, whole. Second bed 30: the visit leaves 30, the month 10, the year 5 →
    /// 5; cut 20 by the month and 5 by the year. Registration 5: 70 - 45 = 25 left in the visit, 5 in the month, 0 in the year; cut by the year.
    /// </summary>
    [Fact]
    public void Of_several_limits_the_narrowest_decides_and_each_is_told_its_part_of_the_cut()
    {
        var limits = new WaiverLimits { VisitFen = 70_00, PatientMonthFen = 300_00, YearBudgetFen = 1_000_00 };
        var result = Split(Stay(Programme(limits), Bill), 250_00, 955_00);
        Assert.Equal([40_00, 5_00, 0], WaivedOf(result));
        Assert.Equal((45_00, 0L, 20_00, 10_00), Cuts(result));
        Assert.Equal((5_00, 0L), (result.Waivers.Single().MonthLeftFen, result.Waivers.Single().BudgetLeftFen));
        Assert.Equal([45_00, 45_00], result.CounterAddedFen.ToArray());
    }

    /// <summary>A limit that was lowered below what is used leaves nothing; it takes nothing back.</summary>
    [Fact]
    public void A_budget_lowered_below_what_is_used_waives_nothing_more() =>
        Assert.Equal(0, Split(Stay(Programme(new WaiverLimits { YearBudgetFen = 500_00 }), Bill), 940_00).WaivedFen);

    /// <summary>10 of nursing a visit: 6 of the first item and 4 of the second, and nothing of the third; bed at half is 20 and 15.</summary>
    [Fact]
    public void A_fixed_amount_is_one_for_the_visit_and_not_for_each_item()
    {
        var waiver = Programme(WaiverLimits.None) with
        {
            Categories = new Dictionary<string, Rate> { ["bed"] = Law.Ratio("0.5") },
            FixedFen = new Dictionary<string, long> { ["nursing"] = 10_00 },
        };
        var result = Split(Stay(waiver, Of("nursing", 6_00), Of("bed", 40_00), Of("nursing", 9_00), Of("nursing", 1_00), Of("bed", 30_00)));
        Assert.Equal([6_00, 20_00, 4_00, 0, 15_00], WaivedOf(result));
        Assert.Equal((45_00, 0L, 0L, 0L), Cuts(result));
    }

    /// <summary>10 fixed of nursing, but 3 a visit: 3 of the first; of the second the head had 4 left and the visit nothing. Cut 3 + 4.</summary>
    [Fact]
    public void What_a_limit_cut_of_a_fixed_amount_is_counted_once()
    {
        var waiver = Programme(new WaiverLimits { VisitFen = 3_00 }) with
        {
            Categories = new Dictionary<string, Rate>(), FixedFen = new Dictionary<string, long> { ["nursing"] = 10_00 },
        };
        var result = Split(Stay(waiver, Of("nursing", 6_00), Of("nursing", 9_00)));
        Assert.Equal([3_00, 0], WaivedOf(result));
        Assert.Equal((3_00, 7_00, 0L, 0L), Cuts(result));
    }

    /// <summary>80 % of 1,000 is 800: at 799.99 used the cashier hears nothing yet, from 800.00 on it is said.</summary>
    [Theory]
    [InlineData(724_99, false)]
    [InlineData(725_00, true)]
    [InlineData(1_000_00, true)]
    public void The_cashier_is_warned_from_the_share_of_the_budget_on(long usedFen, bool warned)
    {
        var limits = new WaiverLimits { YearBudgetFen = 1_000_00, WarnAt = Law.Ratio("0.8") };
        Assert.Equal(warned, Split(Stay(Programme(limits), Bill), usedFen).Waivers.Single().BudgetIsLow);
    }

    /// <summary>The visit of the narrowest limits again, without that of the visit: 20 and 5 + 5 are cut. Where no budget is left, nothing is
    /// promised for the rest of the month.</summary>
    [Fact]
    public void The_sentence_says_what_was_waived_what_cut_it_and_what_is_left()
    {
        var waiver = Programme(new WaiverLimits { PatientMonthFen = 300_00, YearBudgetFen = 1_000_00 }) with
        {
            Citation = new Citation { Title = "透析减免" },
        };
        var sentences = Explanation.Sentences(Split(Stay(waiver, Bill), 250_00, 955_00), []);
        Assert.Equal(
            "透析减免：本次减免 45.00 元；受本人本月减免限额所限，少减 20.00 元；医院本年度减免预算已用完，少减 10.00 元。",
            sentences[1]);

        // 300 a month, 220 used: all 75 of the bill are waived, 5 are left.
        var monthly = Explanation.Sentences(Split(Stay(waiver with { Limits = new WaiverLimits { PatientMonthFen = 300_00 } }, Bill), 220_00), []);
        Assert.Equal("透析减免：本次减免 75.00 元；您本月还可减免 5.00 元。", monthly[1]);
    }

    /// <summary>Random programmes over random years of visits: no limit is ever passed, and what is asked is either waived or cut.</summary>
    [Fact]
    public void Whatever_comes_no_more_is_waived_than_any_limit_allows() => Seeded.ForEach(2_000, seed =>
    {
        var dice = new Dice(seed);
        long? Limit(long max) => dice.Chance(60) ? dice.Between(0, max) : null;
        var limits = new WaiverLimits { VisitFen = Limit(90_00), PatientMonthFen = Limit(300_00), YearBudgetFen = Limit(900_00) };
        var waiver = Programme(limits) with
        {
            Categories = new Dictionary<string, Rate> { ["bed"] = Law.Ratio("0.333"), ["registration"] = Law.Ratio("1") },
            FixedFen = new Dictionary<string, long> { ["nursing"] = dice.Between(0, 20_00) },
        };
        var used = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var visitNumber = 0; visitNumber < 20; visitNumber++)
        {
            Item[] bill = [.. Enumerable.Range(0, 5).Select(_ => Of(dice.Pick("bed", "registration", "nursing", "drugs"), dice.Between(0, 60_00)))];
            List<string> keys = [];
            var visit = Waivers.Counted(new Law().Terms(), Plain([waiver], bill), new HospitalCode(Hospital), keys);
            var result = Split(visit, [.. keys.Select(k => used.GetValueOrDefault(k))]);
            foreach (var (key, added) in keys.Zip(result.CounterAddedFen.ToArray()))
            {
                used[key] = used.GetValueOrDefault(key) + added;
                Assert.Equal(result.WaivedFen, added);
            }

            Assert.True(limits.VisitFen is not { } v || result.WaivedFen <= v);
            Assert.Equal(result.GrossFen, result.WaivedFen + result.TotalFen);
            Assert.Equal(AskedFen(waiver, bill), result.WaivedFen + result.Waivers.Sum(w => w.CutByVisitFen + w.CutByMonthFen + w.CutByBudgetFen));
        }

        Assert.True(limits.PatientMonthFen is not { } month || used.Where(u => u.Key.StartsWith("waiver:", StringComparison.Ordinal)).All(u => u.Value <= month));
        Assert.True(limits.YearBudgetFen is not { } year || used.Where(u => u.Key.StartsWith("waiver_budget:", StringComparison.Ordinal)).All(u => u.Value <= year));
    });

    /// <summary>What would be waived without limits: each item's share rounded by itself, of nursing at most the fixed amount.</summary>
    private static long AskedFen(WaiverRule waiver, Item[] bill)
    {
        var nursing = bill.Where(i => i.Category == "nursing").Sum(i => i.PriceMillionths / 10_000);
        return Math.Min(nursing, waiver.FixedFen["nursing"])
            + bill.Where(i => i.Category is "bed" or "registration").Sum(i => waiver.Categories[i.Category!].Of(i.PriceMillionths / 10_000));
    }

    private static Item Of(string category, long fen) => Visits.Piece(fen, ItemClass.A) with { Category = category };

    private static WaiverRule Programme(WaiverLimits limits) => new(
        Condition.Always,
        new Dictionary<string, Rate> { ["bed"] = Rate.One, ["registration"] = Rate.One },
        Citation.None) { Id = "free", Limits = limits };

    private static VisitInput Plain(WaiverRule[] waivers, Item[] bill) => Visits.Of(bill) with { Waivers = waivers };

    private static VisitInput Stay(WaiverRule waiver, params Item[] bill) => Stay([waiver], bill);

    private static VisitInput Stay(WaiverRule[] waivers, params Item[] bill) =>
        Waivers.Counted(new Law().Terms(), Plain(waivers, bill), new HospitalCode(Hospital), []);

    private static Breakdown Split(VisitInput visit, params long[] usedFen)
    {
        var result = new Breakdown(new Law().Terms(), visit.Items.Count, visit.WaiverCounters);
        Assert.Equal(Refusal.None, Adjudicator.Adjudicate(visit, usedFen, result));
        return result;
    }

    private static long[] WaivedOf(Breakdown result) => [.. result.Items.ToArray().Select(i => i.WaivedFen)];

    private static (long Waived, long Visit, long Month, long Budget) Cuts(Breakdown result)
    {
        var tally = result.Waivers[0];
        return (tally.WaivedFen, tally.CutByVisitFen, tally.CutByMonthFen, tally.CutByBudgetFen);
    }
}
