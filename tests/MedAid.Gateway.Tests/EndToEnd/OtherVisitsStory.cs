using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// What is said of a visit beside the person's others, through a gateway under <see cref="OwnLaw"/> whatever its database. The hospitals are
/// 兴县样例医院 and the city's; a box of amlodipine lasts 28 days. Each story ends with a proof of the books.
/// </summary>
internal sealed class OtherVisitsStory(GatewayProcess gateway)
{
    private const string Amlodipine = "XC08CAA001A001010100001";
    private const string Filtration = "003110000070000";
    private const string Dialysis = "（DIALYSIS_TOO_OFTEN）";
    private const string Stay = "（VISIT_DURING_STAY）";
    private const string Drug = "（DRUG_AGAIN_EARLY）";

    private int requests;

    /// <summary>Two a day are not said, whatever the hospital and kind; the third is, in quote and settlement, until one of the two is reversed.</summary>
    public async Task The_third_dialysis_of_a_day_is_said()
    {
        await SettleAsync(Visit("2026-05-04", Requests.CountyHospital, Requests.Item(1, Requests.Dialysis, 100_00, 1)));
        var second = Visit("2026-05-04", Requests.CityHospital, Requests.Item(1, Filtration, 100_00, 1));
        await SilentAsync(second, Dialysis);
        var settled = await SettleAsync(second);

        var third = Visit("2026-05-04", Requests.CountyHospital, Requests.Item(1, Requests.Dialysis, 100_00, 1));
        var said = await SaidAsync(third, Dialysis);
        Assert.StartsWith("2026-05-04 一天透析 3 次：本次 1 次，另有 ", said, StringComparison.Ordinal);
        Assert.Contains("吕梁样例三甲医院（2026-05-04）", said, StringComparison.Ordinal);
        var plain = await gateway.Settlements.QuoteAsync(new() { Visit = third.With(v => v.ServiceDate = "2026-05-05").Visit });
        Assert.DoesNotContain(plain.Warnings, w => w.EndsWith(Dialysis, StringComparison.Ordinal));
        await SilentAsync(Visit("2026-05-04", Requests.CountyHospital, Requests.Item(1, Requests.Monitoring, 100_00, 3)), Dialysis);
        await SilentAsync(third.With(v => v.IdNumber = OwnLaw.Poor), Dialysis);
        await SaidAsync(Visit("2026-05-06", Requests.CountyHospital, Requests.Item(1, Requests.Dialysis, 100_00, 3)), Dialysis);

        var tried = (await gateway.Settlements.SettleAsync(new(third) { ValidateOnly = true })).Settlement;
        var kept = await SettleAsync(third);
        Assert.Equal([said], tried.Breakdown.Warnings);
        Assert.Equal([said], kept.Breakdown.Warnings);
        Assert.Equal(plain.Breakdown.GrossFen, kept.Breakdown.GrossFen);
        var read = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = kept.SettlementId });
        Assert.Contains(said, read.Breakdown.Warnings);

        var fourth = Visit("2026-05-04", Requests.CountyHospital, Requests.Item(1, Requests.Dialysis, 100_00, 1));
        await SaidAsync(fourth, Dialysis);
        await UndoAsync(settled);
        await SaidAsync(fourth, Dialysis);
        await UndoAsync(kept);
        await SilentAsync(fourth, Dialysis);
        await ProveAsync();
    }

    /// <summary>A stay from June 1 to 10: its first and last day are free for other visits, the days between are not, from either side.</summary>
    public async Task What_overlaps_with_a_stay_is_said_from_either_side()
    {
        var visit = await SettleAsync(Outpatient("2026-06-05"));
        Assert.Empty(visit.Breakdown.Warnings);
        var stay = InHospital("2026-06-01", "2026-06-10").With(v => v.StayId = "ZY-6");
        var said = await SaidAsync(stay, Stay);
        Assert.StartsWith("2026-06-01 至 2026-06-10 的就诊与同一病人的住院重叠：吕梁样例三甲医院（2026-06-05）", said, StringComparison.Ordinal);
        await SilentAsync(stay.With(v => v.AdmissionDate = "2026-06-05"), Stay);
        var kept = await SettleAsync(stay);
        Assert.Equal([said], kept.Breakdown.Warnings);
        Assert.Equal("2026-06-01", kept.AdmissionDate);

        foreach (var day in new[] { "2026-05-31", "2026-06-01", "2026-06-10", "2026-06-11" })
        {
            await SilentAsync(Outpatient(day), Stay);
        }

        foreach (var day in new[] { "2026-06-02", "2026-06-09" })
        {
            Assert.Contains("（2026-06-01 至 2026-06-10）", await SaidAsync(Outpatient(day), Stay), StringComparison.Ordinal);
            await SaidAsync(Outpatient(day).With(v => v.HospitalCode = Requests.CountyHospital), Stay);
        }

        await SilentAsync(InHospital("2026-06-10", "2026-06-12").With(v => v.HospitalCode = Requests.CityHospital), Stay);
        await SaidAsync(InHospital("2026-06-09", "2026-06-12").With(v => v.HospitalCode = Requests.CityHospital), Stay);
        await SaidAsync(InHospital("2026-05-20", "2026-06-02").With(v => v.StayId = "ZY-5"), Stay);
        await SaidAsync(InHospital("2026-05-20", "2026-06-20").With(v => v.StayId = "ZY-5"), Stay);
        await SilentAsync(InHospital("2026-06-06", "2026-06-10").With(v => v.StayId = "ZY-6"), Stay);
        await SilentAsync(Outpatient("2026-06-05").With(v => v.IdNumber = Requests.Jia), Stay);

        await UndoAsync(kept);
        await SilentAsync(Outpatient("2026-06-09"), Stay);
        await ProveAsync();
    }

    /// <summary>
    /// A box on January 5 lasts to February 1, a second one of the next day to March 1. Lines of a bill count together; another drug and another
    /// person do not.
    /// </summary>
    public async Task A_drug_is_said_until_what_was_given_has_run_out()
    {
        var first = await SettleAsync(Box("2026-01-05", Requests.CountyHospital));
        Assert.Empty(first.Breakdown.Warnings);
        await SaidAsync(Box("2026-02-01", Requests.CityHospital), Drug);
        await SilentAsync(Box("2026-02-02", Requests.CityHospital), Drug);
        await SaidAsync(Box("2026-01-05", Requests.CountyHospital), Drug);
        await SilentAsync(Box("2025-12-08", Requests.CountyHospital), Drug);
        Assert.Contains("本次可用到 2026-01-05", await SaidAsync(Box("2025-12-09", Requests.CountyHospital), Drug), StringComparison.Ordinal);
        await SaidAsync(Box("2025-12-08", Requests.CountyHospital).With(v => v.Items.Add(Requests.Item(2, Amlodipine, 20_00, 1))), Drug);
        await SilentAsync(Box("2026-01-06", Requests.CityHospital).With(v => v.Items[0].Code = Requests.Monitoring), Drug);
        await SilentAsync(Box("2026-01-06", Requests.CityHospital).With(v => v.IdNumber = Requests.You), Drug);
        await SilentAsync(Box("2026-01-06", Requests.CityHospital).With(v => (v.Care, v.AdmissionDate) = (Care.Inpatient, "2026-01-06")), Drug);

        var next = Box("2026-01-06", Requests.CityHospital);
        var said = await SaidAsync(next, Drug);
        Assert.StartsWith($"{Amlodipine} 还没有用完又开：最近一次在", said, StringComparison.Ordinal);

        // 27 days are left of the first box, and 28 of the second.
        Assert.Contains("（2026-01-05）开出，可用到 2026-02-01，连同本次共可用 55 天。", said, StringComparison.Ordinal);
        var second = await SettleAsync(next);
        Assert.Equal([said], second.Breakdown.Warnings);
        await SaidAsync(Box("2026-03-01", Requests.CountyHospital), Drug);
        await SilentAsync(Box("2026-03-02", Requests.CountyHospital), Drug);

        await UndoAsync(first);
        await SilentAsync(Box("2026-02-03", Requests.CountyHospital), Drug);
        await SaidAsync(Box("2026-02-02", Requests.CountyHospital), Drug);
        await UndoAsync(second);
        await SilentAsync(Box("2026-02-02", Requests.CountyHospital), Drug);
        await ProveAsync();
    }

    /// <summary>The day of admission is of a stay, and not after its end.</summary>
    public async Task A_day_of_admission_that_cannot_be_is_a_bad_field()
    {
        foreach (var (visit, bad) in new[]
        {
            (Outpatient("2026-07-01").With(v => v.AdmissionDate = "2026-07-01"), "visit.admission_date NOT_FOR_CARE"),
            (InHospital("2026-07-02", "2026-07-01"), "visit.admission_date OUT_OF_RANGE"),
            (InHospital("2026-02-30", "2026-07-01"), "visit.admission_date DATE"),
            (InHospital("2018-12-31", "2026-07-01"), "visit.admission_date OUT_OF_RANGE"),
            (InHospital("2026-06-30", "2026-07-01").With(v => v.IdNumber = "141129202607019150"), "visit.admission_date OUT_OF_RANGE"),
        })
        {
            Assert.Equal(bad, Assert.Single((await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(visit))).Fields));
        }
    }

    private SettleRequest Outpatient(string day) =>
        Visit(day, Requests.CityHospital, Requests.Item(1, Requests.Monitoring, 100_00, 1)).With(v => v.IdNumber = Requests.You);

    private SettleRequest InHospital(string admitted, string discharged) =>
        Visit(discharged, Requests.CountyHospital, Requests.Item(1, Requests.Monitoring, 2_000_00, 1))
            .With(v => (v.IdNumber, v.Care, v.AdmissionDate) = (Requests.You, Care.Inpatient, admitted));

    private SettleRequest Box(string day, string hospital) => Visit(day, hospital, Requests.Item(1, Amlodipine, 20_00, 1));

    private SettleRequest Visit(string day, string hospital, Item item) =>
        Requests.Outpatient($"others-{++requests}", Requests.Jia, day, 1_00).With(v =>
        {
            v.HospitalCode = hospital;
            v.Items.Clear();
            v.Items.Add(item);
        });

    private async Task<string> SaidAsync(SettleRequest visit, string code) =>
        Assert.Single((await gateway.Settlements.QuoteAsync(new() { Visit = visit.Visit })).Warnings, w => w.EndsWith(code, StringComparison.Ordinal));

    private async Task SilentAsync(SettleRequest visit, string code) => Assert.DoesNotContain(
        (await gateway.Settlements.QuoteAsync(new() { Visit = visit.Visit })).Warnings, w => w.EndsWith(code, StringComparison.Ordinal));

    private async Task<SettlementV1.Settlement> SettleAsync(SettleRequest request) => (await gateway.Settlements.SettleAsync(request)).Settlement;

    private async Task UndoAsync(SettlementV1.Settlement settlement) => await gateway.Settlements.ReverseAsync(new()
    {
        RequestId = $"undo-{settlement.RequestId}", HospitalCode = settlement.HospitalCode, SettlementId = settlement.SettlementId, Reason = "测试",
    });

    private async Task ProveAsync() =>
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).VerifyBookAsync(new())).Differences);
}
