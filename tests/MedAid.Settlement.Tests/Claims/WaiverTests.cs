using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Tests.Claims;

/// <summary>
/// A hospital's programme on the sample visit, through every use case on a real ledger. Without limits it waives 8.00: registration 1.00 whole,
/// half of the consultation of 8.00, 30 % of the nursing of 10.00; items come in this order on the bill.
/// </summary>
public sealed class WaiverTests
{
    private const string Budget = "waiver_budget:H14112300101/dialysis@2026";
    private const string Month = "waiver:H14112300101/dialysis@2026-03";

    private int requests;

    /// <summary>
    /// A budget of 20.00: two visits whole, of the third 4.00 are left: registration 1.00, consultation 3.00 of 4.00, nursing 0 of 3.00. The
    /// fourth gets nothing and is told so.
    /// </summary>
    [Fact]
    public async Task A_budget_ends_within_a_visit_and_everybody_is_told()
    {
        await using var office = await OpenAsync(new WaiverLimits { YearBudgetFen = 20_00, WarnAt = Ratio(800_000_000_000) });
        var first = await SettleAsync(office);
        var second = await SettleAsync(office);
        var third = await SettleAsync(office);
        var fourth = await SettleAsync(office);

        Assert.Equal([8_00, 8_00, 4_00, 0], new[] { first, second, third, fourth }.Select(d => d.Breakdown.WaivedFen));
        Assert.Equal(("", 12_00), (first.Breakdown.Waivers[0].Warning, first.Breakdown.Waivers[0].BudgetLeftFen));

        // 16.00 of 20.00 are 80 %.
        Assert.Equal(
            "“透析减免”本年度减免预算只剩 4.00 元（预算 20.00 元），请报财务科。（WAIVER_BUDGET_LOW）", second.Breakdown.Waivers[0].Warning);
        Assert.Equal([1_00L, 3_00, 0], WaivedItems(third));
        Assert.Equal((4_00, 4_00, 0L), Figures(third));
        Assert.Contains("透析减免：本次减免 4.00 元；医院本年度减免预算已用完，少减 4.00 元。", third.Breakdown.Sentences);
        Assert.EndsWith("（WAIVER_BUDGET_SPENT）", third.Breakdown.Waivers[0].Warning, StringComparison.Ordinal);
        Assert.Equal((0L, 8_00, 0L), Figures(fourth));
        Assert.DoesNotContain(fourth.Entries, e => e.Account == Account.WaiverExpense);
        Assert.Equal(20_00, await UsedAsync(office, Budget));
        await AssertProvenAsync(office);
    }

    /// <summary>30 visits at once at a budget of 100.00: twelve whole (96.00), one 4.00, the rest nothing.</summary>
    [Fact]
    public async Task Thirty_visits_at_once_at_the_end_of_the_budget_never_overspend_it()
    {
        await using var office = await OpenAsync(new WaiverLimits { YearBudgetFen = 100_00 });
        var waived = (await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SettleAsync(office)))).Select(d => d.Breakdown.WaivedFen).ToArray();

        Assert.Equal((12, 1, 17), (waived.Count(w => w == 8_00), waived.Count(w => w == 4_00), waived.Count(w => w == 0)));
        Assert.Equal(100_00, await UsedAsync(office, Budget));
        await AssertProvenAsync(office);
    }

    /// <summary>10.00 a month: 8.00, then 2.00: registration 1.00, consultation 1.00 of 4.00. A reversal of the first gives 8.00 back.</summary>
    [Fact]
    public async Task A_reversal_gives_the_month_and_the_budget_back()
    {
        await using var office = await OpenAsync(new WaiverLimits { PatientMonthFen = 10_00, YearBudgetFen = 1_000_00 });
        var first = await SettleAsync(office);
        var second = await SettleAsync(office);
        Assert.Equal([1_00L, 1_00, 0], WaivedItems(second));
        Assert.Equal((10_00, 10_00), (await UsedAsync(office, Month), await UsedAsync(office, Budget)));

        var mirror = (await office.Reversals.ReverseAsync("undo", first.HospitalCode, first.SettlementId, "试", false, CancellationToken.None).WaitAsync(Office.Patience))
            .Value!.Document;
        Assert.Equal((-8_00, -8_00), (mirror.Breakdown.WaivedFen, mirror.Breakdown.Waivers.Single().WaivedFen));
        Assert.Null(mirror.Breakdown.Waivers.Single().BudgetLeftFen);
        Assert.Equal((2_00, 2_00), (await UsedAsync(office, Month), await UsedAsync(office, Budget)));
        Assert.Equal(8_00, (await SettleAsync(office)).Breakdown.WaivedFen);
        await AssertProvenAsync(office);
    }

    [Fact]
    public async Task A_new_year_of_service_has_a_new_budget()
    {
        await using var office = await OpenAsync(new WaiverLimits { YearBudgetFen = 8_00 });
        Assert.Equal(8_00, (await SettleAsync(office)).Breakdown.WaivedFen);
        Assert.Equal(0, (await SettleAsync(office)).Breakdown.WaivedFen);
        Assert.Equal(8_00, (await SettleAsync(office, "2025-12-31")).Breakdown.WaivedFen);
    }

    [Fact]
    public async Task A_quote_says_what_is_left_and_touches_nothing()
    {
        await using var office = await OpenAsync(new WaiverLimits { YearBudgetFen = 12_00, WarnAt = Ratio(500_000_000_000) });
        await SettleAsync(office);
        var quoted = (await office.Quotes.QuoteAsync(Visits.Sample, false, 0, CancellationToken.None).WaitAsync(Office.Patience)).Value!;

        Assert.Equal((4_00, 0L), (quoted.Breakdown.WaivedFen, quoted.Breakdown.Waivers[0].BudgetLeftFen));
        Assert.Contains(quoted.Warnings, w => w.EndsWith("（WAIVER_BUDGET_SPENT）", StringComparison.Ordinal));
        Assert.Equal(8_00, await UsedAsync(office, Budget));
    }

    /// <summary>The city's hospital has 5.00 a month, of which nothing is used; at the county's nothing is left of 8.00.</summary>
    [Fact]
    public async Task A_comparison_knows_the_limits_of_each_hospital()
    {
        var city = Programme(new WaiverLimits { PatientMonthFen = 5_00 });
        await using var office = await Office.OpenAsync(
            Visits.OnSubsistence, Office.County with { Waivers = [Programme(new WaiverLimits { PatientMonthFen = 8_00 })] },
            Office.City with { Waivers = [city] });
        await SettleAsync(office);
        var quoted = (await office.Quotes.QuoteAsync(Visits.Sample, true, 0, CancellationToken.None).WaitAsync(Office.Patience)).Value!;

        Assert.Equal(
            [(Office.CityHospital, 5_00L), (Office.CountyHospital, 0)],
            quoted.Alternatives.Select(w => (w.Hospital.Code.Text, w.WaivedFen)).Distinct().OrderBy(w => w.Text, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_plain_waiver_touches_no_counter_and_is_told_by_its_place_in_the_file()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var settled = await SettleAsync(office);

        Assert.DoesNotContain(settled.Breakdown.Counters, c => WaiverCounters.IsOne(c.Counter));
        var waiver = Assert.Single(settled.Breakdown.Waivers);
        Assert.Equal(("waiver#1", "透析患者费用减免", 8_00), (waiver.Programme, waiver.Title, waiver.WaivedFen));
        Assert.Equal(
            [("registration", 1, 1_00L), ("consultation", 1, 4_00), ("nursing", 1, 3_00)],
            waiver.Heads.Select(h => (h.Head, h.Items, h.WaivedFen)));
        Assert.Equal(3, settled.Breakdown.Sentences.Count(s => s.Contains("支付", StringComparison.Ordinal)));
    }

    /// <summary>
    /// March: 8.00 + 8.00, of which the first is undone in April. The report of March stays 16.00; that of April is -8.00 and one item less
    /// of each head. Both are the sums of the journal.
    /// </summary>
    [Fact]
    public async Task The_report_of_a_month_is_that_of_its_books_and_ties_to_the_journal()
    {
        await using var office = await OpenAsync(new WaiverLimits { YearBudgetFen = 100_00 });
        var reports = new WaiverReports(office.Ledger, office.Reference);
        var first = await SettleAsync(office);
        await SettleAsync(office);
        office.Time.MoveTo(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(8)));
        await office.Reversals.ReverseAsync("undo", first.HospitalCode, first.SettlementId, "试", false, CancellationToken.None).WaitAsync(Office.Patience);

        var march = await MonthAsync(reports, 3);
        Assert.Equal((2, 16_00, 16_00), (march.Settlements, march.WaivedFen, march.JournalFen));
        Assert.Equal(
            [("consultation", 2L, 8_00L), ("nursing", 2, 6_00), ("registration", 2, 2_00)],
            march.Costs.Select(c => (c.Head, c.Items, c.WaivedFen)));
        var april = await MonthAsync(reports, 4);
        Assert.Equal((1, -8_00, -8_00), (april.Settlements, april.WaivedFen, april.JournalFen));
        Assert.Equal([-1L, -1, -1], april.Costs.Select(c => c.Items));
        Assert.Equal((8_00, 92_00), (april.Budgets.Single().UsedFen, april.Budgets.Single().LeftFen));
        Assert.Equal(0, (await MonthAsync(reports, 5)).Settlements);
        Assert.Equal(
            Core.Refusal.HospitalNotFound,
            (await reports.MonthAsync(new HospitalCode("H0"), new DateOnly(2026, 3, 1), CancellationToken.None).WaitAsync(Office.Patience)).Refusal!.Reason);
    }

    private static async Task<WaiverMonth> MonthAsync(WaiverReports reports, int month) =>
        (await reports.MonthAsync(new HospitalCode(Office.CountyHospital), new DateOnly(2026, month, 1), CancellationToken.None).WaitAsync(Office.Patience)).Value!;

    private static Task<Office> OpenAsync(WaiverLimits limits) =>
        Office.OpenAsync(Visits.OnSubsistence, Office.County with { Waivers = [Programme(limits)] }, Office.City);

    private static WaiverRule Programme(WaiverLimits limits) => Office.County.Waivers[0] with
    {
        Id = "dialysis", Limits = limits, Citation = new Citation { Title = "透析减免" },
    };

    private static Core.Rate Ratio(long scaled) => Core.Rate.TryCreate(scaled, out var rate) ? rate : throw new ArgumentOutOfRangeException(nameof(scaled));

    private async Task<SettlementDocument> SettleAsync(Office office, string date = "2026-03-02")
    {
        var id = $"w-{Interlocked.Increment(ref requests)}";
        var answer = await office.Settlements.SettleAsync(
            id, Visits.Sample with { ServiceDate = date, VisitId = id }, false, CancellationToken.None).WaitAsync(Office.Patience);
        return answer.Value!.Document;
    }

    /// <summary>Registration, consultation, nursing: items 13 to 15 of the sample.</summary>
    private static IEnumerable<long> WaivedItems(SettlementDocument document) =>
        document.Breakdown.Items.Where(i => i.ItemNumber is >= 13 and <= 15).Select(i => i.WaivedFen);

    private static (long Waived, long CutByBudget, long? BudgetLeft) Figures(SettlementDocument document)
    {
        var waiver = document.Breakdown.Waivers.Single();
        return (waiver.WaivedFen, waiver.CutByBudgetFen, waiver.BudgetLeftFen);
    }

    private static async Task<long> UsedAsync(Office office, string counter) =>
        (await office.Ledger.ReadCountersAsync(new PersonKey("P1"), "resident", [counter], CancellationToken.None).WaitAsync(Office.Patience))[0];

    private static async Task AssertProvenAsync(Office office) =>
        Assert.Empty((await office.Ledger.VerifyAsync(CancellationToken.None).WaitAsync(Office.Patience)).Differences);
}
