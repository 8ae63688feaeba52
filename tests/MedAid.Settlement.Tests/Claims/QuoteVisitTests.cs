using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Tests.Claims;

/// <summary>
/// The sample visit, 817.30 at the county hospital (736.13 in scope, 81.17 not) and 825.30 at the city's, which waives nothing (744.13 in
/// scope). Worked from packs/lvliang/2022-07-12-dialysis.yaml for a 低保 person of 兴县.
/// </summary>
public sealed class QuoteVisitTests
{
    // County, out-patient: 736.13 × 85 % = 625.71; left 110.42; × 30 % = 33.13; 817.30 - 625.71 - 33.13.
    private const long CountyOutpatient = 158_46;

    // County, as in-patient: 736.13 - 400 = 336.13 × 75 % = 252.0975 -> 252.10; left 484.03 × 70 % = 338.821 -> 338.82;
    // 817.30 - 252.10 - 338.82.
    private const long CountyReferenced = 226_38;

    // City, out-patient: 744.13 × 70 % = 520.891 -> 520.89; left 223.24 × 30 % = 66.972 -> 66.97; 825.30 - 520.89 - 66.97.
    private const long CityOutpatient = 237_44;

    // City, as in-patient: all 744.13 are within the deductible of 1,000; 744.13 × 70 % = 520.891 -> 520.89; 825.30 - 520.89.
    private const long CityReferenced = 304_41;

    [Fact]
    public async Task Each_mode_at_each_hospital_is_split_and_the_cheapest_comes_first()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var quoted = await QuoteAsync(office, Visits.Sample);

        Assert.Equal(CountyOutpatient, quoted.Breakdown.PatientFen);
        Assert.Equal(
            [
                (Office.CountyHospital, Mode.Outpatient, CountyOutpatient),
                (Office.CountyHospital, Mode.InpatientReferenced, CountyReferenced),
                (Office.CityHospital, Mode.Outpatient, CityOutpatient),
                (Office.CityHospital, Mode.InpatientReferenced, CityReferenced),
            ],
            quoted.Alternatives.Select(w => (w.Hospital.Code.Text, w.Mode, w.PatientFen)));
        Assert.Equal([true, false, false, false], quoted.Alternatives.Select(w => w.Asked));
        Assert.Equal([true, false, false, false], quoted.Alternatives.Select(w => w.Cheapest));
        Assert.Equal([8_00, 8_00, 0, 0], quoted.Alternatives.Select(w => w.WaivedFen));
        Assert.Equal("当前方式（兴县样例人民医院按门诊管理）个人负担最少，本次付 158.46 元。", quoted.Recommendation);
    }

    /// <summary>Basic 625.71 - 252.10 = 373.61 less; relief 338.82 - 33.13 = 305.69 more; the patient 373.61 - 305.69 = 67.92 more.</summary>
    [Fact]
    public async Task The_reason_says_which_payers_make_the_difference()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var ways = (await QuoteAsync(office, Visits.Sample)).Alternatives;
        Assert.Equal("个人负担与当前方式相同。", ways[0].Reason);
        Assert.Equal("个人比当前方式多付 67.92 元：基本医保支付减少 373.61 元，医疗救助支付增加 305.69 元。", ways[1].Reason);
        // City: 237.44 - 158.46 = 78.98 more; basic 625.71 - 520.89 = 104.82 less; relief 66.97 - 33.13 = 33.84 more; no waiver of 8.00.
        Assert.Equal("个人比当前方式多付 78.98 元：基本医保支付减少 104.82 元，医疗救助支付增加 33.84 元，医院减免减少 8.00 元。", ways[2].Reason);
    }

    /// <summary>
    /// Three sessions of December: the 400 are taken from the first only. Later ones: 736.13 × 75 % = 552.0975 -> 552.10; left 184.03 × 70 %
    /// = 128.821 -> 128.82; 817.30 - 552.10 - 128.82 = 136.38. 226.38 + 2 × 136.38 = 499.14, against 3 × 158.46 = 475.38 as out-patient.
    /// </summary>
    [Fact]
    public async Task Over_the_year_the_yearly_deductible_is_taken_once()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var ways = (await QuoteAsync(office, December, sessionsPerMonth: 3)).Alternatives;
        Assert.Equal(new YearProjection(3, 475_38), ways.Single(IsCounty(Mode.Outpatient)).Year);
        Assert.Equal(new YearProjection(3, 499_14), ways.Single(IsCounty(Mode.InpatientReferenced)).Year);
    }

    /// <summary>
    /// Five sessions: 5 × 158.46 = 792.30 as out-patient; 226.38 + 4 × 136.38 = 771.90 as in-patient, 20.40 less, although the one visit
    /// costs 67.92 more that way.
    /// </summary>
    [Fact]
    public async Task The_cheapest_over_the_year_is_recommended_although_another_is_cheapest_for_this_visit()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var quoted = await QuoteAsync(office, December, sessionsPerMonth: 5);
        Assert.Equal("兴县样例人民医院参照住院管理个人负担最少，到年底 5 次共付 771.90 元，比当前方式少付 20.40 元。", quoted.Recommendation);
        Assert.True(quoted.Alternatives[0] is { Cheapest: true, Asked: false, PatientFen: CountyReferenced });
        Assert.True(quoted.Alternatives.Single(w => w.Asked) is { Cheapest: false, PatientFen: CountyOutpatient });
    }

    /// <summary>After a settled visit as in-patient the deductible is used up: 136.38, as worked above.</summary>
    [Fact]
    public async Task A_quote_starts_from_the_counters_of_the_ledger()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var referenced = December with { Mode = (int)Mode.InpatientReferenced };
        var settled = await office.Settlements.SettleAsync("r-1", referenced, false, CancellationToken.None).WaitAsync(Office.Patience);
        Assert.Equal(CountyReferenced, settled.Value!.Document.Breakdown.PatientFen);

        Assert.Equal(136_38, (await QuoteAsync(office, referenced)).Breakdown.PatientFen);
        await office.Reversals.ReverseAsync("r-2", referenced.HospitalCode, settled.Value.Document.SettlementId, "试", false, CancellationToken.None)
            .WaitAsync(Office.Patience);
        Assert.Equal(CountyReferenced, (await QuoteAsync(office, referenced)).Breakdown.PatientFen);
    }

    /// <summary>
    /// In the capital, unfiled, relief is settled on paper: 0 at the window, 825.30 - 520.89 = 304.41. Filed it is that of the city's
    /// hospital, 237.44. As in-patient: 304.41 filed, all 825.30 unfiled.
    /// </summary>
    [Fact]
    public async Task A_filing_is_a_way_of_its_own_where_it_changes_what_the_patient_pays()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence, Office.County, Office.City, Office.Taiyuan);
        var ways = (await QuoteAsync(office, Visits.Sample)).Alternatives;
        Assert.Equal(
            [
                (Mode.Outpatient, true, CityOutpatient), (Mode.Outpatient, false, 304_41),
                (Mode.InpatientReferenced, true, CityReferenced), (Mode.InpatientReferenced, false, 825_30),
            ],
            ways.Where(w => w.Hospital.Code.Text == Office.TaiyuanHospital).OrderBy(w => w.Mode).ThenByDescending(w => w.Filed)
                .Select(w => (w.Mode, w.Filed, w.PatientFen)));
        Assert.Equal(4, ways.Count(w => w.Hospital.Code.Text != Office.TaiyuanHospital));
    }

    [Fact]
    public async Task Where_a_filing_changes_nothing_it_is_no_way_of_its_own()
    {
        await using var office = await Office.OpenAsync(Visits.Person(), Office.County, Office.City, Office.Taiyuan);
        var ways = (await QuoteAsync(office, Visits.Sample)).Alternatives;
        Assert.Equal(6, ways.Count);
        Assert.All(ways, way => Assert.False(way.Filed));
    }

    [Fact]
    public async Task Without_comparing_there_is_no_alternative_and_nothing_is_written()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var answer = await office.Quotes.QuoteAsync(Visits.Sample, false, 0, CancellationToken.None).WaitAsync(Office.Patience);
        Assert.Empty(answer.Value!.Alternatives);
        Assert.Equal("", answer.Value.Recommendation);
        var proof = await office.Ledger.VerifyAsync(CancellationToken.None).WaitAsync(Office.Patience);
        Assert.Equal((0, 0), (proof.Settlements, proof.Counters));
    }

    /// <summary>110.42 are left after basic; a commercial payment of 900.00 is more than the 191.59 that all four components have left.</summary>
    [Fact]
    public async Task A_payment_that_a_settlement_would_refuse_is_a_warning_and_names_its_layer()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var draft = Visits.Sample with { ExternalPayments = [new("commercial", 900_00), new("no_such_layer", 1)] };
        var quoted = await QuoteAsync(office, draft);
        Assert.Contains(quoted.Warnings, w => w.Contains("商业保险", StringComparison.Ordinal) && w.Contains("只计到余额", StringComparison.Ordinal));
        Assert.Contains(quoted.Warnings, w => w.Contains("no_such_layer", StringComparison.Ordinal) && w.Contains("没有计入", StringComparison.Ordinal));
        Assert.Equal(0, quoted.Breakdown.PatientFen);
    }

    /// <summary>The same law read twice: other objects, equal figures. A comparison that mixed them would break its own invariant.</summary>
    [Fact]
    public async Task A_quote_stays_with_the_books_that_it_began_with_while_they_are_swapped()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var young = Office.Books(Office.ReadLaw());

        // The memory of the register asks the clock when the books are in hand and the counters are not yet read.
        office.Time.WhenTicksAreAsked = () => office.Reference.Current = young;

        var quoted = await QuoteAsync(office, Visits.Sample);

        Assert.Same(young, office.Reference.Current);
        Assert.Equal((4, CountyOutpatient), (quoted.Alternatives.Count, quoted.Alternatives[0].PatientFen));
    }

    [Fact]
    public async Task A_quote_is_refused_like_a_settlement()
    {
        await using var office = await Office.OpenAsync(Visits.Person() with { Qualifications = [] });
        var answer = await office.Quotes.QuoteAsync(Visits.Sample, true, 3, CancellationToken.None).WaitAsync(Office.Patience);
        Assert.Equal(Refusal.NotQualified, answer.Refusal!.Reason);
        var bad = await office.Quotes.QuoteAsync(Visits.Sample with { VisitId = "" }, true, 32, CancellationToken.None)
            .WaitAsync(Office.Patience);
        Assert.Equal(["sessions_per_month", "visit.visit_id"], bad.Violations.Select(v => v.Field));
    }

    private static ClaimDraft December { get; } = Visits.Sample with { ServiceDate = "2025-12-01" };

    private static Func<Alternative, bool> IsCounty(Mode mode) => way => way.Hospital.Code.Text == Office.CountyHospital && way.Mode == mode;

    private static async Task<Quoted> QuoteAsync(Office office, ClaimDraft draft, int sessionsPerMonth = 0)
    {
        var answer = await office.Quotes.QuoteAsync(draft, true, sessionsPerMonth, CancellationToken.None).WaitAsync(Office.Patience);
        return answer.Value ?? throw new InvalidOperationException($"{answer.Refusal} {string.Join(' ', answer.Violations)}");
    }
}
