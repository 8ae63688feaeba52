using System.Text.Json.Nodes;
using Xunit.Abstractions;
using static MedAid.Simulator.Tests.Window;

namespace MedAid.Simulator.Tests;

/// <summary>Visits over HTTP, with figures worked by hand.</summary>
public sealed class VisitTests(ITestOutputHelper output) : IAsyncLifetime
{
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
    public async Task A_dialysis_visit_comes_to_the_figures_of_the_sample_rules()
    {
        var upload = await window.UploadAsync();
        var trial = await window.DoAsync("2206A", Settlement(upload));
        var messageId = NewMessageId();
        var settled = await window.SettleAsync(upload, messageId);

        // In scope 825.30 - 50.00 - 8.00 - 23.17 = 744.13; basic 75 % = 558.0975; relief 70 % of the 186.03 left = 130.221.
        var info = settled["setlinfo"]!;
        AssertMoney(
            info, ("medfee_sumamt", "825.30"), ("fulamt_ownpay_amt", "50.00"), ("overlmt_selfpay", "8.00"), ("preselfpay_amt", "23.17"),
            ("inscp_scp_amt", "744.13"), ("act_pay_dedc", "0.00"), ("hifp_pay", "558.10"), ("hifmi_pay", "0.00"), ("maf_pay", "130.22"),
            ("fund_pay_sumamt", "688.32"), ("psn_part_amt", "136.98"), ("acct_pay", "0.00"), ("psn_cash_pay", "136.98"), ("hosp_part_amt", "0.00"));
        Assert.Equal(messageId, (string)info["medins_setl_id"]!);
        Assert.Equal(["390100 558.10", "610100 130.22"], Rows(settled));
        Assert.Equal(Rows(settled), Rows(trial));
        Assert.Null(trial["setlinfo"]!["setl_id"]);
        Assert.Equal("2026-03-16 09:00:00", (string)info["setl_time"]!);

        var asked = await window.DoAsync("5203", Data(("psn_no", upload.Person), ("setl_id", ""), ("mdtrt_id", upload.VisitId)));
        AssertMoney(asked["setlinfo"]!, ("medfee_sumamt", "825.30"), ("psn_pay", "136.98"), ("cash_payamt", "136.98"));
        Assert.Equal(((string)info["setl_id"]!, "0"), ((string)asked["setlinfo"]!["setl_id"]!, (string)asked["setlinfo"]!["refd_setl_flag"]!));
        Assert.Equal(Rows(settled), Rows(asked));
    }

    [Fact]
    public async Task A_deductible_is_taken_once_a_year_and_a_reversal_gives_it_back()
    {
        var first = await window.UploadAsync(care: "11");
        var second = await window.UploadAsync(care: "11");

        // 744.13 - 500.00 = 244.13, 60 % = 146.478; left 597.65, relief 70 % = 418.355.
        var settled = await window.SettleAsync(first);
        AssertMoney(settled["setlinfo"]!, ("act_pay_dedc", "500.00"), ("hifp_pay", "146.48"), ("maf_pay", "418.36"), ("psn_part_amt", "260.46"));

        // 60 % of 744.13 = 446.478; left 297.65, relief 70 % = 208.355.
        var trial = await window.DoAsync("2206A", Settlement(second));
        AssertMoney(trial["setlinfo"]!, ("act_pay_dedc", "0.00"), ("hifp_pay", "446.48"), ("maf_pay", "208.36"), ("psn_part_amt", "170.46"));

        var sums = await window.DoAsync("5206", Data(("psn_no", first.Person)));
        Assert.Equal(
            ["D390101 146.48", "D390201 0.00", "D610101 418.36", "Q0000 500.00"],
            sums["cuminfo"]!.AsArray().Select(r => $"{r!["cum_type_code"]} {r["cum"]}"));

        var reversed = await window.DoAsync("2208", Reversal(first, settled));
        AssertMoney(reversed["setlinfo"]!, ("medfee_sumamt", "-825.30"), ("fund_pay_sumamt", "-564.84"), ("psn_part_amt", "-260.46"));
        Assert.NotEqual((string)settled["setlinfo"]!["setl_id"]!, (string)reversed["setlinfo"]!["setl_id"]!);
        var again = await window.DoAsync("2206A", Settlement(second));
        AssertMoney(again["setlinfo"]!, ("act_pay_dedc", "500.00"));
        Assert.Contains("不能重复撤销", await window.RefusedAsync("2208", Reversal(first, settled)), StringComparison.Ordinal);

        Assert.Contains("费用明细", await window.RefusedAsync("2202", Named(first)), StringComparison.Ordinal);
        await window.DoAsync("2205", Named(first));
        await window.DoAsync("2202", Named(first));
        Assert.Contains("挂号已撤销", await window.RefusedAsync("2207A", Settlement(first)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_employees_account_pays_the_rest_while_it_lasts()
    {
        const string away = "140105198503039024";
        var upload = await window.UploadAsync(away, "310");

        // 85 % of 744.13 = 632.5105; the person's 192.79 meet an account of 80.00.
        var settled = await window.SettleAsync(upload);
        AssertMoney(
            settled["setlinfo"]!, ("hifp_pay", "632.51"), ("fund_pay_sumamt", "632.51"), ("psn_part_amt", "192.79"), ("acct_pay", "80.00"),
            ("psn_cash_pay", "112.79"), ("balc", "0.00"));
        var person = await window.DoAsync("1101", Data(("certno", away)));
        Assert.Equal("0.00", person["insuinfo"]![0]!["balc"]!.ToJsonString());
        Assert.Equal("140105", (string)person["insuinfo"]![0]!["insuplc_admdvs"]!);
    }

    [Fact]
    public async Task A_split_that_a_gateway_reports_is_booked_as_it_is()
    {
        var upload = await window.UploadAsync();
        var report = Report(("390100", "625.71"), ("610100", "77.29"), ("630100", "8.00"), ("999996", "20.00"));
        report["medaid_setlinfo"] = Node(("hosp_part_amt", "1.30"), ("psn_part_amt", "93.00"), ("acct_pay", "0.00"), ("psn_cash_pay", "93.00"));
        var settled = await window.DoAsync("2207A", Settlement(upload, "825.30", ("exp_content", report)));

        AssertMoney(
            settled["setlinfo"]!, ("medfee_sumamt", "825.30"), ("hifp_pay", "625.71"), ("maf_pay", "77.29"), ("oth_pay", "28.00"),
            ("fund_pay_sumamt", "731.00"), ("hosp_part_amt", "1.30"), ("psn_part_amt", "93.00"), ("psn_cash_pay", "93.00"));
        Assert.Equal(["390100 625.71", "610100 77.29", "630100 8.00", "999996 20.00"], Rows(settled));
    }

    [Theory]
    [InlineData("390100", "825.31", "0.00", "psn_part_amt 小于 0")]
    [InlineData("390100", "625.71", "199.58", "psn_part_amt 是 199.58")]
    [InlineData("123456", "625.71", "199.59", "123456 没有登记")]
    public async Task A_reported_split_that_does_not_add_up_is_refused_and_nothing_is_booked(string fund, string paid, string part, string problem)
    {
        var upload = await window.UploadAsync();
        var report = Report((fund, paid));
        report["medaid_setlinfo"] = Node(("psn_part_amt", part));

        Assert.Contains(
            problem, await window.RefusedAsync("2207A", Settlement(upload, "825.30", ("exp_content", report.ToJsonString()))), StringComparison.Ordinal);
        Assert.Empty(bureau.Settlements);
    }

    [Fact]
    public async Task A_message_is_not_known_again_and_a_batch_is_settled_once()
    {
        var upload = await window.UploadAsync();
        var messageId = NewMessageId();
        await window.SettleAsync(upload, messageId);

        Assert.Contains("不能重复结算", await window.RefusedAsync("2207A", Settlement(upload), messageId), StringComparison.Ordinal);
        Assert.Contains("已结算", await window.RefusedAsync("2205", Named(upload)), StringComparison.Ordinal);
        Assert.Single(bureau.Settlements);
    }

    [Fact]
    public async Task A_sum_or_a_line_that_is_a_fen_off_is_refused()
    {
        var upload = await window.UploadAsync();
        Assert.Contains("825.30 不符", await window.RefusedAsync("2207A", Settlement(upload, "825.31")), StringComparison.Ordinal);

        var line = Node(
            ("feedetl_sn", "x"), ("mdtrt_id", upload.VisitId), ("psn_no", upload.Person), ("chrg_bchno", "2"), ("med_list_codg", "003110000060000"),
            ("pric", "3.335"), ("cnt", "3"), ("det_item_fee_sumamt", "10.00"));
        Assert.Contains("单价乘数量", await window.RefusedAsync("2204", new JsonObject { ["feedetail"] = line }), StringComparison.Ordinal);

        // 3.335 × 3 = 10.005, half up.
        line["det_item_fee_sumamt"] = "10.01";
        await window.DoAsync("2204", new JsonObject { ["feedetail"] = line.DeepClone() });
    }

    [Fact]
    public async Task A_sign_in_ends_after_24_hours_and_a_number_that_is_none_is_refused_by_the_gateway()
    {
        bureau.MoveClock(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await window.PersonAsync();
        bureau.MoveClock(TimeSpan.FromSeconds(1));
        Assert.Contains("24 小时", await window.RefusedAsync("1101", Data(("certno", Jia))), StringComparison.Ordinal);
        await window.SignInAsync();
        await window.PersonAsync();

        var unknown = await window.CallAsync("8888", Data(("certno", Jia)));
        Assert.Equal(("error", -1), ((string)unknown["type"]!, (int)unknown["infcode"]!));
        Assert.Contains("未知交易编号", (string)unknown["err_msg"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bureau_says_what_a_person_is_entitled_to_and_a_session_ends()
    {
        var person = await window.PersonAsync();
        var known = await window.DoAsync("1101", Data(("certno", Jia)));
        Assert.Equal(("低保对象", "2021-01-01 00:00:00"), ((string)known["idetinfo"]![0]!["memo"]!, (string)known["idetinfo"]![0]!["begntime"]!));
        Assert.Equal(("1", "141123"), ((string)known["insuinfo"]![0]!["psn_insu_stas"]!, (string)known["insuinfo"]![0]!["insuplc_admdvs"]!));
        Assert.Equal(["390100 1", "390200 1", "610100 1"], await EntitledAsync(person, "M07800"));
        Assert.Equal(["390100 0", "390200 0", "610100 0"], await EntitledAsync(person, "M03900"));
        var filings = await window.DoAsync("5301", Data(("psn_no", person)));
        var filing = Assert.Single(filings["feedetail"]!.AsArray())!;
        Assert.Equal(("M07800", "2020-06-15"), ((string)filing["opsp_dise_code"]!, (string)filing["begndate"]!));
        Assert.Contains("参保人员", await window.RefusedAsync("1101", Data(("certno", "141123196805129039"))), StringComparison.Ordinal);
        Assert.Contains("不符", await window.RefusedAsync("1101", Data(("certno", Jia), ("psn_name", "别人"))), StringComparison.Ordinal);

        await window.DoAsync("9002", new JsonObject { ["signOut"] = Node(("sign_no", ""), ("opter_no", "001")) });
        Assert.Contains("签到", await window.RefusedAsync("1101", Data(("certno", Jia))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_honest_answer_fulfils_the_identities()
    {
        var seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] codes =
        [
            .. Repository.Read("samples/catalogue.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[0]),
            "UNKNOWN",
        ];
        (string IdNumber, string Insurance)[] persons =
            [(Jia, "390"), ("141123195903039032", "390"), ("141123197001019015", "310"), ("140105198503039024", "310")];
        for (var visit = 0; visit < 60; visit++)
        {
            var (idNumber, insurance) = persons[random.Next(persons.Length)];
            var lines = new JsonArray([.. Enumerable.Range(1, random.Next(1, 9)).Select(i => RandomLine(i))]);
            var total = lines.Sum(l => long.Parse((string)l!["amountFen"]!));
            var upload = await window.UploadAsync(idNumber, insurance, random.Next(2) == 0 ? "11" : "14", lines);
            var settled = await window.DoAsync("2207A", Settlement(upload, Core.ExactNumber.Yuan(total)));
            AssertIdentities(settled, total);
        }

        JsonObject RandomLine(int number)
        {
            var (price, quantity) = (random.Next(1, 500_00), random.Next(1, 9));
            return Node(
                ("itemNumber", number), ("code", codes[random.Next(codes.Length)]), ("unitPriceYuan", Core.ExactNumber.Yuan(price)),
                ("quantity", $"{quantity}"), ("amountFen", $"{price * quantity}"), ("approval", random.Next(2) == 0 ? "1" : null));
        }
    }

    private static void AssertIdentities(JsonNode settled, long total)
    {
        var info = settled["setlinfo"]!;
        Assert.Equal(total, Of("medfee_sumamt"));
        Assert.Equal(total, Of("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"));
        Assert.Equal(total, Of("fund_pay_sumamt", "psn_part_amt", "hosp_part_amt"));
        Assert.Equal(Of("psn_part_amt"), Of("acct_pay", "psn_cash_pay"));
        Assert.Equal(
            Of("fund_pay_sumamt"),
            Of("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", "oth_pay"));
        Assert.Equal(Of("fund_pay_sumamt"), settled["setldetail"]!.AsArray().Sum(r => Fen(r!["fund_payamt"]!)));
        Assert.All(info.AsObject().Where(m => m.Value?.GetValueKind() == System.Text.Json.JsonValueKind.Number), m => Assert.True(Fen(m.Value!) >= 0));

        long Of(params string[] names) => names.Sum(n => Fen(info[n]!));
    }

    private static long Fen(JsonNode amount) =>
        Core.ExactNumber.Read(amount.ToJsonString(), 2, out var fen) == Core.NumberProblem.None ? fen : throw new FormatException("no amount");

    private async Task<string[]> EntitledAsync(string person, string disease)
    {
        var answer = await window.DoAsync("2001", Data(("psn_no", person), ("insutype", "390"), ("med_type", "14"), ("dise_codg", disease)));
        return [.. answer["trtinfo"]!.AsArray().Select(r => $"{r!["fund_pay_type"]} {r["trt_enjymnt_flag"]}")];
    }

    private static JsonObject Named(Upload upload) => Data(("mdtrt_id", upload.VisitId), ("psn_no", upload.Person), ("chrg_bchno", upload.Batch));

    private static JsonObject Reversal(Upload upload, JsonNode settled) => Data(
        ("mdtrt_id", upload.VisitId), ("psn_no", upload.Person), ("setl_id", (string)settled["setlinfo"]!["setl_id"]!));

    private static JsonObject Report(params (string Fund, string Paid)[] rows) => new()
    {
        ["medaid_setldetail"] = new JsonArray([.. rows.Select(r => Node(("fund_pay_type", r.Fund), ("fund_payamt", r.Paid)))]),
    };

    private static string[] Rows(JsonNode settled) =>
        [.. settled["setldetail"]!.AsArray().Select(r => $"{r!["fund_pay_type"]} {r["fund_payamt"]!.ToJsonString()}")];

    private static void AssertMoney(JsonNode info, params (string Name, string Yuan)[] amounts) =>
        Assert.Equal(amounts.Select(a => $"{a.Name} {a.Yuan}"), amounts.Select(a => $"{a.Name} {info[a.Name]!.ToJsonString()}"));
}
