using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>Limits of a hospital's fee reductions: the month is the patient's under any scheme, the year's budget the hospital's.</summary>
public abstract partial class LedgerContract
{
    /// <summary>
    /// Forty patients at once, each with 7.00, at a budget of 100.00: fourteen get it whole (98.00), one gets 2.00, twenty-five nothing.
    /// </summary>
    [ContractFact]
    public async Task Many_patients_at_once_at_the_end_of_a_budget_never_overspend_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => WaiveAsync(new WaivedVisit($"R{i}", 7_00) { Person = $"P{i}" })));

        var waived = outcomes.Select(o => o.Document!.Breakdown.WaivedFen).ToArray();
        Assert.Equal((14, 1, 25), (waived.Count(w => w == 7_00), waived.Count(w => w == 2_00), waived.Count(w => w == 0)));
        Assert.Equal(WaivedVisit.YearFen, await BudgetUsedAsync(2026));
        Assert.Empty(await DifferencesAsync());
    }

    /// <summary>Ten visits of 7.00 of one patient at once: 5 × 7.00 + 5.00 = 40.00, and the budget grew by the same.</summary>
    [ContractFact]
    public async Task Many_visits_of_one_patient_at_once_never_pass_the_month()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => WaiveAsync(new WaivedVisit($"R{i}", 7_00))));

        Assert.Equal(WaivedVisit.MonthFen, outcomes.Sum(o => o.Document!.Breakdown.WaivedFen));
        Assert.Equal(WaivedVisit.MonthFen, await BudgetUsedAsync(2026));
        Assert.Empty(await DifferencesAsync());
    }

    /// <summary>30.00 as a resident, then 40.00 - 30.00 as an employee: who changes the scheme does not begin anew.</summary>
    [ContractFact]
    public async Task The_month_of_a_patient_goes_on_when_the_scheme_changes()
    {
        await WaiveAsync(new WaivedVisit("R1", 30_00));
        var after = (await WaiveAsync(new WaivedVisit("R2", 30_00) { SchemeOfPerson = "employee" })).Document!;

        Assert.Equal(10_00, after.Breakdown.WaivedFen);
        var used = await CountersAsync("P1", "employee", new WaivedVisit("", 0).MonthKey);
        Assert.Equal([40_00], used);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_new_month_a_new_year_and_another_hospital_each_begin_anew()
    {
        await WaiveAsync(new WaivedVisit("R1", 40_00) { Day = new DateOnly(2026, 12, 31) });
        var sameMonth = (await WaiveAsync(new WaivedVisit("R2", 40_00) { Day = new DateOnly(2026, 12, 1) })).Document!;
        var newYear = (await WaiveAsync(new WaivedVisit("R3", 40_00) { Day = new DateOnly(2027, 1, 1) })).Document!;
        var elsewhere = (await WaiveAsync(new WaivedVisit("R4", 40_00) { Hospital = "H2", Day = new DateOnly(2026, 12, 31) })).Document!;

        Assert.Equal([0, 40_00, 40_00], new[] { sameMonth, newYear, elsewhere }.Select(d => d.Breakdown.WaivedFen));
        Assert.Equal((40_00, 40_00), (await BudgetUsedAsync(2026), await BudgetUsedAsync(2027)));
    }

    [ContractFact]
    public async Task A_reversal_gives_back_to_the_patient_and_to_the_hospital()
    {
        var first = (await WaiveAsync(new WaivedVisit("R1", 40_00))).Document!;
        await WaiveAsync(new WaivedVisit("R2", 40_00) { Person = "P2" });
        await WaiveAsync(new WaivedVisit("R3", 40_00) { Person = "P3" });
        Assert.Equal(100_00, await BudgetUsedAsync(2026));

        await ReverseAsync(new Undoing("U1", first.SettlementId.Text));
        Assert.Equal(60_00, await BudgetUsedAsync(2026));
        var used = await CountersAsync("P1", WaivedVisit.Scheme, new WaivedVisit("", 0).MonthKey);
        Assert.Equal([0], used);
        Assert.Equal(40_00, (await WaiveAsync(new WaivedVisit("R4", 50_00))).Document!.Breakdown.WaivedFen);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task Counters_of_three_owners_are_read_together()
    {
        await PostAsync(new Visit("R1", 100_00));
        await WaiveAsync(new WaivedVisit("R2", 7_00));
        var visit = new WaivedVisit("", 0);

        var ofOne = await CountersAsync("P1", Visit.Scheme, visit.YearKey, Visit.Counter, "none@2026", visit.MonthKey);
        Assert.Equal([7_00, 50_00, 0, 7_00], ofOne);
        var ofAnother = await CountersAsync("P2", Visit.Scheme, visit.YearKey, Visit.Counter, visit.MonthKey);
        Assert.Equal([7_00, 0, 0], ofAnother);
    }

    [ContractFact]
    public async Task A_budget_that_was_tampered_with_is_found_and_named_by_its_hospital()
    {
        await WaiveAsync(new WaivedVisit("R1", 7_00));
        await DropGuardsAsync();
        Assert.Null(await RunAsync("UPDATE counter SET used_fen = used_fen - 1 WHERE person_key = 'hospital:H1'"));
        Assert.Equal("累计 hospital:H1 waiver waiver_budget:H1/free@2026：记为 6.99，按结算重算为 7.00", Assert.Single(await DifferencesAsync()));
    }

    [ContractFact]
    public async Task What_was_waived_in_a_span_of_the_books_is_listed_by_itself()
    {
        await PostAsync(new Visit("R1", 100_00) { Hospital = "H1" });
        var waived = (await WaiveAsync(new WaivedVisit("R2", 7_00))).Document!;
        SettlementFilter Span(DateTimeOffset from, DateTimeOffset before) =>
            new() { Limit = 10, HospitalCode = new HospitalCode("H1"), Settled = (from, before), Waived = true };

        var at = waived.SettledTime;
        var found = await Ledger.ListAsync(Span(at, at.AddTicks(10)), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(["R2"], found.Select(f => f.Document.RequestId));
        Assert.Empty(await Ledger.ListAsync(Span(at.AddDays(-1), at), CancellationToken.None).WaitAsync(Patience));
        Assert.Empty(await Ledger.ListAsync(Span(at.AddTicks(10), at.AddDays(1)), CancellationToken.None).WaitAsync(Patience));
    }

    private protected Task<PostingResult> WaiveAsync(WaivedVisit visit) =>
        Ledger.PostAsync(visit.Posting(), CancellationToken.None).WaitAsync(Patience);

    private async Task<long> BudgetUsedAsync(int year) =>
        (await CountersAsync("", "", MedAid.Core.Policy.WaiverCounters.Year(new HospitalCode("H1"), "free", year)))[0];
}
