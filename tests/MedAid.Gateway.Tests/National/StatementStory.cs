using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>Queries of a person and the reconciliation of a day, through a gateway whatever its database.</summary>
internal sealed class StatementStory(GatewayProcess gateway)
{
    /// <summary>兴县, returned to poverty; nobody else here has settlements of this person.</summary>
    private const string Ji = "141123196610099079";

    /// <summary>兴县, extremely poor, at the city hospital, where no other test settles by this door.</summary>
    private const string Si = "141123197402289171";

    /// <summary>Ordinary care of 100.00: 55 % is paid by the pool and counts in the year until it is reversed.</summary>
    public async Task A_persons_entitlement_sums_and_filings_are_told()
    {
        var client = new HisClient(gateway, first: 900_000);
        var visit = await HisVisit.OpenAsync(client, Ji, "", "11");
        var filed = (await client.SendAsync("5301", HisClient.Data(("psn_no", visit.PersonNumber)))).Done().Output.GetProperty("feedetail")[0];
        Assert.Equal(("M07800", "2023-05-11", ""), (
            filed.GetProperty("opsp_dise_code").GetString(), filed.GetProperty("begndate").GetString(), filed.GetProperty("enddate").GetString()));

        Assert.Equal([("390100", "1"), ("610100", "1")], await FlagsAsync("2023-05-11"));
        Assert.Equal([("390100", "0"), ("610100", "0")], await FlagsAsync("2023-03-31"));
        Assert.Equal([("390100", "0"), ("610100", "1")], await FlagsAsync("2023-05-10"));
        (await client.SendAsync("2001", HisClient.Data(
            ("psn_no", visit.PersonNumber), ("insutype", "310"), ("med_type", "14"), ("begntime", "2026-03-02")))).Refused("insutype");

        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00))).Done();
        var settled = (await visit.SettleAsync("B1", 100_00)).Done();
        Assert.Equal(55_00, await PoolAsync("202603"));
        Assert.Equal(0, await PoolAsync("202602"));
        (await visit.ReverseAsync(settled.Word("setlinfo", "setl_id"))).Done();
        Assert.Equal(0, await PoolAsync("202603"));
        (await client.SendAsync("5206", HisClient.Data(("psn_no", visit.PersonNumber), ("cum_ym", "202613")))).Refused("cum_ym");

        async Task<(string, string)[]> FlagsAsync(string day) =>
        [
            .. (await client.SendAsync("2001", HisClient.Data(
                    ("psn_no", visit.PersonNumber), ("insutype", "390"), ("med_type", "14"), ("dise_codg", "M07800"), ("begntime", day)))).Done()
                .Output.GetProperty("trtinfo").EnumerateArray()
                .Select(r => (r.GetProperty("fund_pay_type").GetString()!, r.GetProperty("trt_enjymnt_flag").GetString()!)),
        ];

        async Task<long> PoolAsync(string month) =>
            (await client.SendAsync("5206", HisClient.Data(("psn_no", visit.PersonNumber), ("cum_ym", month)))).Done()
            .Output.GetProperty("cuminfo").EnumerateArray().Where(r => r.GetProperty("cum_type_code").GetString() == "D390101")
            .Sum(r => HisClient.FenOf(r.GetProperty("cum")));
    }

    /// <summary>One visit stands, one is reversed, one was undone by 2601: three records, the sums of the first.</summary>
    public async Task A_day_is_reconciled_by_sums_and_by_rows()
    {
        var client = new HisClient(gateway, Requests.CityHospital, first: 910_000);
        var (stands, first) = await SettledAsync(client, 100_00);
        var (gone, second) = await SettledAsync(client, 50_00);
        var reversal = (await gone.ReverseAsync(second.Word("setlinfo", "setl_id"))).Done();
        var (lost, third) = await SettledAsync(client, 30_00);
        (await lost.UndoAsync(third.Word("setlinfo", "medins_setl_id"), "2207A")).Done();
        var (day, agency) = (first.Word("setlinfo", "setl_time")[..10], first.Word("setlinfo", "clr_optins"));
        var fund = SampleBill.Yuan(first.Fen("fund_pay_sumamt"));

        Assert.Equal("0", await TotalsAsync("100.00", fund, 3));
        Assert.Equal("0", await TotalsAsync(100, fund, "1", "0"));
        Assert.Equal("1", await TotalsAsync("100.00", fund, 2));
        Assert.Equal("2", await TotalsAsync("100.00", fund, 4));
        Assert.Equal("3", await TotalsAsync("100.01", fund, 3));

        // ZIP, signed bytes, refunds under ids of their own; then bare text, Base64, CR LF, a tab at the end, and the word null.
        var whole = await RowsAsync(
            new JsonArray([.. Zip(string.Join('\n', Row(stands, first, "0"), Row(gone, second, "1"), Row(gone, reversal, "1"))).Select(b => (JsonNode)(int)unchecked((sbyte)b))]));
        Assert.Equal(["0", "0", "0"], whole.Select(r => r[4]));
        Assert.All(whole, r => Assert.Equal((10, "null"), (r.Length, r[6])));
        var text = $"{Row(stands, first, "0").Replace("100.00", "100.01", StringComparison.Ordinal)}\t\r\nX1\tnull\tnull\t1.00\t0\t0\t0\r\n";
        var partly = (await RowsAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))).ToDictionary(r => r[2], r => r);
        Assert.Equal(
            [("3", "0"), ("2", "0"), ("1", "1"), ("1", "1")],
            ((string[])[Id(first), "X1", Id(second), Id(reversal)]).Select(id => (partly[id][4], partly[id][5])));
        Assert.Equal(second.Word("setlinfo", "medins_setl_id"), partly[Id(second)][3]);
        Assert.Contains("医院 100.01，本系统 100.00", partly[Id(first)][6], StringComparison.Ordinal);

        // One of two rows under one id is the refund.
        var same = await RowsAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join(
            '\n', Row(stands, first, "0"), Row(gone, second, "000"), Row(gone, reversal, "001").Replace(Id(reversal), Id(second), StringComparison.Ordinal)))));
        Assert.Equal(["0", "0", "0"], same.Select(r => r[4]));
        (await UploadAsync(Convert.ToBase64String("A\tB\n"u8))).Refused("第 1 行");
        (await UploadAsync("[]")).Refused("in");
        (await client.SendAsync("9102", new JsonObject { ["fsDownloadIn"] = new JsonObject { ["file_qury_no"] = "F0", ["filename"] = "plc" } }))
            .Refused("没有这个文件");

        async Task<string> TotalsAsync(JsonNode fee, string funds, JsonNode count, string flag = "") =>
            (await client.SendAsync("3201", HisClient.Data(
                ("insutype", "390"), ("clr_type", "11"), ("setl_optins", agency), ("stmt_begndate", day), ("stmt_enddate", $"{day} 23:59:59"),
                ("medfee_sumamt", fee), ("fund_pay_sumamt", funds), ("acct_pay", "0"), ("fixmedins_setl_cnt", count), ("REFD_SETL_FLAG", flag)))).Done()
            .Word("stmtinfo", "stmt_rslt");

        Task<HisAnswer> UploadAsync(JsonNode bytes) => client.SendAsync("9101", new JsonObject
        {
            ["fsUploadIn"] = new JsonObject { ["in"] = bytes, ["filename"] = $"acd_{day}.zip", ["fixmedins_code"] = client.Hospital },
        });

        async Task<string[][]> RowsAsync(JsonNode bytes)
        {
            var uploaded = (await UploadAsync(bytes)).Done().Output.GetProperty("file_qury_no").GetString();
            var compared = (await client.SendAsync("3202", HisClient.Data(
                ("setl_optins", agency), ("file_qury_no", uploaded), ("stmt_begndate", day), ("stmt_enddate", day), ("medfee_sumamt", "100.00"),
                ("fund_pay_sumamt", fund), ("cash_payamt", "0"), ("fixmedins_setl_cnt", "3")))).Done();
            var download = client.Message("9102", new JsonObject
            {
                ["fsDownloadIn"] = new JsonObject
                {
                    ["file_qury_no"] = compared.Word("fileinfo", "file_qury_no"), ["filename"] = compared.Word("fileinfo", "filename"),
                    ["fixmedins_code"] = "plc",
                },
            });
            using var content = new StringContent(download.ToJsonString());
            using var answer = await gateway.Http.PostAsync(new Uri("/nhsa/9102", UriKind.Relative), content);
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
            using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
            using var reader = new StreamReader(Assert.Single(zip.Entries).Open());
            return [.. (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
        }
    }

    private static async Task<(HisVisit Visit, HisAnswer Answer)> SettledAsync(HisClient client, long fen)
    {
        var visit = await HisVisit.OpenAsync(client, Si, "", "11");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", fen))).Done();
        return (visit, (await visit.SettleAsync("B1", fen)).Done());
    }

    private static string Id(HisAnswer answer) => answer.Word("setlinfo", "setl_id");

    private static string Row(HisVisit visit, HisAnswer answer, string flag) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Id(answer)}\t{visit.VisitId}\t{visit.PersonNumber}\t{SampleBill.Yuan(answer.Fen("medfee_sumamt"))}\t{SampleBill.Yuan(answer.Fen("fund_pay_sumamt"))}\t0\t{flag}");

    private static byte[] Zip(string text)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("acd.txt").Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }
}
