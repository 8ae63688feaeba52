using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Stays in parts, several diseases, accidents, payments for components and what is not settled at the window, through a gateway under
/// <see cref="OwnLaw"/> whatever its database. Amounts are worked by hand.
/// </summary>
internal sealed class PartsStory(GatewayProcess gateway)
{
    /// <summary>Class C: the patient's whole.</summary>
    private const string Attendant = "009901000010000";

    /// <summary>
    /// Three bills of 4,000.00 of one stay in 兴县, line 400.00, 75 %, relief 70 %: (3,600.00 → 2,700.00, 910.00), then twice (3,000.00, 700.00).
    /// </summary>
    public async Task Three_bills_of_a_stay_cost_what_one_would()
    {
        Assert.Equal([390_00L, 300_00, 300_00], await StayAsync("poor", Requests.Jia));
        Assert.Equal([1_300_00L, 1_000_00, 1_000_00], await StayAsync("plain", Requests.You));
        await ProveAsync();
    }

    /// <summary>A part is reversed after the later ones; then the stay begins anew with its line.</summary>
    public async Task Parts_are_reversed_from_the_last_back()
    {
        var parts = new List<SettlementV1.Settlement>();
        foreach (var number in new[] { 1, 2, 3 })
        {
            parts.Add(await SettleAsync(Part("back", OwnLaw.Plain, number, "2024-03-02", 4_000_00)));
        }

        Assert.Equal([1, 2, 3], parts.Select(p => p.StayPart));
        Assert.Equal([1, 1, 1], parts.Select(p => p.Admission));
        Assert.StartsWith("本次费用", parts[0].Breakdown.Sentences[0], StringComparison.Ordinal);
        Assert.Equal("这是本次住院的第 3 次结算，起付线和限额与此前各次合并计算。", parts[2].Breakdown.Sentences[0]);
        Assert.Contains(
            "政策范围内费用 4000.00 元，本次住院起付线 400.00 元，此前各次结算已扣 400.00 元，本次不再扣，按 75% 支付 3000.00 元",
            parts[2].Breakdown.Layers[0].Sentence, StringComparison.Ordinal);
        var refused = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(Undo("rev-1", parts[0])));
        var tried = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(new(Undo("rev-1t", parts[0])) { ValidateOnly = true }));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync($"/v1/settlements/{parts[1].SettlementId}:reverse", Undo("rev-2", parts[1])));
        Assert.Equal("LATER_PART_STANDS", refused.Reason);
        Assert.Equal("LATER_PART_STANDS", tried.Reason);
        Assert.Equal(parts[2].SettlementId, refused.Info.Metadata["later_settlement_id"]);
        Assert.Equal(parts[2].SettlementId, posted.Info.Metadata["later_settlement_id"]);

        foreach (var part in parts.AsEnumerable().Reverse())
        {
            await gateway.Settlements.ReverseAsync(Undo($"undo-{part.RequestId}", part));
        }

        var again = await SettleAsync(Part("again", OwnLaw.Plain, 1, "2024-03-02", 4_000_00));
        Assert.Equal((1_300_00L, 1, 1), (again.Breakdown.PatientFen, again.StayPart, again.Admission));
        await ProveAsync();
    }

    /// <summary>
    /// Two persons with the same number of stay: (1,000.00 − 400.00) × 75 % = 450.00 each, nothing is shared. A bill of the other's visit is refused.
    /// </summary>
    public async Task A_number_of_stay_that_two_persons_have_is_two_stays_and_a_visit_is_of_one_person()
    {
        var one = await SettleAsync(Part("same", OwnLaw.Plain, 1, "2026-03-02", 1_000_00));
        var other = await SettleAsync(Part("same", OwnLaw.Poor, 1, "2026-03-02", 1_000_00).With(v => v.VisitId = "V-other"));
        var slip = await DoorError.ByGrpcAsync(
            gateway.Settlements.SettleAsync(Part("same", OwnLaw.Poor, 2, "2026-03-03", 1_000_00)));

        Assert.Equal([(1, 450_00L), (1, 450_00L)], new[] { one, other }.Select(s => (s.StayPart, s.Breakdown.Layers.Single(l => l.Layer == "basic").PaidFen)));
        Assert.Equal(("VISIT_ALREADY_SETTLED", one.SettlementId), (slip.Reason, slip.Info.Metadata.Values.Single(v => v == one.SettlementId)));
        await ProveAsync();
    }

    /// <summary>
    /// 12,400.00 on the last day of 2024: less 400.00, × 75 % = 9,000.00, the whole limit of the year. 12,000.00 in January: no line any more, and
    /// 9,000.00 of the limit of the new year.
    /// </summary>
    public async Task A_stay_over_the_end_of_the_year_counts_in_the_year_of_each_bill()
    {
        var december = await SettleAsync(Part("newyear", OwnLaw.Poor, 1, "2022-12-31", 12_400_00));
        var january = await SettleAsync(Part("newyear", OwnLaw.Poor, 2, "2023-01-15", 12_000_00));

        // 低保: of what is left, 3,400.00 and 3,000.00, the relief takes 70 %.
        Assert.Equal((1_020_00L, 900_00L), (december.Breakdown.PatientFen, january.Breakdown.PatientFen));
        Assert.Equal(9_000_00, Added(december, "basic.paid@2022"));
        Assert.Equal(9_000_00, Added(january, "basic.paid@2023"));
        Assert.Equal(0, january.Breakdown.Layers.Single(l => l.Layer == "basic").DeductibleFen);
        await ProveAsync();
    }

    /// <summary>The first stay of a year has the line of 400.00, the next of 200.00, until one is taken back.</summary>
    public async Task The_gateway_counts_the_admissions_of_a_year()
    {
        var first = await SettleAsync(Stay("adm-1", "2021-02-01", 1_000_00));
        var second = await SettleAsync(Stay("adm-2", "2021-03-01", 1_000_00));
        await gateway.Settlements.ReverseAsync(Undo("adm-2u", second));
        var third = await SettleAsync(Stay("adm-3", "2021-04-01", 1_000_00));
        var told = await SettleAsync(Stay("adm-4", "2021-05-01", 1_000_00).With(v => v.Admission = 5));
        var sixth = await SettleAsync(Stay("adm-5", "2021-06-01", 1_000_00));

        // (1,000.00 − 400.00) × 75 % = 450.00; (1,000.00 − 200.00) × 75 % = 600.00.
        Assert.Equal([(1, 550_00L), (2, 400_00L), (2, 400_00L), (5, 400_00L), (6, 400_00L)], new[] { first, second, third, told, sixth }
            .Select(s => (s.Admission, s.Breakdown.PatientFen)));
        await ProveAsync();
    }

    /// <summary>
    /// A stay is earlier if it began earlier, whatever was settled first: that of January is settled last and is the first of the year. It was
    /// admitted at 400.00, that of February at 200.00; of two on a day the one that was settled first is earlier.
    /// </summary>
    public async Task An_admission_is_earlier_by_its_day()
    {
        var second = await SettleAsync(Stay("adm-6", "2022-03-20", 1_000_00).With(v => v.AdmissionDate = "2022-03-01"));
        var first = await SettleAsync(Stay("adm-7", "2022-04-02", 1_000_00).With(v => v.AdmissionDate = "2022-02-11"));
        var third = await SettleAsync(Stay("adm-8", "2022-03-05", 1_000_00).With(v => v.AdmissionDate = "2022-03-01"));
        var before = await SettleAsync(Stay("adm-9", "2023-01-05", 1_000_00).With(v => v.AdmissionDate = "2022-12-30"));

        Assert.Equal([(1, 550_00L), (1, 550_00L), (3, 400_00L), (1, 550_00L)], new[] { second, first, third, before }
            .Select(s => (s.Admission, s.Breakdown.PatientFen)));
        await ProveAsync();
    }

    /// <summary>A number below what is counted is taken, and both are said in quote and settlement; a long stay is said too.</summary>
    public async Task A_number_of_admission_below_the_count_and_a_long_stay_are_said()
    {
        SettleRequest Here(string requestId, string day) =>
            Stay(requestId, day, 1_000_00).With(v => (v.IdNumber, v.HospitalCode) = (Requests.You, Requests.CountyHospital));
        await SettleAsync(Here("low-1", "2025-02-01"));
        await SettleAsync(Here("low-2", "2025-03-01"));
        var low = Here("low-3", "2025-04-01").With(v => v.Admission = 2);
        const string Said = "医院写的是本年第 2 次住院，按已经结算的住院是第 3 次；本次按第 2 次计算。请核对住院次数（admission）："
            + "写错的改正后再结算，不清楚的不写，由系统按入院日期计。（ADMISSION_BELOW_COUNT）";
        Assert.Contains(Said, (await gateway.Settlements.QuoteAsync(new() { Visit = low.Visit })).Warnings);
        Assert.Contains(Said, (await SettleAsync(low)).Breakdown.Warnings);
        var high = await SettleAsync(Here("low-4", "2025-04-15").With(v => v.Admission = 4));
        Assert.DoesNotContain(high.Breakdown.Warnings, w => w.EndsWith("（ADMISSION_BELOW_COUNT）", StringComparison.Ordinal));

        var stay = Here("long-1", "2025-06-01");
        var usual = await gateway.Settlements.QuoteAsync(new() { Visit = stay.With(v => v.AdmissionDate = "2025-03-03").Visit });
        var longer = await gateway.Settlements.QuoteAsync(new() { Visit = stay.With(v => v.AdmissionDate = "2025-03-02").Visit });
        Assert.DoesNotContain(usual.Warnings, w => w.EndsWith("（LONG_STAY）", StringComparison.Ordinal));
        Assert.Contains(
            "2025-03-02 入院，到 2025-06-01 有 91 天，超过 90 天（提示天数为暂定）。请核对入院日期（admission_date）。（LONG_STAY）", longer.Warnings);
        await ProveAsync();
    }

    /// <summary>
    /// A stay that begins with a bill of another kind is an admission all the same: 100.00 × 50 % = 50.00; then (1,000.00 − 400.00) × 75 % = 450.00
    /// and of 550.00 relief 385.00. The next stay is the second: (1,000.00 − 200.00) × 75 % = 600.00, of 400.00 relief 280.00.
    /// </summary>
    public async Task A_stay_is_an_admission_also_if_its_first_bill_is_none()
    {
        var before = await SettleAsync(Part("observed", OwnLaw.Poor, 1, "2024-02-01", 100_00).With(v => (v.Care, v.DiseaseCode) = (Care.OutpatientChronic, "D20")));
        var stay = await SettleAsync(Part("observed", OwnLaw.Poor, 2, "2024-02-03", 1_000_00));
        var next = await SettleAsync(Stay("after-observed", "2024-03-01", 1_000_00).With(v => v.IdNumber = OwnLaw.Poor));

        Assert.Equal([(0, 1, 50_00L), (1, 2, 165_00), (2, 0, 120_00)], new[] { before, stay, next }
            .Select(s => (s.Admission, s.StayPart, s.Breakdown.PatientFen)));
        await ProveAsync();
    }

    /// <summary>
    /// D10: (300.00 − 100.00) × 70 % = 140.00, of the 160.00 left relief owes 112.00. D20: 100.00 × 50 % = 50.00, of 50.00 relief owes 35.00.
    /// Neither is settled at the window: the patient pays 210.00 and claims 147.00.
    /// </summary>
    public async Task Each_disease_has_its_own_rule_and_deferred_relief_is_claimed_by_the_patient()
    {
        var visit = Chronic("two-1").With(v => (v.Items[0].DiseaseCode, v.Items[1].DiseaseCode) = ("D10", "D20"));
        var settled = await SettleAsync(visit);
        var unqualified = await DoorError.ByGrpcAsync(
            gateway.Settlements.SettleAsync(Chronic("two-2").With(v => (v.Items[0].DiseaseCode, v.Items[1].DiseaseCode) = ("D10", "D30"))));
        var open = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Chronic("two-3").With(v => v.Items[0].DiseaseCode = "D10")));
        var receivables = await new ClearingService.ClearingServiceClient(gateway.Channel).ListReceivablesAsync(new());

        var breakdown = settled.Breakdown;
        Assert.Equal(
            [("basic", 140_00L, 0L), ("relief", 0, 112_00), ("basic", 50_00, 0), ("relief", 0, 35_00)],
            breakdown.Layers.Select(l => (l.Layer, l.PaidFen, l.DeferredFen)));
        Assert.Equal((210_00L, 147_00L), (breakdown.PatientFen, breakdown.DeferredFen));
        Assert.Equal(
            [("hospital_revenue", -400_00L), ("patient_cash", 210_00), ("fund_receivable", 140_00), ("fund_receivable", 50_00)],
            settled.Entries.Select(e => (e.Account, e.AmountFen)));
        Assert.Contains("不在窗口结算，请您先付，再持费用票据和结算单向参保地医保经办机构申领", breakdown.Layers[1].Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(receivables.Receivables, r => r.SettlementId == settled.SettlementId && r.Fund == "medical_aid");
        Assert.Equal(("NOT_QUALIFIED", "D30"), (unqualified.Reason, unqualified.Info.Metadata["disease_code"]));
        Assert.StartsWith("就诊当日没有病种 D30 的门诊慢特病资格", unqualified.Chinese.Message, StringComparison.Ordinal);
        Assert.Equal("visit.disease_code REQUIRED", Assert.Single(open.Fields));
        await ProveAsync();
    }

    /// <summary>
    /// As above in April, when the hospital advances D20 by its own decision: 35.00 are due from the county and 175.00 are left, 112.00 to be claimed.
    /// </summary>
    public async Task What_a_hospital_advances_by_its_own_decision_is_due_from_the_county_on_its_days_alone()
    {
        var april = await SettleAsync(Two("own-1", "2026-04-30"));
        var may = await SettleAsync(Two("own-2", "2026-05-01"));
        var owed = (await new ClearingService.ClearingServiceClient(gateway.Channel).ListReceivablesAsync(new())).Receivables;

        Assert.Equal((175_00L, 112_00L), (april.Breakdown.PatientFen, april.Breakdown.DeferredFen));
        Assert.Equal([(false, 0L, 112_00L), (true, 35_00, 0)], april.Breakdown.Layers.Where(l => l.Layer == "relief").Select(l => (l.Advanced, l.PaidFen, l.DeferredFen)));
        Assert.Equal(35_00, Assert.Single(april.Entries, e => e.Account == "advance_receivable").AmountFen);
        Assert.Equal(35_00, Assert.Single(owed, r => r.SettlementId == april.SettlementId).OutstandingFen);
        Assert.Equal((210_00L, 147_00L), (may.Breakdown.PatientFen, may.Breakdown.DeferredFen));
        Assert.DoesNotContain(owed, r => r.SettlementId == may.SettlementId);
        await ProveAsync();

        static SettleRequest Two(string requestId, string date) => Chronic(requestId).With(v =>
        {
            v.ServiceDate = date;
            (v.Items[0].DiseaseCode, v.Items[1].DiseaseCode) = ("D10", "D20");
        });
    }

    /// <summary>Of an accident the insurance pays nothing here, and says so by a line.</summary>
    public async Task An_accident_is_told_and_paid_by_its_own_rule()
    {
        var settled = await SettleAsync(Stay("accident-1", "2025-03-01", 1_000_00).With(v => v.Accident = true));

        Assert.Equal(("accident", 0L), (settled.Breakdown.Layers.Single().Rule, settled.Breakdown.Layers.Single().PaidFen));
        Assert.Equal(1_000_00, settled.Breakdown.PatientFen);
        Assert.DoesNotContain(settled.Breakdown.Warnings, w => w.Contains("ACCIDENT", StringComparison.Ordinal));
    }

    /// <summary>
    /// 1,000.00 in scope and 200.00 out of it. 150.00 for the part out of scope: basic still pays (1,000.00 − 400.00) × 75 % = 450.00, and the
    /// patient 600.00.
    /// </summary>
    public async Task A_payment_for_a_component_is_taken_off_that_alone()
    {
        var bill = Stay("for-1", "2025-05-01", 1_000_00).With(v =>
        {
            v.Admission = 1;
            v.Items.Add(Requests.Item(2, Attendant, 200_00, 1));
            v.ExternalPayments.Add(new ExternalPayment { Layer = "veteran", AmountFen = 150_00, Components = { "out_of_scope" } });
        });
        var settled = await SettleAsync(bill);
        var uncovered = await RefusedAsync("for-2", bill, p => p.Components[0] = "first_self_pay");
        var unknown = await RefusedAsync("for-3", bill, p => p.Components[0] = "everything");
        var elsewhere = await RefusedAsync("for-4", bill, p => p.DiseaseCode = "D10");
        var batch = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(
            new SettleRequest(bill) { RequestId = "for-6" }.With(v => v.Batch = "1")));

        Assert.Equal(600_00, settled.Breakdown.PatientFen);
        Assert.Equal("EXTERNAL_FOR_NOT_COVERED", uncovered.Reason);
        Assert.Equal("visit.external_payments[0].components UNKNOWN_WORD", Assert.Single(unknown.Fields));
        Assert.Equal("visit.external_payments[0].disease_code UNKNOWN_WORD", Assert.Single(elsewhere.Fields));
        Assert.Equal("visit.stay_id REQUIRED", Assert.Single(batch.Fields));
    }

    private async Task<DoorError> RefusedAsync(string requestId, SettleRequest bill, Action<ExternalPayment> change) =>
        await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(bill.With(v =>
        {
            v.VisitId = requestId;
            change(v.ExternalPayments[0]);
        }).Under(requestId)));

    private async Task<IReadOnlyList<long>> StayAsync(string name, string idNumber)
    {
        var shares = new List<long>();
        foreach (var number in new[] { 1, 2, 3 })
        {
            var request = Part(name, idNumber, number, $"2026-0{number}-02", 4_000_00).With(v => v.HospitalCode = Requests.CountyHospital);
            shares.Add((await SettleAsync(request)).Breakdown.PatientFen);
        }

        return shares;
    }

    private async Task<SettlementV1.Settlement> SettleAsync(SettleRequest request) => (await gateway.Settlements.SettleAsync(request)).Settlement;

    private static long Added(SettlementV1.Settlement settlement, string counter) =>
        settlement.Breakdown.Counters.Single(c => c.Counter == counter).AddedFen;

    private static SettleRequest Part(string stay, string idNumber, int number, string date, long fen) =>
        Requests.Outpatient($"{stay}-{number}-{idNumber[^4..]}", idNumber, date, fen).With(v =>
        {
            (v.HospitalCode, v.Care, v.VisitId, v.StayId, v.Batch) = (OwnLaw.HospitalCode, Care.Inpatient, $"V-{stay}", stay, $"{number}");
        });

    private static SettleRequest Stay(string requestId, string date, long fen) =>
        Requests.Outpatient(requestId, OwnLaw.Plain, date, fen).With(v => (v.HospitalCode, v.Care) = (OwnLaw.HospitalCode, Care.Inpatient));

    private static SettleRequest Chronic(string requestId) => Requests.Outpatient(requestId, OwnLaw.Poor, "2026-03-02", 300_00).With(v =>
    {
        (v.HospitalCode, v.Care) = (OwnLaw.HospitalCode, Care.OutpatientChronic);
        v.Items.Add(Requests.Item(2, Requests.Monitoring, 100_00, 1));
    });

    private static ReverseRequest Undo(string requestId, SettlementV1.Settlement settlement) => new()
    {
        RequestId = requestId, HospitalCode = settlement.HospitalCode, SettlementId = settlement.SettlementId, Reason = "测试",
    };

    private async Task ProveAsync() =>
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
}
