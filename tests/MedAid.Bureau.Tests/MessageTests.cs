using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Forms;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Tests;

public sealed class MessageTests
{
    private static readonly RegionBook Book = RegionBook.Load();

    [Fact]
    public void A_message_is_read_as_it_was_written()
    {
        var message = new NationalMessage
        {
            Number = "2601", MessageId = "H14112300001202603020100010042", HospitalCode = new HospitalCode("H14112300001"), HospitalName = "兴县人民医院",
            District = "141123", InsuredDistrict = "141123", SignNumber = "S1", At = new DateTimeOffset(2026, 3, 1, 17, 0, 1, TimeSpan.Zero),
            Input = new JsonObject { ["data"] = new JsonObject { ["psn_no"] = "1", ["oinfno"] = "2207A" } },
        };
        var read = NationalRequest.Read(message.Render(Book.National), "2601");
        Assert.Equal("2601", read.Number);
        Assert.Equal(message.MessageId, read.MessageId);
        Assert.Equal("H14112300001", read.HospitalCode.Text);
        Assert.Equal("S1", read.Envelope["sign_no"]);
        Assert.Equal("2207A", read.Input!.Value.GetProperty("data").GetProperty("oinfno").GetString());
    }

    [Theory]
    [InlineData("{\"infcode\":0,\"err_msg\":null}", NationalOutcome.Succeeded)]
    [InlineData("{\"infcode\":\"0\",\"err_msg\":\"\",\"output\":\"{\\\"a\\\":1}\"}", NationalOutcome.Succeeded)]
    [InlineData("{\"infcode\":0,\"err_msg\":\"FSI-文件查询号不能为空\"}", NationalOutcome.NotAnAnswer)]
    [InlineData("{\"infcode\":-1,\"err_msg\":\"FSI-已退费\"}", NationalOutcome.Refused)]
    [InlineData("{\"type\":\"error\",\"infcode\":-1,\"err_msg\":\"未知交易编号\"}", NationalOutcome.Refused)]
    [InlineData("{\"code\":\"999\",\"msg\":\"x\"}", NationalOutcome.NotAnAnswer)]
    [InlineData("<html>502</html>", NationalOutcome.NotAnAnswer)]
    [InlineData("{\"infcode\":0,\"output\":\"no json\"}", NationalOutcome.NotAnAnswer)]
    [InlineData("[]", NationalOutcome.NotAnAnswer)]
    [InlineData("", NationalOutcome.NotAnAnswer)]
    public void An_answer_is_done_refused_or_unknown(string body, NationalOutcome outcome) =>
        Assert.Equal(outcome, NationalReply.Read(Encoding.UTF8.GetBytes(body), Book.National).Outcome);

    [Theory]
    [InlineData("{\"infcode\":0,\"err_msg\":\"success\"}", "330000", NationalOutcome.Succeeded)]
    [InlineData("{\"infcode\":\"0\",\"err_msg\":\"成功\"}", "220000", NationalOutcome.Succeeded)]
    [InlineData("{\"infcode\":\"0\",\"err_msg\":\"FSI-文件查询号不能为空\"}", "430000", NationalOutcome.Refused)]
    [InlineData("{\"infcode\":\"0\",\"err_msg\":\"成功\"}", "430000", NationalOutcome.Refused)]
    [InlineData("{\"infcode\":\"1\",\"err_msg\":\"\"}", "430000", NationalOutcome.Refused)]
    public void What_means_success_is_said_by_the_region(string body, string district, NationalOutcome outcome) =>
        Assert.Equal(outcome, NationalReply.Read(Encoding.UTF8.GetBytes(body), Book.Find(district)).Outcome);

    [Fact]
    public void Every_transaction_of_a_visit_its_undoing_its_questions_and_the_month_has_its_fields()
    {
        string[] numbers =
        [
            "1101", "2001", "2201", "2202", "2203A", "2204", "2205", "2206A", "2207A", "2208", "2601", "3201", "3202", "3203A", "3204A", "3205A", "3206A",
            "5203", "5206", "5301", "9001", "9002", "9101", "9102",
        ];
        Assert.Equal(numbers.Length, TransactionForms.All.Count);
        Assert.All(numbers, number => Assert.Equal(number[..4], TransactionForms.Find(number)!.Number));
        Assert.All(TransactionForms.All, form => Assert.NotEmpty(form.Input.Fields));
        Assert.All(SettlementForms.Amounts, amount =>
            Assert.Equal((NationalKind.SignedNumber, 2), (SettlementForms.SettlementInfo.Find(amount)!.Kind, SettlementForms.SettlementInfo.Find(amount)!.Size)));
        Assert.Null(TransactionForms.Find("2209"));
    }

    [Fact]
    public void The_habits_of_clients_are_taken_as_they_come()
    {
        const string Line = "{\"feedetl_sn\":\"1\",\"mdtrt_id\":30,\"psn_no\":\"P\",\"chrg_bchno\":\"B\",\"rx_circ_flag\":\"0\","
            + "\"fee_ocur_time\":\"2026-03-02 08:30:00\",\"med_list_codg\":\"X\",\"medins_list_codg\":\"x\",\"det_item_fee_sumamt\":\"757.90\","
            + "\"cnt\":1.0000,\"pric\":\"757.900000\",\"bilg_dept_codg\":\"D\",\"bilg_dept_name\":\"肾内科\",\"bilg_dr_codg\":\"d\","
            + "\"bilg_dr_name\":\"某\",\"prd_days\":null,\"EXP_CONTENT\":{\"a\":1},\"new\":[1]}";
        var input = $"{{\"feedetail\":{Line}}}";
        string[] bodies =
        [
            $"{{\"infno\":\"2204\",\"msgid\":\"202603020830001234\",\"input\":{input},\"fixmedins_code\":\"H1\",\"opter\":1}}",
            $"=  {{\"infon\":\"2204x\",\"msgid\":\"202603020830001234\",\"medins_code\":\"H1\",\"insur_code\":\"1\","
                + $"\"input\":{JsonValue.Create(input).ToJsonString()}}}",
        ];
        foreach (var body in bodies)
        {
            var request = NationalRequest.Read(Encoding.UTF8.GetBytes("\uFEFF" + body), "2204");
            var line = Assert.Single(NationalReader.Read(request.Input!.Value, TransactionForms.Find(request.Number)!.Input, "input").Rows("feedetail"));
            Assert.Equal(("H1", "2204", 75_790, 10_000), (request.HospitalCode.Text, request.PlainNumber, line.Fen("det_item_fee_sumamt"), line.Scaled("cnt", 4)));
            Assert.Equal(("30", "{\"a\":1}", ""), (line["mdtrt_id"], line["exp_content"], line["prd_days"]));
            Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.FromHours(8)), line.Instant("fee_ocur_time"));
            Assert.Equal(new DateOnly(2026, 3, 2), line.Day("fee_ocur_time"));
        }
    }

    [Theory]
    [InlineData("757.901", "最多 2 位小数")]
    [InlineData("7.5e2", "不能用科学计数法")]
    [InlineData("-1", "应是不小于 0 的数字")]
    [InlineData("１２", "应是不小于 0 的数字")]
    [InlineData("1,000.00", "应是不小于 0 的数字")]
    [InlineData("100000000000000.00", "超出范围")]
    [InlineData("", "必填")]
    public void Money_is_exact_or_refused_by_name(string amount, string sentence)
    {
        using var input = JsonDocument.Parse($"{{\"data\":{{\"psn_no\":\"P\",\"mdtrt_cert_type\":\"02\",\"med_type\":\"14\",\"psn_setlway\":\"01\","
            + $"\"mdtrt_id\":\"V\",\"chrg_bchno\":\"B\",\"acct_used_flag\":\"0\",\"insutype\":\"390\",\"medfee_sumamt\":\"{amount}\"}}}}");
        var refused = Assert.Throws<NationalRefusedException>(() => NationalReader.Read(input.RootElement, SettlementForms.Settle, "input"));
        Assert.Contains("input.data.medfee_sumamt", refused.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reversal_of_Zhejiang_is_read_with_its_nulls_and_negative_amounts()
    {
        var body = """
            {"output":{"setlinfo":{"setl_time":null,"cvlserv_pay":0,"clr_way":null,"medfee_sumamt":-1200.00,"fund_pay_sumamt":"-600.00","psn_cash_pay":-600,
             "age":21.0,"exp_content":"{\"a\":1}","setl_id":"S2","medins_setl_id":"H33018300564202201211255559999"},
             "setldetail":{"fund_pay_type":"390100","fund_payamt":-600.00,"setl_proc_info":"一\n二"}},
             "infcode":0,"warn_msg":null,"cainfo":null,"err_msg":"success","signtype":null}
            """;
        var output = NationalReply.Read(Encoding.UTF8.GetBytes(body), Book.Find("330100")).Output(SettlementForms.Settled);
        var (info, fund) = (output.Node("setlinfo"), Assert.Single(output.Rows("setldetail")));
        Assert.Equal((-120_000, -60_000, 0, "S2"), (info.Fen("medfee_sumamt"), info.Fen("fund_pay_sumamt"), info.Fen("cvlserv_pay"), info["setl_id"]));
        Assert.Equal((-60_000, "一\n二", null), (fund.Fen("fund_payamt"), fund["setl_proc_info"], info.Instant("setl_time")));
    }
}
