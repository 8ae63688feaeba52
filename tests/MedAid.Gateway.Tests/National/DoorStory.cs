using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>What the door does with a visit, through a gateway whatever its database.</summary>
internal sealed class DoorStory(GatewayProcess gateway)
{
    private static int numbers;

    /// <summary>Messages of each client begin at another number.</summary>
    private HisClient Client() => new(gateway, first: Interlocked.Increment(ref numbers) * 1_000);

    /// <summary>
    /// The sample visit: 825.30 uploaded, of it 8.00 waived; basic 625.71, relief of 33.13 advanced, the person 158.46; 8.00 + 23.17 + 50.00 are above
    /// the ceiling, first self-pay and outside, so 744.13 are in scope as uploaded, 736.13 after the waiver.
    /// </summary>
    public async Task A_whole_visit_and_its_undoing_cost_what_was_worked_by_hand()
    {
        var client = Client();
        var signed = (await client.SendAsync("9001", Node("signIn", ("opter_no", "S01"), ("mac", ""), ("ip", "")))).Done();
        var visit = await HisVisit.OpenAsync(client, Requests.Jia);
        Assert.DoesNotContain(Requests.Jia[6..14], visit.PersonNumber, StringComparison.Ordinal);

        var first = (await visit.SendLinesAsync(SampleBill.Lines(visit.VisitId, visit.PersonNumber, "B1", 1, 10))).Done();
        (await visit.SendLinesAsync(SampleBill.Lines(visit.VisitId, visit.PersonNumber, "B1", 11))).Done();
        Assert.Equal(10, first.Output.GetProperty("result").GetArrayLength());

        var quoted = (await visit.QuoteAsync("B1", SampleBill.GrossFen)).Done();
        var input = visit.SettleInput("B1", SampleBill.GrossFen);
        var message = client.Message("2207A", input);
        var settled = (await client.SendAsync(message)).Done();
        foreach (var answer in (HisAnswer[])[quoted, settled])
        {
            HisClient.IdentitiesHold(answer);
            Assert.Equal([("390100", 625_71L), ("999996", 33_13), ("630100", 8_00)], answer.Funds);
            Assert.Equal((825_30, 666_84, 158_46, 0), (
                answer.Fen("medfee_sumamt"), answer.Fen("fund_pay_sumamt"), answer.Fen("psn_part_amt"), answer.Fen("hosp_part_amt")));
            Assert.Equal((50_00, 8_00, 23_17, 744_13), (
                answer.Fen("fulamt_ownpay_amt"), answer.Fen("overlmt_selfpay"), answer.Fen("preselfpay_amt"), answer.Fen("inscp_scp_amt")));
            Assert.Equal((625_71, 0, 41_13), (answer.Fen("hifp_pay"), answer.Fen("maf_pay"), answer.Fen("oth_pay")));
        }

        Assert.Equal(("", message["msgid"]!.GetValue<string>()), (quoted.Word("setlinfo", "setl_id"), settled.Word("setlinfo", "medins_setl_id")));
        Assert.Equal(settled.Text, (await client.SendAsync(HisClient.Turned(message)!.AsObject())).Text);

        var id = settled.Word("setlinfo", "setl_id");
        var found = (await visit.FindAsync(id)).Done();
        HisClient.IdentitiesHold(found);
        Assert.Equal((settled.Funds.Length, 158_46, "0"), (found.Funds.Length, found.Fen("psn_pay"), found.Word("setlinfo", "refd_setl_flag")));

        var reversal = client.NewId();
        var reversed = (await visit.ReverseAsync(id, reversal)).Done();
        HisClient.IdentitiesHold(reversed, -1);
        Assert.Equal([("390100", -625_71L), ("999996", -33_13), ("630100", -8_00)], reversed.Funds);
        Assert.Equal((-744_13, -158_46, reversal), (reversed.Fen("inscp_scp_amt"), reversed.Fen("psn_cash_pay"), reversed.Word("setlinfo", "medins_setl_id")));
        Assert.NotEqual(id, reversed.Word("setlinfo", "setl_id"));
        Assert.Equal(reversed.Text, (await visit.ReverseAsync(id, reversal)).Text);
        Assert.Equal("1", (await visit.FindAsync(id)).Done().Word("setlinfo", "refd_setl_flag"));
        HisClient.IdentitiesHold((await visit.FindAsync(reversed.Word("setlinfo", "setl_id"))).Done(), -1);

        (await visit.RemoveAsync("B1")).Done();
        (await visit.CancelAsync()).Done();
        (await visit.QuoteAsync("B1", SampleBill.GrossFen)).Refused("2202");
        (await client.SendAsync("9002", Node("signOut", ("sign_no", signed.Word("signinoutb", "sign_no")), ("opter_no", "S01")))).Done();
    }

    /// <summary>A line is removed while no settlement of it stands; 0000 leaves settled ones; a registration goes when nothing is left.</summary>
    public async Task Settled_lines_stay_and_unsettled_ones_go()
    {
        var visit = await HisVisit.OpenAsync(Client(), Requests.Yi);
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00, "L1"))).Done();
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 50_00, "L1"))).Refused("L1");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B2", 50_00, "L2"))).Done();
        var settled = (await visit.SettleAsync("B1", 100_00)).Done();
        HisClient.IdentitiesHold(settled);

        (await visit.RemoveAsync("B1")).Refused("已经结算");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 10_00, "L3"))).Refused("已经结算");
        (await visit.RemoveAsync("B9")).Refused("没有该收费批次的明细");
        (await visit.CancelAsync()).Refused("已经结算");
        (await visit.RemoveAsync("0000")).Done();
        (await visit.QuoteAsync("B2", 50_00)).Refused("没有该收费批次的明细");
        Assert.Equal(100_00, (await visit.FindAsync("")).Done().Fen("medfee_sumamt"));

        (await visit.SettleAsync("B1", 100_00)).Refused("已经结算");
        (await visit.ReverseAsync(settled.Word("setlinfo", "setl_id"))).Done();
        (await visit.CancelAsync()).Refused("2205");
        var again = (await visit.SettleAsync("B1", 100_00)).Done();
        Assert.NotEqual(settled.Word("setlinfo", "setl_id"), again.Word("setlinfo", "setl_id"));
        (await visit.ReverseAsync(again.Word("setlinfo", "setl_id"))).Done();
        (await visit.RemoveAsync("0000")).Done();
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 50_00, "L1"))).Done();
        (await visit.RemoveAsync("B1")).Done();
        (await visit.CancelAsync()).Done();
    }

    /// <summary>2601 of what was done reverses it once; of what has not come yet it is remembered; of what 2208 has undone it is refused.</summary>
    public async Task A_message_whose_outcome_is_unknown_is_undone()
    {
        var client = Client();
        var visit = await HisVisit.OpenAsync(client, Requests.Wei, "", "11");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00))).Done();

        // The answer was lost; both forms of the number name the message, and a second 2601 of it changes nothing.
        var (lost, undo) = (client.NewId(), client.NewId());
        var first = (await visit.SettleAsync("B1", 100_00, lost)).Done();
        var undone = (await visit.UndoAsync(lost, "2207A", undo)).Done();
        Assert.Equal(JsonValueKind.Null, undone.Output.ValueKind);
        Assert.Equal(undone.Text, (await visit.UndoAsync(lost, "2207A", undo)).Text);
        (await visit.UndoAsync(lost, "2207")).Done();
        (await visit.SettleAsync("B1", 100_00, lost)).Refused("2601");
        Assert.Equal("1", (await visit.FindAsync(first.Word("setlinfo", "setl_id"))).Done().Word("setlinfo", "refd_setl_flag"));

        // The reversal overtakes its message: the late one does nothing and says so, whatever its content.
        var late = client.NewId();
        (await visit.UndoAsync(late, "2207")).Done();
        (await visit.SettleAsync("B1", 100_00, late)).Refused("2601");
        (await visit.SettleAsync("B1", 100_00, late)).Refused("2601");
        (await visit.FindAsync("")).Refused("没有这笔结算");

        var second = (await visit.SettleAsync("B1", 100_00)).Done();
        var lateReversal = client.NewId();
        (await visit.UndoAsync(lateReversal, "2208")).Done();
        (await visit.ReverseAsync(second.Word("setlinfo", "setl_id"), lateReversal)).Refused("2601");
        Assert.Equal("0", (await visit.FindAsync("")).Done().Word("setlinfo", "refd_setl_flag"));

        var reversal = client.NewId();
        (await visit.ReverseAsync(second.Word("setlinfo", "setl_id"), reversal)).Done();
        (await visit.UndoAsync(second.Word("setlinfo", "medins_setl_id"), "2207")).Refused("2208");
        (await visit.UndoAsync(reversal, "2208")).Refused("2207");

        // What stands of the batch under another message is not undone, and is named.
        var third = (await visit.SettleAsync("B1", 100_00)).Done();
        (await visit.UndoAsync(second.Word("setlinfo", "medins_setl_id"), "2207")).Refused(third.Word("setlinfo", "setl_id"));
        (await visit.ReverseAsync(third.Word("setlinfo", "setl_id"))).Done();
        (await visit.UndoAsync(client.NewId(), "2204")).Refused("可冲正");
        (await visit.UndoAsync(client.NewId(), "2305")).Refused("不办理");
    }

    /// <summary>
    /// 1,000.00 × 85 % = 850.00; of the 150.00 left 30 % = 45.00 is advanced; the registration fee of 45.00 is waived. Two funds of 45.00 are two
    /// rows; the identity that has no end counts. Neither the advance nor the waiver is the hospital's own share.
    /// </summary>
    public async Task Equal_layers_are_a_row_each_and_an_identity_without_an_end_holds()
    {
        var client = Client();
        var person = (await client.SendAsync("1101", HisClient.Data(("certno", Requests.Wu), ("psn_cert_type", "01"), ("psn_name", "样例午")))).Done();
        var identity = person.Output.GetProperty("idetinfo")[0];
        Assert.Equal(("低保对象", "2026-01-01", ""), (Word(identity, "memo"), Word(identity, "begntime"), Word(identity, "endtime")));
        Assert.Equal(("样例午", "2"), (person.Word("baseinfo", "psn_name"), person.Word("baseinfo", "gend")));
        Assert.Equal("141123", Word(person.Output.GetProperty("insuinfo")[0], "insuplc_admdvs"));
        (await client.SendAsync("1101", HisClient.Data(("certno", Requests.Wu), ("psn_name", "别人")))).Refused("姓名");

        var visit = await HisVisit.OpenAsync(client, Requests.Wu);
        var lines = SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 1_000_00);
        var fee = SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 45_00, "L2")["feedetail"]![0]!.DeepClone();
        fee["med_list_codg"] = "001101000010000";
        lines["feedetail"]!.AsArray().Add(fee);
        (await visit.SendLinesAsync(lines)).Done();
        var settled = (await visit.SettleAsync("B1", 1_045_00)).Done();
        HisClient.IdentitiesHold(settled);
        Assert.Equal([("390100", 850_00L), ("999996", 45_00), ("630100", 45_00)], settled.Funds);
        Assert.Equal((940_00, 105_00, 0), (settled.Fen("fund_pay_sumamt"), settled.Fen("psn_part_amt"), settled.Fen("hosp_part_amt")));
        (await visit.ReverseAsync(settled.Word("setlinfo", "setl_id"))).Done();
    }

    /// <summary>The cashier clicks again while the answer is slow: eight of a kind at once settle once and are answered alike.</summary>
    public async Task The_same_message_at_the_same_time_settles_once()
    {
        var client = Client();
        var visit = await HisVisit.OpenAsync(client, Requests.You, "", "11");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00))).Done();
        var message = client.Message("2207", visit.SettleInput("B1", 100_00));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.SendAsync(message.DeepClone().AsObject())));
        Assert.Single(answers.Select(a => a.Done().Text).Distinct());
        Assert.Equal((55_00, 45_00), (answers[0].Fen("hifp_pay"), answers[0].Fen("psn_cash_pay")));

        // Another message of the same bill is no second settlement, and another content under the same id is none at all.
        (await visit.SettleAsync("B1", 100_00)).Refused("已经结算");
        message["input"]!["data"]!["invono"] = "F0001";
        (await client.SendAsync(message.DeepClone().AsObject())).Refused("msgid");
        (await visit.ReverseAsync(answers[0].Word("setlinfo", "setl_id"))).Done();
    }

    /// <summary>A settlement and its undoing at the same moment: whichever is first in the ledger, nothing stands when 2601 has answered.</summary>
    public async Task A_message_and_its_undoing_at_the_same_time_leave_nothing_standing()
    {
        var client = Client();
        var visit = await HisVisit.OpenAsync(client, Requests.Yi, "", "11");
        (await visit.SendLinesAsync(SampleBill.OneLine(visit.VisitId, visit.PersonNumber, "B1", 100_00))).Done();
        for (var round = 0; round < 12; round++)
        {
            var id = client.NewId();
            Task<HisAnswer>[] both = round % 2 == 0
                ? [visit.SettleAsync("B1", 100_00, id), visit.UndoAsync(id, "2207")]
                : [visit.UndoAsync(id, "2207A"), visit.SettleAsync("B1", 100_00, id)];
            var answers = await Task.WhenAll(both);
            answers[round % 2 == 0 ? 1 : 0].Done();
            (await visit.FindAsync("")).Refused("没有这笔结算");
        }

        HisClient.IdentitiesHold((await visit.SettleAsync("B1", 100_00)).Done());
        (await visit.ReverseAsync((await visit.FindAsync("")).Word("setlinfo", "setl_id"))).Done();
    }

    private static string Word(JsonElement node, string name) => node.GetProperty(name).GetString()!;

    private static JsonObject Node(string name, params (string Name, string Value)[] fields) => new()
    {
        [name] = new JsonObject(
            fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value))),
    };
}
