using MedAid.Contract.Files.V1;
using MedAid.Contract.Reports.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>The reports that notices demand, through a whole gateway with the packs of this repository. It is 2026-04-01 at 9:00 in China.</summary>
public sealed class ReportCallTests
{
    private static readonly DateTimeOffset Morning = new(2026, 4, 1, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_visit_of_today_is_in_the_relief_statistics_of_tomorrow_and_what_was_handed_in_is_due_no_more()
    {
        await using var gateway = await HostedGateway.StartAsync(Morning);
        await new SettlementService.SettlementServiceClient(gateway.Channel).SettleAsync(Requests.Sample("report-visit"));
        var reports = new ReportService.ReportServiceClient(gateway.Channel);
        var forms = (await reports.ListReportFormsAsync(new())).Forms;
        Assert.Equal(
            [
                "chronic-poor-analysis", "relief-balance", "relief-payment", "relief-statistics", "service-limits", "two-disease-dispatch",
                "two-disease-drugs", "two-disease-month", "two-disease-year",
            ],
            forms.Select(f => f.Form));
        Assert.All(forms, f => Assert.NotEmpty(f.Cite));

        // Today does not count yet, tomorrow it does: the sample visit, of which relief pays 33.13.
        gateway.Clock.MoveTo(Morning.AddDays(1));
        var made = await reports.GetReportAsync(new() { Form = "relief-statistics", Period = "2026-04", CountyCode = "141123" });
        var chronic = made.Lines.Single(l => l.Row == "chronic");
        Assert.Equal(["1", "1"], chronic.Cells.Take(2).Select(c => c.Text));
        Assert.Equal(33_13, chronic.Cells.Single(c => c.Column == "all.relief").Value);
        Assert.Equal("0", made.Lines.Single(l => l.Row == "inpatient").Cells[0].Text);
        Assert.Equal((byte)'P', made.File[0]);
        Assert.Equal("2026-04-01", made.ThroughDate);

        // March was before the first settlement of this ledger.
        Assert.True((await reports.GetReportAsync(new() { Form = "relief-statistics", Period = "2026-03" })).Lines[0].Cells.All(c => c.Unknown.Length > 0));

        var due = (await reports.ListDueReportsAsync(new())).Reports;
        Assert.Contains(due, d => d is { Form: "two-disease-dispatch", Period: "2026-03", DueDate: "2026-04-02", DaysLeft: 0 });
        await reports.FileReportAsync(new() { RequestId = "filed", Form = "two-disease-dispatch", Period = "2026-03", CountyCode = due[0].CountyCode });
        Assert.DoesNotContain((await reports.ListDueReportsAsync(new())).Reports, d => d.Form == "two-disease-dispatch");
    }

    [Fact]
    public async Task The_balance_of_the_fund_is_what_the_clerk_entered_and_above_15_percent_it_says_so()
    {
        await using var gateway = await HostedGateway.StartAsync(Morning);
        var reports = new ReportService.ReportServiceClient(gateway.Channel);
        var asked = new GetReportRequest { Form = "relief-balance", Period = "2026", Format = FileFormat.Html };
        Assert.All((await reports.GetReportAsync(asked)).Lines[0].Cells, c => Assert.NotEmpty(c.Unknown));
        foreach (var (cell, fen) in new[] { ("carried", 100_000_00L), ("raised", 1_000_000_00), ("spent", 900_000_00) })
        {
            await reports.EnterReportFigureAsync(new()
            {
                RequestId = $"enter-{cell}", Form = "relief-balance", Period = "2026", Cell = $"fund.fund.{cell}", AmountFen = fen, Source = "财政专户账",
            });
        }

        // 100,000 + 1,000,000 - 900,000 = 200,000, a fifth of what was raised.
        var made = await reports.GetReportAsync(asked);
        Assert.Equal(["200000.00", "20.00"], made.Lines[0].Cells.Skip(3).Take(2).Select(c => c.Text));
        Assert.Contains(made.Remarks, r => r.Contains("超过 15%", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named_by_its_field_and_changes_nothing()
    {
        await using var gateway = await HostedGateway.StartAsync(Morning);
        var reports = new ReportService.ReportServiceClient(gateway.Channel);
        var unknown = await DoorError.ByGrpcAsync(reports.GetReportAsync(new() { Form = "nothing" }));
        Assert.Equal("REPORT_FORM_NOT_FOUND", unknown.Reason);
        await IsBadAsync(reports, new() { Form = "relief-balance", Period = "2026-03" }, "period FORMAT");
        await IsBadAsync(reports, new() { Form = "relief-balance", Period = "2027" }, "period OUT_OF_RANGE");
        await IsBadAsync(reports, new() { Form = "relief-statistics", Period = "2026-03", ThroughDate = "2026-04-01" }, "through_date OUT_OF_RANGE");
        await IsBadAsync(reports, new() { Form = "relief-statistics", Period = "2026-03", CountyCode = "370406" }, "county_code OUT_OF_RANGE");

        var entry = new EnterReportFigureRequest
        {
            RequestId = "e", Form = "relief-balance", Period = "2026", Cell = "fund.fund.raised", AmountFen = 1, Source = "账",
        };
        await IsBadAsync(reports, entry, e => e.Cell = "fund.fund.balance", "cell UNKNOWN_WORD");
        await IsBadAsync(reports, entry, e => e.Count = 1, "count ONLY_ONE");
        await IsBadAsync(reports, entry, e => e.ClearAmountFen(), "amount_fen ONLY_ONE");
        await IsBadAsync(reports, entry, e => e.AmountFen = long.MinValue, "amount_fen OUT_OF_RANGE");
        await IsBadAsync(reports, entry, e => e.CarriedThroughDate = "2026-03-01", "period ONLY_ONE");
        await IsBadAsync(reports, entry, e => e.Source = $"张三 {Requests.Jia}", "source ID_NUMBER_INSIDE");
        Assert.NotEmpty((await reports.GetReportAsync(new() { Form = "relief-balance", Period = "2026" })).Lines[0].Cells[1].Unknown);
    }

    private static async Task IsBadAsync(ReportService.ReportServiceClient reports, GetReportRequest request, string field) =>
        Assert.Equal([field], (await DoorError.ByGrpcAsync(reports.GetReportAsync(request))).Fields);

    private static async Task IsBadAsync(
        ReportService.ReportServiceClient reports, EnterReportFigureRequest good, Action<EnterReportFigureRequest> spoil, string field)
    {
        var bad = good.Clone();
        spoil(bad);
        Assert.Contains(field, (await DoorError.ByGrpcAsync(reports.EnterReportFigureAsync(bad))).Fields);
    }
}
