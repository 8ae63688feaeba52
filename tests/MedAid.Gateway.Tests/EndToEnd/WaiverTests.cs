using System.Globalization;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.National;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Fee reductions of a hospital over both doors.</summary>
public sealed class WaiverTests : IDisposable
{
    /// <summary>
    /// A made-up law: dialysis of 兴县 is a package of 800 yuan a visit; basic insurance pays 80 % of it, relief half of the rest, which the
    /// hospital advances.
    /// </summary>
    private const string Pack =
        """
        pack: waiver-test
        title: 试行办法
        region: "141123"
        scheme: resident
        effective: 2020-01-01
        sources: [{id: S, title: 试行办法, issuer: 试点, published: 2019-12-01}]
        layers:
          - {id: basic, fund: basic_pool, covers: [in_scope], rules: [{id: b, ratio: 0.8, cite: S}]}
          - {id: relief, fund: medical_relief, covers: [in_scope], rules: [{id: r, ratio: 0.5, cite: S}]}
        programmes:
          - id: dialysis
            kind: case_package
            when: {disease: M07800}
            price_cap: 800
            cite: S
            layers:
              - {id: basic, fund: basic_pool, covers: [package], rules: [{id: b, ratio: 0.8, cite: S}]}
              - {id: relief, fund: medical_relief, covers: [package], rules: [{id: r, ratio: 0.5, cite: S}]}
        one_stop:
          - {layer: relief, online_from: null, cite: S}
        """;

    private const string Limits = "limits: {year_budget: 12, warn_at: 0.5}";

    private readonly DirectoryInfo data = GatewayProcess.NewDataFolder();
    private readonly string packs;
    private readonly string reference;

    public WaiverTests()
    {
        packs = data.CreateSubdirectory("packs").FullName;
        reference = data.CreateSubdirectory("reference").FullName;
        Directory.CreateDirectory(Path.Combine(reference, "hospitals"));
        File.WriteAllText(Path.Combine(packs, "test.yaml"), Pack);
        foreach (var name in (string[])["catalogue.csv", "people.json", "hospitals/H14110200102.yaml"])
        {
            File.Copy(Clone.Sample(name), Path.Combine(reference, name));
        }

        var hospital = File.ReadAllText(Clone.Sample("hospitals/H14112300101.yaml"));
        File.WriteAllText(
            Path.Combine(reference, "hospitals", "H14112300101.yaml"),
            hospital.Replace("  - title: 透析患者费用减免", $"  - id: dialysis\n    {Limits}\n    title: 透析患者费用减免", StringComparison.Ordinal));
    }

    public void Dispose() => data.Delete(recursive: true);

    /// <summary>
    /// 825.30 billed. 630100 医院减免: 8.00 waived, 817.30 left. hosp_part_amt 医院负担: 17.30 above the package of 800. Basic 80 % of 800 is
    /// 640.00; relief half of the remaining 160 is 80.00, and that is 999996 医院垫付. The patient pays 80.00. 8.00 + 17.30 + 640.00 + 80.00
    /// + 80.00 = 825.30. Only the 80.00 of relief are owed by the county.
    /// </summary>
    [Fact]
    public async Task A_waiver_630100_what_the_hospital_bears_hosp_part_amt_and_an_advance_999996_are_never_mixed_up()
    {
        await using var gateway = await StartAsync();
        var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("apart-1"))).Settlement;

        var breakdown = settled.Breakdown;
        Assert.Equal((825_30, 8_00, 817_30), (breakdown.GrossFen, breakdown.WaivedFen, breakdown.TotalFen));
        Assert.Equal((17_30, 80_00), (breakdown.HospitalBorneFen, breakdown.PatientFen));
        Assert.Equal([("basic", 640_00L, false), ("relief", 80_00, true)], breakdown.Layers.Select(l => (l.Layer, l.PaidFen, l.Advanced)));
        Assert.Equal(8_00, breakdown.Waivers.Single().WaivedFen);
        Assert.Equal(
            [
                ("hospital_revenue", "", -825_30L), ("patient_cash", "", 80_00), ("waiver_expense", "", 8_00), ("hospital_borne", "", 17_30),
                ("fund_receivable", "basic_pool", 640_00), ("advance_receivable", "medical_relief", 80_00),
            ],
            settled.Entries.Select(e => (e.Account, e.Fund, e.AmountFen)));

        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
        var owed = Assert.Single((await clearing.ListReceivablesAsync(new())).Receivables, r => r.Advanced);
        Assert.Equal((80_00, "medical_relief"), (owed.AmountFen, owed.Fund));
        Assert.DoesNotContain((await clearing.ListReceivablesAsync(new())).Receivables, r => r.AmountFen is 8_00 or 17_30);
        Assert.Empty((await clearing.ProveAsync()).Differences);
    }

    /// <summary>The same bill by the national door: three rows of three kinds, and the hospital's own share beside them.</summary>
    [Fact]
    public async Task By_the_national_door_they_are_told_apart_too()
    {
        await using var gateway = await StartAsync();
        var visit = await HisVisit.OpenAsync(new HisClient(gateway), Requests.Jia);
        (await visit.SendLinesAsync(SampleBill.Lines(visit.VisitId, visit.PersonNumber, "B1"))).Done();
        var settled = (await visit.SettleAsync("B1", SampleBill.GrossFen)).Done();
        HisClient.IdentitiesHold(settled);
        Assert.Equal([("999997", 640_00L), ("999996", 80_00), ("630100", 8_00)], settled.Funds);
        Assert.Equal((17_30, 80_00, 0), (settled.Fen("hosp_part_amt"), settled.Fen("psn_part_amt"), settled.Fen("maf_pay")));
    }

    /// <summary>A budget of 12.00: 8.00, then 4.00. The second door reads the same; the report of the month is 12.00 and ties.</summary>
    [Fact]
    public async Task The_budget_the_warning_and_the_report_are_told_by_both_doors()
    {
        await using var gateway = await StartAsync();
        var waivers = new WaiverService.WaiverServiceClient(gateway.Channel);
        var before = (await waivers.ListWaiversAsync(new() { HospitalCode = Requests.CountyHospital, Year = 2026 })).Programmes[0];
        var first = (await gateway.Settlements.SettleAsync(Requests.Sample("budget-1"))).Settlement;
        var second = (await gateway.Settlements.SettleAsync(Requests.Sample("budget-2"))).Settlement;

        Assert.Equal(("dialysis", 12_00, 12_00, false), (before.Programme, before.YearBudgetFen, before.LeftFen, before.BudgetLow));
        Assert.Contains(before.Terms, t => t is { Head: "nursing", Name: "护理费", RatioPerMillion: 300_000, HasFixedFen: false });
        Assert.Contains("WAIVER_BUDGET_LOW", first.Breakdown.Waivers.Single().Warning, StringComparison.Ordinal);
        var cut = second.Breakdown.Waivers.Single();
        Assert.Equal((4_00, 4_00, 0), (cut.WaivedFen, cut.CutByBudgetFen, cut.BudgetLeftFen));
        Assert.False(cut.HasMonthLeftFen);

        var month = first.SettledTime.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var path = $"/v1/waivers:report?hospital_code={Requests.CountyHospital}&month={month}";
        var report = (await gateway.GetAsync(path)).Read<ReportWaiversResponse>();
        Assert.Equal((2, 12_00, 12_00), (report.Settlements, report.WaivedFen, report.JournalFen));

        // Registration 1.00 twice, consultation 4.00 and 3.00, nursing 3.00 once.
        Assert.Equal(
            [("诊察费", 2L, 7_00L), ("护理费", 1, 3_00), ("挂号费", 2, 2_00)], report.Costs.Select(c => (c.Name, c.Items, c.WaivedFen)));
        Assert.Equal(
            report, await waivers.ReportWaiversAsync(new() { HospitalCode = Requests.CountyHospital, Month = month }));
    }

    [Fact]
    public async Task An_unknown_hospital_and_a_bad_month_are_refused()
    {
        await using var gateway = await StartAsync();
        var waivers = new WaiverService.WaiverServiceClient(gateway.Channel);
        var unknown = await DoorError.ByGrpcAsync(waivers.ReportWaiversAsync(new() { HospitalCode = "H0", Month = "2026-03" }));
        var bad = await DoorError.ByGrpcAsync(waivers.ReportWaiversAsync(new() { HospitalCode = "H0", Month = "2026-13" }));
        Assert.Equal(("HOSPITAL_NOT_FOUND", "INVALID_REQUEST"), (unknown.Reason, bad.Reason));
    }

    private Task<GatewayProcess> StartAsync() =>
        GatewayProcess.InsideAsync(data, ("PacksFolder", packs), ("ReferenceFolder", reference));
}
