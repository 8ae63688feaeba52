using System.Text;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Files.V1;
using Microsoft.Data.Sqlite;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The papers of the finance office over both doors. samples/dialysis-visit.json has relief of 33.13 advanced for 兴县 (141123), of 样例甲;
/// samples/README.md works it out.
/// </summary>
public sealed class SheetTests
{
    private const string County = "141123";
    private const string ClaimId = $"Q{County}-{Requests.CountyHospital}-2026-03-1";

    [Fact]
    public async Task A_claim_goes_out_as_a_sheet_and_its_answer_and_money_come_in_as_files()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var sheets = new SheetService.SheetServiceClient(gateway.Channel);
        await ClaimAsync(gateway);

        var csv = Text(await sheets.GetClaimSheetAsync(new() { ClaimId = ClaimId, Format = FileFormat.Csv }));
        Assert.Contains($"申报批次：{ClaimId}", csv, StringComparison.Ordinal);
        Assert.Contains("兴县样例人民医院（H14112300101）,兴县（141123）,医疗救助基金（610100）", csv, StringComparison.Ordinal);
        Assert.Contains("》一（二）；按参保地医疗救助规定（比例待核定）,垫付的门诊医疗救助费用,33.13,,", csv, StringComparison.Ordinal);

        // What the county checks 33.13 by: 30 % of the 110.42 that were left in scope.
        Assert.Contains("（M07800）,817.30,625.71,0.00,110.42,30%,低保对象门诊救助,", csv, StringComparison.Ordinal);
        Assert.Contains("叁拾叁元壹角叁分", Text(await sheets.GetClaimSheetAsync(new() { ClaimId = ClaimId, Format = FileFormat.Html })), StringComparison.Ordinal);

        // The county writes 30.00 and a reason into the two empty cells.
        var reply = csv.Replace("垫付的门诊医疗救助费用,33.13,,\r\n小计", "垫付的门诊医疗救助费用,33.13,30.00,超出限价\r\n小计", StringComparison.Ordinal);
        var tried = await sheets.ImportReplyAsync(Reply("reply-0", reply, validateOnly: true));
        Assert.Equal((false, 0L, 30_00L, 3_13L), (tried.Written, tried.RecordNumber, tried.AcceptedFen, tried.RefusedFen));
        var taken = await sheets.ImportReplyAsync(Reply("reply-1", reply));
        Assert.Equal((true, ClaimId, 30_00L), (taken.Written, taken.ClaimId, taken.AcceptedFen));
        var again = await sheets.ImportReplyAsync(Reply("reply-2", reply));
        Assert.Equal((false, true, ReplyLineState.AnsweredBefore), (again.Written, again.Replayed, again.Lines.Single().State));

        var bank = "流水号,交易日期,贷方金额,对方户名,摘要\nB1,2026-04-10,28.00,兴县财政局,医疗救助\n";
        var paid = (await gateway.PostAsync("/v1/payments:import", Payments("pay-1", bank))).Read<ImportPaymentsResponse>();
        var line = Assert.Single(paid.Lines);
        Assert.Equal((true, County, 28_00L, PaymentFit.Under), (paid.Written, line.CountyCode, line.MatchedFen, line.Fit));
        Assert.Equal([ClaimId], line.PaidClaimIds);

        // The bank takes it back on the 12th: named, and nothing is written.
        bank = "流水号,交易日期,借方金额,贷方金额,对方户名\nB2,2026-04-12,28.00,,兴县财政局\n";
        var back = (await gateway.PostAsync("/v1/payments:import", Payments("pay-2", bank))).Read<ImportPaymentsResponse>();
        var debit = Assert.Single(back.Debits);
        Assert.Equal((0, 0, County, 28_00L), (back.Lines.Count, back.LinesPassedOver, debit.CountyCode, debit.AmountFen));
        Assert.Equal(["B1"], debit.UndoesPaymentIds);
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
    }

    [Fact]
    public async Task Names_are_in_full_for_the_role_masked_for_others_and_noted_for_both()
    {
        var data = GatewayProcess.NewDataFolder();
        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            var sheets = new SheetService.SheetServiceClient(gateway.Channel);
            await ClaimAsync(gateway);
            var request = new GetClaimSheetRequest { ClaimId = ClaimId, Format = FileFormat.Csv, WithNames = true, Purpose = "申报" };

            var full = Text(await sheets.GetClaimSheetAsync(request, As("wang", "insurance_office")));
            var masked = Text(await sheets.GetClaimSheetAsync(request, As("li", "finance")));
            var without = Text(await sheets.GetClaimSheetAsync(new() { ClaimId = ClaimId, Format = FileFormat.Csv }, As("wang", "insurance_office")));
            var purposeless = await DoorError.ByGrpcAsync(sheets.GetClaimSheetAsync(new() { ClaimId = ClaimId, WithNames = true }));
            var workbooks = new[] { await sheets.GetClaimSheetAsync(Workbook()), await sheets.GetClaimSheetAsync(Workbook()) };

            Assert.Contains($",样例甲,{Requests.Jia},", full, StringComparison.Ordinal);
            Assert.Contains(",样*,1411**********9020,", masked, StringComparison.Ordinal);
            Assert.DoesNotContain("样例甲", masked + without, StringComparison.Ordinal);
            Assert.DoesNotContain(Requests.Jia, masked + without, StringComparison.Ordinal);
            Assert.StartsWith("purpose", Assert.Single(purposeless.Fields), StringComparison.Ordinal);
            Assert.Equal(workbooks[0].File, workbooks[1].File);
            Assert.DoesNotContain("样例甲", gateway.Output, StringComparison.Ordinal);
        }

        await using var database = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "medaid.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var query = new SqliteCommand(
            "SELECT group_concat(operator || ' ' || role || ' ' || purpose || ' ' || call, ';') FROM (SELECT * FROM person_access ORDER BY accessed_us)",
            database);
        const string Call = "/medaid.clearing.v1.SheetService/GetClaimSheet";
        Assert.Equal($"wang insurance_office 申报 {Call};li finance 申报 {Call}", await query.ExecuteScalarAsync());
        await database.CloseAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_statement_and_a_letter_say_what_the_county_owes_and_that_it_is_not_online()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var statements = new StatementService.StatementServiceClient(gateway.Channel);
        await ClaimAsync(gateway);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(TimeProvider.System.GetUtcNow(), "Asia/Shanghai").DateTime);

        // Advanced in March; claimed today, which is another month.
        var march = await statements.GetStatementAsync(Statement("2026-03-01", "2026-03-31"));
        Assert.Equal((0, 33_13L, 0, 33_13L), (march.OpeningFen, march.AdvancedFen, march.ClaimedFen, march.ClosingFen));
        var later = (await gateway.GetAsync(
            $"/v1/statements/{County}?from_date=2026-04-01&to_date={today:yyyy-MM-dd}&with_page=true")).Read<Statement>();
        Assert.Equal((33_13L, 0, 33_13L, 33_13L), (later.OpeningFen, later.AdvancedFen, later.ClaimedFen, later.ClosingFen));
        Assert.Contains("医疗救助费用往来对账单", later.Page, StringComparison.Ordinal);
        Assert.Equal("", march.Page);
        Assert.Equal((90, true), (march.Forecast.DaysToPay, march.Forecast.Assumed));

        // packs/lvliang/2022-07-12-dialysis.yaml: 兴县 is not online for out-patients; in-patients are since 2019.
        Assert.Equal("", march.OnlineDates.Single(o => o.Title.Contains("门诊", StringComparison.Ordinal)).FromDate);
        Assert.Equal("2019-08-01", march.OnlineDates.Single(o => o.Title.Contains("住院", StringComparison.Ordinal)).FromDate);

        // A letter of today; on 1 May nothing was claimed yet.
        var letter = await statements.GetDunningLetterAsync(Letter(""));
        var days = today.DayNumber - new DateOnly(2026, 3, 2).DayNumber;
        Assert.Equal((33_13L, days), (letter.UnpaidFen, Assert.Single(letter.Claims).OldestDays));
        Assert.Contains($"截至{today:yyyy年M月d日}，兴县样例人民医院已向贵局申报", letter.Text, StringComparison.Ordinal);
        var young = await DoorError.ByGrpcAsync(statements.GetDunningLetterAsync(Letter("2026-05-01")));
        Assert.Equal((StatusCode.FailedPrecondition, "NOTHING_TO_DUN"), (young.Status, young.Reason));
        var unknown = await DoorError.ByGrpcAsync(statements.GetStatementAsync(new(Statement("2026-03-01", "2026-03-31")) { CountyCode = "999999" }));
        Assert.Equal((StatusCode.NotFound, "COUNTY_NOT_IN_BOOK"), (unknown.Status, unknown.Reason));
        var bad = await DoorError.ByGrpcAsync(statements.GetStatementAsync(new() { FromDate = "2026-04-01", ToDate = "2026-03-31" }));
        Assert.Equal(["county_code", "to_date"], bad.Fields.Select(f => f.Split(' ')[0]));
    }

    /// <summary>33.13 of 20.00 is 1656.5 thousandths: 1657.</summary>
    [Fact]
    public async Task Advances_above_the_limit_warn_in_ageing_and_once_in_the_log_and_refuse_nothing()
    {
        const string Said = "has 3313 fen of advances to get back, 1657/1000 of its limit";
        var data = GatewayProcess.NewDataFolder();
        var limit = ($"AdvanceLimitsFen__{Requests.CountyHospital}", "2000");
        await using (var gateway = await GatewayProcess.InsideAsync(data, limit))
        {
            var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
            Assert.Equal("", Assert.Single((await clearing.AgeReceivablesAsync(new())).AdvanceLoads).Warning);
            await gateway.Settlements.SettleAsync(Requests.Sample("limit-1"));
            for (var i = 0; i < 2; i++)
            {
                var load = Assert.Single((await clearing.AgeReceivablesAsync(new())).AdvanceLoads);
                Assert.Equal((33_13L, 20_00L, 1657L), (load.AdvancedFen, load.LimitFen, load.SharePermille));
                Assert.Equal("垫付未收回 33.13 元，是警戒线 20.00 元的 165.7%", load.Warning);
            }

            Assert.Equal(1, gateway.TimesSaid(Said));
        }

        // The next start says it by itself, and settles all the same.
        await using (var gateway = await GatewayProcess.InsideAsync(data, limit))
        {
            await gateway.SaysAsync(Said);
            await gateway.Settlements.SettleAsync(Requests.Sample("limit-2").With(v => v.ServiceDate = "2026-03-03"));
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_limit_that_is_none_forbids_the_start()
    {
        var data = GatewayProcess.NewDataFolder();
        var (code, output) = await GatewayProcess.RunToItsEndAsync(data, ("AdvanceLimitsFen__H1", "0"));

        Assert.Equal(3, code);
        Assert.Contains("垫付警戒线要大于 0", output, StringComparison.Ordinal);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_county_that_is_named_wrongly_forbids_the_start()
    {
        var folder = GatewayProcess.NewDataFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "counties.csv"), "county,name\n141123,兴县\n14112,临县\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "catalogue.csv"), await File.ReadAllTextAsync(Clone.Sample("catalogue.csv")));
        var hospitals = Directory.CreateDirectory(Path.Combine(folder.FullName, "hospitals"));
        File.Copy(Clone.Sample("hospitals/H14112300101.yaml"), Path.Combine(hospitals.FullName, "H14112300101.yaml"));
        var (code, output) = await GatewayProcess.RunToItsEndAsync(folder, ("ReferenceFolder", folder.FullName));

        Assert.Equal(3, code);
        Assert.Contains("counties.csv:3: 一行是六位县区编码", output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static GetClaimSheetRequest Workbook() => new() { ClaimId = ClaimId, Format = FileFormat.Xlsx };

    private static Metadata As(string name, string role) => new() { { "medaid-operator", name }, { "medaid-role", role } };

    private static string Text(SheetFile file) => Encoding.UTF8.GetString(file.File.ToByteArray());

    private static ImportReplyRequest Reply(string requestId, string text, bool validateOnly = false) => new()
    {
        RequestId = requestId, File = ByteString.CopyFromUtf8(text), ValidateOnly = validateOnly,
    };

    private static ImportPaymentsRequest Payments(string requestId, string text) => new()
    {
        RequestId = requestId, HospitalCode = Requests.CountyHospital, File = ByteString.CopyFromUtf8(text),
    };

    private static GetStatementRequest Statement(string from, string to) => new() { CountyCode = County, FromDate = from, ToDate = to };

    private static GetDunningLetterRequest Letter(string asOf) =>
        new() { CountyCode = County, HospitalCode = Requests.CountyHospital, AsOfDate = asOf };

    private static async Task ClaimAsync(GatewayProcess gateway)
    {
        await gateway.Settlements.SettleAsync(Requests.Sample("sheet-1"));
        await new ClearingService.ClearingServiceClient(gateway.Channel).BuildClaimAsync(new()
        {
            RequestId = "claim-1", HospitalCode = Requests.CountyHospital, CountyCode = County, Period = "2026-03",
        });
    }
}
