using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MedAid.Simulator.Faults;
using static MedAid.Simulator.Tests.Window;

namespace MedAid.Simulator.Tests;

/// <summary>3201, 3202 and 3203 against the books, with differences that were put into them.</summary>
public sealed class ReconciliationTests : IAsyncLifetime
{
    private const string Day = "2026-03-16";

    private BureauSimulator bureau = null!;
    private Window window = null!;

    public async Task InitializeAsync()
    {
        bureau = await BureauSimulator.StartAsync(new SimulatorOptions { Time = new HandClock() });
        window = new Window(bureau.BaseAddress);
        await window.SignInAsync();
    }

    public async Task DisposeAsync() => await bureau.DisposeAsync();

    [Fact]
    public async Task Totals_agree_with_the_books_and_a_fen_or_a_settlement_more_is_named()
    {
        await SettleAsync();
        var reversed = await SettleAsync();
        await ReverseAsync(reversed);

        // 825.30 stands; the second and its reversal come to nothing, and count two.
        await AssertTotalsAsync("0", "对账一致", "825.30", "688.32", 3);
        await AssertTotalsAsync("0", "对账一致", "825.30", "688.32", 1, "0");
        await AssertTotalsAsync("3", "fund_pay_sumamt 医院 688.33 中心 688.32", "825.30", "688.33", 3);
        await AssertTotalsAsync("2", "笔数 医院 4 中心 3；medfee_sumamt 医院 1650.60 中心 825.30", "1650.60", "688.32", 4);
        var planted = await ControlAsync("plant", Node(
            ("id_number", Jia), ("fixmedins_code", Hospital), ("mdtrtarea_admvs", County), ("med_type", "14"), ("total_fen", 200_00), ("fund_fen", 150_00)));
        Assert.NotNull(planted["setl_id"]);
        await AssertTotalsAsync(
            "1", "笔数 医院 3 中心 4；medfee_sumamt 医院 825.30 中心 1025.30；fund_pay_sumamt 医院 688.32 中心 838.32", "825.30", "688.32", 3);
    }

    [Fact]
    public async Task Details_name_each_difference_and_the_message_that_only_the_bureau_has()
    {
        var (same, changed, lost) = (await SettleAsync(), await SettleAsync(), await SettleAsync());
        await ControlAsync("change", Node(("setl_id", changed.SettlementId), ("fund_fen", -1)));
        await ControlAsync("lose", Node(("setl_id", lost.SettlementId)));
        await ControlAsync("plant", Node(
            ("id_number", Jia), ("fixmedins_code", Hospital), ("mdtrtarea_admvs", County), ("msgid", "ONLYTHEBUREAUHASTHIS00000001"),
            ("total_fen", 200_00), ("fund_fen", 150_00)));

        var file = string.Concat(new[] { same, changed, lost }.Select(s => Row(s, "825.30", "688.32", "0")));
        var rows = await DetailsAsync(await StoreAsync(Encoding.UTF8.GetBytes(file)));
        Assert.Equal(
            [
                $"{same.SettlementId} 0 null 825.30 688.32",
                $"{changed.SettlementId} 3 fund_pay_sumamt 医院 688.32 中心 688.31 825.30 688.31",
                $"{lost.SettlementId} 2 中心没有这笔结算 825.30 688.32",
                $"{bureau.Settlements[^1].SetlId} 1 医院没有上传这笔结算 200.00 150.00",
            ],
            rows.Select(r => $"{r[2]} {r[4]} {r[6]} {r[7]} {r[8]}"));

        // The hospital never learned its id, and undoes it by the message.
        Assert.Equal("ONLYTHEBUREAUHASTHIS00000001", rows[3][3]);
        await window.DoAsync("2601", Data(("psn_no", same.Upload.Person), ("omsgid", rows[3][3]), ("oinfno", "2207A")));
        Assert.Equal(3, (await DetailsAsync(await StoreAsync(Encoding.UTF8.GetBytes(file)))).Length);
    }

    [Fact]
    public async Task A_reversal_is_found_under_either_id_and_written_in_the_form_that_is_asked_for()
    {
        var settled = await SettleAsync();
        var reversal = await ReverseAsync(settled);
        foreach (var id in new[] { reversal, settled.SettlementId })
        {
            var file = await StoreAsync(Encoding.UTF8.GetBytes(
                Row(settled, "825.30", "688.32", "1") + Row(settled with { SettlementId = id }, "-825.30", "-688.32", "1")));
            Assert.All(await DetailsAsync(file), r => Assert.Equal(("0", "1"), (r[4], r[5])));
            Assert.Equal(reversal, (await DetailsAsync(file))[1][2]);
            bureau.Next("3202", FaultKind.OtherRefundRows);
            Assert.Equal(settled.SettlementId, (await DetailsAsync(file))[1][2]);
            bureau.Next("3202", FaultKind.EmptyColumns);
            Assert.Equal("", (await DetailsAsync(file))[0][6]);
        }
    }

    [Theory]
    [InlineData("\r\n", "\t", "null", false, false)]
    [InlineData("\n", "", "", true, false)]
    [InlineData("\n", "\tnull", "null", true, true)]
    [InlineData("\r\n", "\t", "", false, true)]
    public async Task A_file_of_any_writer_is_read(string lineEnd, string columnEnd, string nothing, bool isZip, bool isSigned)
    {
        var settled = await SettleAsync();
        var text = $"\uFEFF{Row(settled, "825.30", "688.32", "0", nothing).TrimEnd('\n')}{columnEnd}{lineEnd}";
        var bytes = Encoding.UTF8.GetBytes(text);
        var content = isZip ? Zip(bytes) : bytes;
        var number = await StoreAsync(content, isSigned);
        Assert.Equal("0", Assert.Single(await DetailsAsync(number))[4]);
    }

    [Fact]
    public async Task A_file_that_is_none_is_refused_with_its_line()
    {
        var number = await StoreAsync("1\t2\t3\n"u8.ToArray());
        Assert.Contains("第 1 行有 3 列", await window.RefusedAsync("3202", Statement(("file_qury_no", number))), StringComparison.Ordinal);
        Assert.Contains("请先上传", await window.RefusedAsync("3202", Statement(("file_qury_no", "none"))), StringComparison.Ordinal);
        var upload = new JsonObject { ["fsUploadIn"] = Node(("in", "[]"), ("filename", "a.txt")) };
        Assert.Contains("没有内容", await window.RefusedAsync("9101", upload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_is_JSON_where_the_dial_says_so_and_reconciling_needs_no_sign_in()
    {
        var number = await StoreAsync("1\t2\t3\t4\t5\t6\t7\n"u8.ToArray());
        bureau.MoveClock(TimeSpan.FromHours(25));
        bureau.Next("9102", FaultKind.JsonForFile);
        var answer = await window.CallAsync("9102", Download(number));
        Assert.Equal(number, (string)answer["output"]!["file_qury_no"]!);
        using var file = await window.SendAsync("9102", Download(number));
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("1\t2\t3\t4\t5\t6\t7\n", await file.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_claim_of_the_month_must_be_what_the_books_have()
    {
        await SettleAsync();
        Assert.Contains(
            "fund_appy_sum 申请 688.33 中心 688.32", await window.RefusedAsync("3203A", Claim("688.33")), StringComparison.Ordinal);
        var id = (string)(await window.DoAsync("3203A", Claim("688.32")))["result"]!["clr_appy_evt_id"]!;
        Assert.Contains("已申请", await window.RefusedAsync("3203A", Claim("688.32")), StringComparison.Ordinal);
        var state = await window.DoAsync("3205A", Data(("clr_appy_evt_id", id)));
        Assert.Equal("10", (string)state["clr_appys"]![0]!["clr_stas"]!);
        var agencies = await window.DoAsync("3206A", Data(("setlym", "202603")));
        Assert.Equal(County, (string)agencies["result"]![0]!["clr_optins"]!);
        await window.DoAsync("3204A", Data(("clr_appy_evt_id", id)));
        await window.DoAsync("3203A", Claim("688.32"));
    }

    private async Task AssertTotalsAsync(string result, string text, string total, string funds, int count, string flag = "1")
    {
        var output = await window.DoAsync("3201", Statement(
            ("insutype", "390"), ("clr_type", "11"), ("medfee_sumamt", total), ("fund_pay_sumamt", funds), ("acct_pay", "0"),
            ("fixmedins_setl_cnt", count), ("refd_setl_flag", flag)));
        var info = output["stmtinfo"]!;
        Assert.Equal((result, text), ((string)info["stmt_rslt"]!, (string)info["stmt_rslt_dscr"]!));
    }

    private static JsonObject Statement(params (string Name, JsonNode? Value)[] more) => Data(
        [("setl_optins", County), ("stmt_begndate", Day), ("stmt_enddate", $"{Day} 23:59:59"), .. more]);

    private static JsonObject Claim(string funds) => Data(
        ("clr_type", "11"), ("clr_way", "1"), ("setlym", "202603"), ("medfee_sumamt", "825.30"), ("fund_appy_sum", funds),
        ("begndate", "2026-03-01"), ("enddate", "2026-03-31"));

    private static JsonObject Download(string number) => new()
    {
        ["fsDownloadIn"] = Node(("file_qury_no", number), ("filename", "plc"), ("fixmedins_code", Hospital)),
    };

    private async Task<Settled> SettleAsync()
    {
        var upload = await window.UploadAsync();
        var output = await window.SettleAsync(upload);
        return new Settled(upload, (string)output["setlinfo"]!["setl_id"]!);
    }

    private async Task<string> ReverseAsync(Settled settled)
    {
        var output = await window.DoAsync("2208", Data(
            ("mdtrt_id", settled.Upload.VisitId), ("psn_no", settled.Upload.Person), ("setl_id", settled.SettlementId)));
        return (string)output["setlinfo"]!["setl_id"]!;
    }

    private static string Row(Settled settled, string total, string funds, string flag, string account = "0.00") =>
        string.Join('\t', settled.SettlementId, settled.Upload.VisitId, settled.Upload.Person, total, funds, account, flag) + "\n";

    private static byte[] Zip(byte[] text)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("3202_detail.txt").Open();
            entry.Write(text);
        }

        return bytes.ToArray();
    }

    private async Task<string> StoreAsync(byte[] bytes, bool isSigned = false)
    {
        JsonNode content = isSigned
            ? new JsonArray([.. bytes.Select(b => JsonValue.Create((int)unchecked((sbyte)b)))])
            : JsonValue.Create(Convert.ToBase64String(bytes));
        var output = await window.DoAsync(
            "9101", new JsonObject { ["fsUploadIn"] = Node(("in", content), ("filename", "a.zip"), ("fixmedins_code", Hospital)) });
        return (string)output["file_qury_no"]!;
    }

    /// <summary>The rows of the result file, each as its columns.</summary>
    private async Task<string[][]> DetailsAsync(string number)
    {
        var output = await window.DoAsync("3202", Statement(("file_qury_no", number), ("clr_type", "11")));
        using var file = await window.SendAsync("9102", Download((string)output["fileinfo"]!["file_qury_no"]!));
        using var archive = new ZipArchive(await file.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(archive.Entries.Single().Open());
        var text = await reader.ReadToEndAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
    }

    private async Task<JsonNode> ControlAsync(string path, JsonObject order)
    {
        using var http = new HttpClient { BaseAddress = bureau.BaseAddress };
        using var answer = await http.PostAsJsonAsync($"control/{path}", order).Within();
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private sealed record Settled(Upload Upload, string SettlementId);
}
