using System.Text;
using System.Text.Json.Nodes;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>What the door refuses: by name, with status 200, and nothing is done.</summary>
public sealed class DoorRefusalTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private static int numbers = 500;

    private readonly HisClient client = new(shared.Gateway, first: Interlocked.Increment(ref numbers) * 1_000);

    /// <summary>Forms that clients have: byte order mark, =JSON, input as text, numbers as text, a letter behind the number, one address.</summary>
    [Fact]
    public async Task Habits_of_clients_are_taken_as_they_come()
    {
        var input = HisClient.Data(("certno", Requests.Yi.ToLowerInvariant()), ("card_sn", ""), ("begntime", null));
        var plain = client.Message("1101", input);
        var asText = client.Message("1101", input.ToJsonString());
        var bodies = new[]
        {
            plain.ToJsonString(), "\uFEFF" + plain.ToJsonString(), "=" + plain.ToJsonString(),
            "=" + Uri.EscapeDataString(plain.ToJsonString()), asText.ToJsonString(),
        };
        var answers = new List<string>();
        foreach (var body in bodies)
        {
            using var content = new StringContent(body, Encoding.UTF8, "text/xml");
            using var answer = await shared.Gateway.Http.PostAsync(new Uri("/nhsa", UriKind.Relative), content);
            answers.Add(new HisAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()).Done().Word("baseinfo", "psn_no"));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_for_certain_is_refused_by_name()
    {
        var message = client.Message("1101", HisClient.Data(("certno", Requests.Yi)));
        var text = message.ToJsonString();
        (await RawAsync("/nhsa/1101", [.. Encoding.UTF8.GetBytes(text[..^1]), .. ",\"x\":\""u8, 0xB2, 0xCA, .. "\"}"u8])).Refused("GBK");
        (await RawAsync("/nhsa/1101", Encoding.UTF8.GetBytes(text.Replace("\"opter\"", "\"fixmedins_code\":\"H0\",\"opter\"", StringComparison.Ordinal))))
            .Refused("fixmedins_code 写了两次");
        (await RawAsync("/nhsa/2201", Encoding.UTF8.GetBytes(text))).Refused("infno 与地址里的交易编号不一致");
        (await RawAsync("/nhsa/1101", Encoding.UTF8.GetBytes(text.Replace("\"opter\"", "\"enc_type\":\"SM4\",\"opter\"", StringComparison.Ordinal))))
            .Refused("加密");
        var elsewhere = client.Message("1101", HisClient.Data(("certno", Requests.Yi)));
        elsewhere["recer_sys_code"] = "GSXT";
        (await client.SendAsync(elsewhere)).Refused("recer_sys_code");
        message["input"] = "kQ3dPz4uXK0c1w==";
        (await client.SendAsync(message)).Refused("加密");
        (await client.SendAsync("9999", new JsonObject())).Refused("本系统不办理交易 9999");
        (await client.SendAsync(client.Message("1101", null))).Refused("input 必填");
        (await new HisClient(shared.Gateway, "H00000000000").SendAsync("1101", HisClient.Data(("certno", Requests.Yi)))).Refused("fixmedins_code");
    }

    [Fact]
    public async Task A_person_is_known_by_the_id_number_alone_and_has_another_number_here()
    {
        (await client.SendAsync("1101", HisClient.Data(("mdtrt_cert_type", "03"), ("mdtrt_cert_no", "A123")))).Refused("certno 必填");
        (await client.SendAsync("1101", HisClient.Data(("certno", "141123195903039033")))).Refused("certno");
        (await client.SendAsync("1101", HisClient.Data(("certno", "110105199003070017")))).Refused("没有找到");
        var visit = await HisVisit.OpenAsync(client, Requests.Yi, "", "11");
        (await client.SendAsync("2201", Registration(Requests.Yi, "390"))).Refused("psn_no");
        (await client.SendAsync("2201", Registration("P0", "390"))).Refused("psn_no");
        (await client.SendAsync("2201", Registration(visit.PersonNumber, "310"))).Refused("险种是 390");
        (await client.SendAsync("2203", Described(visit, "9988"))).Refused("med_type");
        (await client.SendAsync("2203", Described(visit, "21"))).Refused("住院");
    }

    /// <summary>0.125 × 1 = 0.13 and 0.333333 × 3 = 1.00, rounded half-up to the fen.</summary>
    [Fact]
    public async Task A_line_that_is_not_price_times_quantity_is_refused_and_nothing_of_its_upload_is_kept()
    {
        var visit = await HisVisit.OpenAsync(client, Requests.Yi, "", "11");
        (await visit.SendLinesAsync(Line(visit, "L1", "0.125", "1", "0.12"))).Refused("不等于单价 × 数量");
        (await visit.SendLinesAsync(Line(visit, "L1", "0.333333", "3", "1.01"))).Refused("det_item_fee_sumamt");
        (await visit.SendLinesAsync(Line(visit, "L1", "1", "0", "0"))).Refused("cnt 要大于 0");
        (await visit.SendLinesAsync(Line(visit, "L1", "1", "-1", "1"))).Refused("cnt");
        (await visit.SendLinesAsync(Line(visit, "L1", "1e2", "1", "100"))).Refused("pric");
        (await visit.SendLinesAsync(Line(visit, "L1", "1", "1", "1.001"))).Refused("2 位小数");
        (await visit.SendLinesAsync(Line(visit, "L1", "100", "1", "100", day: "2027-01-01"))).Refused("不能晚于今天");
        (await visit.SendLinesAsync(Line(visit, "L1", "100", "1", "100", batch: "0000"))).Refused("chrg_bchno");
        var good = Line(visit, "L1", "0.125", "1", "0.13");
        good["feedetail"]!.AsArray().Add(Line(visit, "L2", "1", "1", "2")["feedetail"]![0]!.DeepClone());
        (await visit.SendLinesAsync(good)).Refused("feedetail[1].det_item_fee_sumamt");
        (await visit.QuoteAsync("B1", 13)).Refused("没有该收费批次的明细");
        (await visit.SendLinesAsync(Line(visit, "L1", "0.125", "1", "0.13"))).Done();
        (await visit.SendLinesAsync(Line(visit, "L2", "0.333333", 3, 1.00))).Done();
        HisClient.IdentitiesHold((await visit.QuoteAsync("B1", 1_13)).Done());
    }

    [Fact]
    public async Task A_sum_that_is_a_fen_off_settles_nothing()
    {
        var visit = await HisVisit.OpenAsync(client, Requests.Yi, "", "11");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00))).Done();
        foreach (var number in (string[])["2206", "2207"])
        {
            (await client.SendAsync(number, visit.SettleInput("B1", 100_01))).Refused("medfee_sumamt 是 100.01，已上传明细的合计是 100.00");
            (await client.SendAsync(number, With(visit, "inscp_scp_amt", "99.99"))).Refused("inscp_scp_amt");
            (await client.SendAsync(number, With(visit, "insutype", "310"))).Refused("insutype");
            (await client.SendAsync(number, With(visit, "med_type", "14"))).Refused("med_type");
            (await client.SendAsync(number, With(visit, "psn_setlway", "02"))).Refused("psn_setlway");
            (await client.SendAsync(number, With(visit, "psn_no", "P0"))).Refused("psn_no");
            (await client.SendAsync(number, With(visit, "mdtrt_id", "M0"))).Refused("mdtrt_id");
        }

        (await visit.FindAsync("")).Refused("没有这笔结算");
        var other = new HisClient(shared.Gateway, Requests.CityHospital);
        (await other.SendAsync("2207", visit.SettleInput("B1", 100_00))).Refused("mdtrt_id");
        var settled = (await client.SendAsync("2207", With(visit, "inscp_scp_amt", "100.00"))).Done();
        (await other.SendAsync("2208", HisClient.Data(
            ("setl_id", settled.Word("setlinfo", "setl_id")), ("mdtrt_id", visit.VisitId), ("psn_no", visit.PersonNumber)))).Refused("没有这笔结算");
        (await visit.ReverseAsync(settled.Word("setlinfo", "setl_id"))).Done();
    }

    [Fact]
    public async Task A_write_without_its_id_or_with_anothers_is_refused()
    {
        var visit = await HisVisit.OpenAsync(client, Requests.Yi, "", "11");
        foreach (var id in (string[])["", "123", "含有中文的报文编号含有中文的报文编号"])
        {
            (await visit.RegisterAsync(id)).Refused("msgid");
            (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 1_00), id)).Refused("msgid");
            (await visit.SettleAsync("B1", 1_00, id)).Refused("msgid");
        }

        var key = client.NewId();
        var line = SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00);
        var first = (await visit.SendLinesAsync(line, key)).Done();
        Assert.Equal(first.Text, (await visit.SendLinesAsync(HisClient.Turned(line)!.AsObject(), key)).Text);
        line["feedetail"]![0]!["bilg_dept_codg"] = "SN02";
        (await visit.SendLinesAsync(line, key)).Refused("msgid 已用于内容不同的报文");
        (await visit.RegisterAsync(key)).Done();
    }

    private static JsonObject With(HisVisit visit, string name, string value)
    {
        var input = visit.SettleInput("B1", 100_00);
        input["data"]![name] = value;
        return input;
    }

    private static JsonObject Registration(string personNumber, string insurance) => HisClient.Data(
        ("psn_no", personNumber), ("insutype", insurance), ("begntime", "2026-03-02"), ("ipt_otp_no", "MZ1"));

    private static JsonObject Described(HisVisit visit, string type) => new()
    {
        ["mdtrtinfo"] = new JsonObject { ["mdtrt_id"] = visit.VisitId, ["psn_no"] = visit.PersonNumber, ["med_type"] = type },
    };

    private static JsonObject Line(
        HisVisit visit, string id, string price, JsonNode quantity, JsonNode amount, string batch = "B1", string day = "2026-03-02")
    {
        var line = SampleBill.OneLine(visit.VisitId, visit.PersonNumber, batch, 0, id, day);
        var row = line["feedetail"]![0]!;
        (row["pric"], row["cnt"], row["det_item_fee_sumamt"]) = (price, quantity, amount);
        return line;
    }

    private async Task<HisAnswer> RawAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await shared.Gateway.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return new HisAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
