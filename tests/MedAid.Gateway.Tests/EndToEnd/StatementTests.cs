using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The monthly statement over both doors. samples/README.md works the dialysis visit out: 825.30, waived 8.00, basic 625.71, catastrophic
/// nothing, relief 33.13 advanced, the patient 158.46. A second visit of that month is the same: the year's counters leave it alone.
/// </summary>
public sealed class StatementTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task A_month_is_told_visit_by_visit_as_json_page_and_file()
    {
        var first = (await gateway.Settlements.SettleAsync(Requests.Sample("month-1"))).Settlement;
        await gateway.Settlements.SettleAsync(Requests.Sample("month-2").With(v => v.VisitId = "V-month-2"));
        var undone = (await gateway.Settlements.SettleAsync(Requests.Sample("month-3").With(v => v.VisitId = "V-month-3"))).Settlement;
        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "undo-month-3", HospitalCode = Requests.CountyHospital, SettlementId = undone.SettlementId, Reason = "录入错误" });

        // Ordinary out-patient care of the same person is not dialysis.
        await gateway.Settlements.SettleAsync(Requests.Outpatient("month-4", Requests.Jia, "2026-03-02", 50_00));

        var answer = (await gateway.PostAsync("/v1/patientStatements:get", new GetMonthlyStatementRequest
        {
            PersonKey = first.PersonKey, HospitalCode = Requests.CountyHospital, Period = "2026-03", Purpose = "每月报销", WithPage = true,
        })).Read<GetMonthlyStatementResponse>();
        var statement = Assert.Single(answer.Statements);
        Assert.Equal((2, 1_650_60, 16_00, 316_92), (statement.VisitCount, statement.Total.GrossFen, statement.Total.WaivedFen, statement.Total.PatientFen));
        Assert.Equal((316_92, 0), (statement.Total.PaidFen, statement.Total.OwedFen));
        Assert.Equal(
            [("基本医保", "390100", 1_251_42L, 0L), ("大病保险", "390200", 0, 0), ("医疗救助", "610100", 66_26, 66_26)],
            statement.Total.Payers.Select(p => (p.Name, p.Fund, p.PaidFen, p.AdvancedFen)));
        Assert.Equal("样*", answer.Name);
        Assert.EndsWith("二(四)", answer.Cite, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">1650.60</td>", answer.Html, StringComparison.Ordinal);
        Assert.Contains("二（四）", answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("医院承担", answer.Html, StringComparison.Ordinal); // nothing, all month
        Assert.Empty(PaperText.FaultsOfPage(answer.Html));
        Assert.DoesNotContain(Requests.Jia, answer.Html, StringComparison.Ordinal);
        Assert.Contains("样*", answer.Html, StringComparison.Ordinal);

        // Who may see names prints the patient's own paper.
        var own = await new PatientAccountService.PatientAccountServiceClient(gateway.Channel).GetMonthlyStatementAsync(
            new() { IdNumber = Requests.Jia, HospitalCode = Requests.CountyHospital, Period = "2026-03", Purpose = "每月报销", WithPage = true },
            new Grpc.Core.Metadata { { "medaid-role", "insurance_office" } });
        Assert.Contains("样例甲", own.Html, StringComparison.Ordinal);

        var all = (await gateway.GetAsync($"/v1/patientStatements?hospital_code={Requests.CountyHospital}&period=2026-03&with_csv=true"))
            .Read<ListMonthlyStatementsResponse>();
        Assert.Equal(statement.Total, all.Total);
        var lines = all.Csv.TrimStart('\uFEFF').Split("\r\n");
        Assert.StartsWith("人员编号,参保地,月份,就诊次数,费用总额,减免,基本医保(390100),基本医保其中垫付", lines[0], StringComparison.Ordinal);
        Assert.Equal($"{first.PersonKey},兴县（141123）,2026-03,2,1650.60,16.00,1251.42,0.00,0.00,0.00,66.26,66.26,0.00,316.92,0.00,0.00,316.92,0.00,0.00", lines[1]);
        Assert.StartsWith("合计,,,2,1650.60", lines[2], StringComparison.Ordinal);
        var empty = await new PatientAccountService.PatientAccountServiceClient(gateway.Channel).ListMonthlyStatementsAsync(
            new() { HospitalCode = Requests.CountyHospital, Period = "2026-02" });
        Assert.Empty(empty.Statements);
    }

    /// <summary>
    /// A stay of 3,000.05 in scope at the county hospital: (3,000.05 - 400) × 75 % = 1,950.0375 -> 1,950.04; left 1,050.01;
    /// 样例午 is 低保: relief × 70 % = 735.007 -> 735.01; 315.00. For 样例未 without identity: 1,050.01, the deposit 1,050 whole yuan,
    /// 1,050.01 / 3,000.05 = 0.349998 of the bill; 特困 nothing, 低保 315.00.
    /// </summary>
    [Fact]
    public async Task The_deposit_is_the_predicted_share_in_whole_yuan_and_nothing_under_an_agreement()
    {
        var accounts = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        var quote = (await gateway.PostAsync("/v1/deposits:quote", Deposit(Requests.Wei))).Read<QuoteDepositResponse>();
        Assert.Equal((1_050_00, 1_050_01, 3_000_05, 349_998), (quote.DepositFen, quote.PatientFen, quote.TotalFen, quote.SharePerMillion));
        Assert.Contains("押金等于预计个人负担，不足 1.00 元的零头不收：1050.00 元", quote.Sentences[^1], StringComparison.Ordinal);
        Assert.EndsWith("二(四)", quote.Cite, StringComparison.Ordinal);
        var others = quote.Others.ToDictionary(o => o.Identity, o => (o.PatientFen, o.DepositFen));
        Assert.Equal((1_050_01, 1_050_00), others[""]);
        Assert.Equal((0, 0), others["extremely_poor"]);
        Assert.Equal((315_00, 315_00), others["subsistence_allowance"]);

        // The same by its total alone.
        var planned = Deposit(Requests.Wei);
        planned.Visit.Items.Clear();
        planned.ExpectedTotalFen = 3_000_05;
        var total = await accounts.QuoteDepositAsync(planned);
        Assert.Equal((quote.DepositFen, quote.PatientFen, quote.TotalFen), (total.DepositFen, total.PatientFen, total.TotalFen));
        Assert.Equal(quote.Others, total.Others);
        Assert.Contains("没有明细", total.Warnings[0], StringComparison.Ordinal);

        var signed = await accounts.SignAgreementAsync(new()
        {
            RequestId = "sign-d", IdNumber = Requests.Wu, HospitalCode = Requests.CountyHospital, Number = "D-1",
        });
        var under = await accounts.QuoteDepositAsync(Deposit(Requests.Wu));
        Assert.Equal((0, 315_00, signed.AgreementId), (under.DepositFen, under.PatientFen, under.AgreementId));
        Assert.Contains("无需交纳押金", under.Sentences[^1], StringComparison.Ordinal);
        var care = await DoorError.ByGrpcAsync(accounts.QuoteDepositAsync(new() { Visit = Outpatient(Deposit(Requests.Wei).Visit) }));
        Assert.Equal(["visit.care NOT_FOR_CARE"], care.Fields);
    }

    private static Visit Outpatient(Visit visit)
    {
        visit.Care = Care.Outpatient;
        return visit;
    }

    private static QuoteDepositRequest Deposit(string idNumber) =>
        new() { Visit = Requests.Outpatient("plan", idNumber, "2026-03-02", 3_000_05).With(v => v.Care = Care.Inpatient).Visit };
}
