using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>费用减免: which waiver takes an item, and which counters a visit touches by it.</summary>
public sealed class WaiversTests
{
    [Fact]
    public void A_counter_is_touched_only_where_a_programme_with_that_limit_meets_an_item()
    {
        var budgeted = Programme(new WaiverLimits { PatientMonthFen = 1, YearBudgetFen = 1 });
        Assert.Equal(["waiver:H1/free@2023-06", "waiver_budget:H1/free@2023"], Keys([budgeted], Of("bed", 1_00)));
        Assert.Empty(Keys([budgeted], Of("drugs", 1_00)));
        Assert.Empty(Keys([budgeted with { When = new Condition { Care = default(ValueSet).With((int)Care.Inpatient) } }], Of("bed", 1_00)));
        Assert.Empty(Keys([Programme(WaiverLimits.None), budgeted], Of("bed", 1_00)));
        Assert.Empty(Keys([Programme(new WaiverLimits { VisitFen = 1 })], Of("bed", 1_00)));
    }

    [Fact]
    public void What_a_limit_cuts_no_other_waiver_takes()
    {
        var limited = Programme(new WaiverLimits { VisitFen = 10_00 });
        var wider = Programme(WaiverLimits.None) with { Id = "wider" };
        var visit = Waivers.Counted(new Law().Terms(), Plain([limited, wider], Of("bed", 40_00)), new HospitalCode("H1"), []);
        Assert.Equal(10_00, new Law().Split(visit).Settled.WaivedFen);
    }

    private static string[] Keys(WaiverRule[] waivers, params Item[] bill)
    {
        List<string> keys = [];
        Waivers.Counted(new Law().Terms(), Plain(waivers, bill), new HospitalCode("H1"), keys);
        return [.. keys];
    }

    private static VisitInput Plain(WaiverRule[] waivers, params Item[] bill) => Visits.Of(bill) with { Waivers = waivers };

    private static Item Of(string category, long fen) => Visits.Piece(fen, ItemClass.A) with { Category = category };

    private static WaiverRule Programme(WaiverLimits limits) =>
        new(Condition.Always, new Dictionary<string, Rate> { ["bed"] = Rate.One }, Citation.None) { Id = "free", Limits = limits };
}
