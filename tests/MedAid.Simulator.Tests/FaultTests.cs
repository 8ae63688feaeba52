using System.Net;
using System.Text.Json.Nodes;
using MedAid.Bureau.Signing;
using MedAid.Simulator.Faults;
using static MedAid.Simulator.Tests.Window;

namespace MedAid.Simulator.Tests;

/// <summary>Each fault does what its name says, to the answer and to the books.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly HandClock clock = new();
    private BureauSimulator bureau = null!;
    private Window window = null!;

    public async Task InitializeAsync()
    {
        bureau = await BureauSimulator.StartAsync(new SimulatorOptions { Time = clock });
        window = new Window(bureau.BaseAddress);
        await window.SignInAsync();
    }

    public async Task DisposeAsync() => await bureau.DisposeAsync();

    [Theory]
    [InlineData(FaultKind.LostBefore, 0, "not_done", "cut")]
    [InlineData(FaultKind.LostAfter, 1, "done", "cut")]
    public async Task A_lost_answer_is_a_cut_connection_and_the_books_tell_what_was_done(FaultKind fault, int settlements, string outcome, string answer)
    {
        var upload = await window.UploadAsync();
        bureau.Next("2207", fault);
        await Assert.ThrowsAsync<HttpRequestException>(() => window.SendAsync("2207A", Settlement(upload)));

        Assert.Equal(settlements, bureau.Settlements.Count);
        AssertRecorded(fault, outcome, answer);
    }

    [Fact]
    public async Task A_bad_gateway_and_half_an_answer_come_after_the_settlement()
    {
        var (first, second) = (await window.UploadAsync(), await window.UploadAsync());
        bureau.Next("2207", FaultKind.BadGateway);
        using (var answer = await window.SendAsync("2207A", Settlement(first)))
        {
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        }

        AssertRecorded(FaultKind.BadGateway, "done", "502");
        bureau.Next("2207", FaultKind.Unreadable);
        using (var answer = await window.SendAsync("2207A", Settlement(second)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(text));
        }

        Assert.Equal(2, bureau.Settlements.Count);
    }

    [Fact]
    public async Task A_delay_comes_before_the_message_and_a_late_answer_behind_it()
    {
        var (first, second) = (await window.UploadAsync(), await window.UploadAsync());
        bureau.Faults = FaultPlanText.Read("delay_ms=200,late_answer_ms=200");
        bureau.Next("2207", FaultKind.Delay);
        var delayed = window.SettleAsync(first);
        await Task.WhenAny(delayed, Task.Delay(50));
        Assert.Empty(bureau.Settlements);
        await clock.RunUntil("the message is looked at", () => bureau.Settlements.Count == 1);
        await delayed.Within();

        bureau.Next("2207", FaultKind.LateAnswer);
        var late = window.SettleAsync(second);
        await Waiting.Until("it is booked", () => bureau.Settlements.Count == 2);
        Assert.False(late.IsCompleted);
        await clock.RunUntil("the answer comes", () => late.IsCompleted);
        await late;
    }

    [Theory]
    [InlineData(FaultKind.Refused, "-1", "FSI-系统繁忙，请稍后再试")]
    [InlineData(FaultKind.ZeroWithError, "0", "FSI-文件查询号不能为空[file_qury_no]")]
    public async Task A_refusal_books_nothing_whatever_its_code(FaultKind fault, string code, string text)
    {
        var upload = await window.UploadAsync();
        bureau.Next("2207", fault);
        var answer = await window.CallAsync("2207A", Settlement(upload));

        Assert.Equal((code, text), (Code(answer), (string)answer["err_msg"]!));
        Assert.Null(answer["output"]);
        Assert.Empty(bureau.Settlements);
    }

    [Fact]
    public async Task A_message_that_arrives_twice_is_answered_as_the_second()
    {
        var upload = await window.UploadAsync();
        bureau.Next("2207", FaultKind.ArrivesTwice);
        Assert.Contains("不能重复结算", await window.RefusedAsync("2207A", Settlement(upload)), StringComparison.Ordinal);
        Assert.Single(bureau.Settlements);
    }

    [Fact]
    public async Task A_message_that_is_applied_twice_stands_twice_and_each_2601_undoes_one()
    {
        var (upload, messageId) = (await window.UploadAsync(), NewMessageId());
        bureau.Next("2207", FaultKind.AppliedTwice);
        var settled = await window.SettleAsync(upload, messageId);

        Assert.Equal(["standing", "standing"], bureau.Settlements.Select(s => s.State));
        Assert.All(bureau.Settlements, s => Assert.Equal(messageId, s.Msgid));
        var asked = await AskAsync(upload);
        Assert.Equal(2, asked["setlinfo"]!.AsArray().Count);
        Assert.Equal(4, asked["setldetail"]!.AsArray().Count(r => r!["setl_id"] is not null));
        await UndoAsync(upload, messageId);
        Assert.Equal((string)settled["setlinfo"]!["setl_id"]!, (string)(await AskAsync(upload))["setlinfo"]!["setl_id"]!);
        await UndoAsync(upload, messageId);
        Assert.Null((await AskAsync(upload))["setlinfo"]);
        Assert.Contains("不能重复冲正", await window.RefusedAsync("2601", Undoing(upload, messageId)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_message_that_is_overtaken_by_its_2601_does_nothing_unless_the_dial_says_so(bool settles, int standing)
    {
        var (upload, messageId) = (await window.UploadAsync(), NewMessageId());
        bureau.Next("2207", settles ? [FaultKind.Overtaken, FaultKind.LateMessageSettles] : [FaultKind.Overtaken]);
        await Assert.ThrowsAsync<HttpRequestException>(() => window.SendAsync("2207A", Settlement(upload), messageId));
        Assert.Equal(1, bureau.MessagesUnderWay);

        await UndoAsync(upload, messageId);
        Assert.Equal(0, bureau.MessagesUnderWay);
        Assert.Equal(standing, bureau.Settlements.Count(s => s.State == "standing"));
        Assert.Contains(bureau.Calls, c => c.Msgid == messageId && c.Answer == "nobody" && c.Outcome == (settles ? "done" : "refused"));
    }

    [Fact]
    public async Task A_message_that_no_2601_names_comes_in_when_its_time_is_over()
    {
        var upload = await window.UploadAsync();
        bureau.Next("2207", FaultKind.Overtaken);
        await Assert.ThrowsAsync<HttpRequestException>(() => window.SendAsync("2207A", Settlement(upload)));
        Assert.Empty(bureau.Settlements);
        clock.Advance(bureau.Faults.Overtaken);
        await Waiting.Until("it comes in", () => bureau.Settlements.Count == 1);
    }

    [Fact]
    public async Task A_2601_is_refused_by_the_dial_and_after_a_2208()
    {
        var (upload, messageId) = (await window.UploadAsync(), NewMessageId());
        var settled = await window.SettleAsync(upload, messageId);
        bureau.Next("2601", FaultKind.RefusedReversal);
        Assert.Contains("冲正失败", await window.RefusedAsync("2601", Undoing(upload, messageId)), StringComparison.Ordinal);
        Assert.Equal("standing", bureau.Settlements[0].State);

        var reversal = NewMessageId();
        await window.DoAsync(
            "2208", Data(("mdtrt_id", upload.VisitId), ("psn_no", upload.Person), ("setl_id", (string)settled["setlinfo"]!["setl_id"]!)), reversal);
        Assert.Contains("退费标志", await window.RefusedAsync("2601", Undoing(upload, messageId)), StringComparison.Ordinal);

        // The reversal itself can be undone, and then the settlement stands again.
        await window.DoAsync("2601", Data(("psn_no", upload.Person), ("omsgid", reversal), ("oinfno", "2208")));
        Assert.Equal(["standing", "erased"], bureau.Settlements.Select(s => s.State));
    }

    [Theory]
    [InlineData(FaultKind.ReliefDetailCode, "390100 55810,610101 13022")]
    [InlineData(FaultKind.BasicOtherCode, "390400 55810,610100 13022")]
    [InlineData(FaultKind.FundInText, "390100 55810,999997 13022 实际基金 610100 医疗救助基金")]
    [InlineData(FaultKind.UnknownFund, "390100 55810,987654 13022")]
    [InlineData(FaultKind.FenInBooks, "390100 55809,610100 13022")]
    public async Task An_odd_fund_is_booked_as_it_is_answered(FaultKind fault, string rows)
    {
        var upload = await window.UploadAsync();
        bureau.Next("2207", fault);
        var settled = await window.SettleAsync(upload);

        Assert.Equal(rows, string.Join(',', bureau.Settlements[0].Funds.Select(f => $"{f.FundPayType} {f.PaidFen} {f.Info}".TrimEnd())));
        Assert.Equal(settled["setldetail"]!.ToJsonString(), (await AskAsync(upload))["setldetail"]!.ToJsonString());
        var info = settled["setlinfo"]!;
        Assert.Equal(825_30, Fen(info["fund_pay_sumamt"]!) + Fen(info["psn_part_amt"]!) + Fen(info["hosp_part_amt"]!));
        Assert.Equal(Fen(info["fund_pay_sumamt"]!), settled["setldetail"]!.AsArray().Sum(r => Fen(r!["fund_payamt"]!)));
    }

    [Fact]
    public async Task A_fen_too_much_in_the_answer_is_not_in_the_books()
    {
        var upload = await window.UploadAsync();
        bureau.Next("2207", FaultKind.FenInAnswer);
        var settled = await window.SettleAsync(upload);
        Assert.Equal((688_33, 688_32), (Fen(settled["setlinfo"]!["fund_pay_sumamt"]!), bureau.Settlements[0].FundsFen));
    }

    [Fact]
    public async Task The_fund_sum_counts_the_account_where_the_dial_says_so()
    {
        var upload = await window.UploadAsync("140105198503039024", "310");
        bureau.Next("2207", FaultKind.OtherFundSum);
        Assert.Equal(632_51 + 80_00, Fen((await window.SettleAsync(upload))["setlinfo"]!["fund_pay_sumamt"]!));
    }

    [Fact]
    public async Task The_form_of_an_answer_differs_and_its_content_does_not()
    {
        var honest = await window.CallAsync("1101", Data(("certno", Jia)));
        Assert.Equal("0", honest["infcode"]!.ToJsonString());
        Assert.Equal("", (string)honest["err_msg"]!);

        Assert.Equal("\"0\"", (await FormAsync(FaultKind.InfcodeText))["infcode"]!.ToJsonString());
        Assert.Contains((string)(await FormAsync(FaultKind.SuccessText))["err_msg"]!, new[] { "成功", "success" });
        Assert.Null((await FormAsync(FaultKind.OutputNull))["output"]);
        var cipher = (string)(await FormAsync(FaultKind.OutputSm4))["output"]!;
        var plain = ChineseCrypto.Sm4Decipher(Convert.FromHexString(SimulatorOptions.SampleKey), cipher);
        Assert.Equal(honest["output"]!.ToJsonString(), JsonNode.Parse(plain)!.ToJsonString());
        var text = (await FormAsync(FaultKind.OutputText))["output"]!;
        Assert.Equal(honest["output"]!.ToJsonString(), JsonNode.Parse((string)text!)!.ToJsonString());
        var single = (await FormAsync(FaultKind.InsuinfoObject))["output"]!["insuinfo"]!;
        Assert.Equal(honest["output"]!["insuinfo"]![0]!.ToJsonString(), single.ToJsonString());
        var numbers = (await FormAsync(FaultKind.NumbersAsText))["output"]!;
        Assert.Equal(("57.0", "0.00"), ((string)numbers["baseinfo"]!["age"]!, (string)numbers["insuinfo"]![0]!["balc"]!));
    }

    [Fact]
    public async Task An_outage_across_midnight_ends_by_the_bureaus_clock()
    {
        var night = new DateTimeOffset(2026, 3, 16, 23, 30, 0, TimeSpan.FromHours(8));
        bureau.Faults = FaultPlan.None with { Outages = [new Outage(night, night.AddHours(1))] };
        bureau.MoveClock(night - bureau.Now);
        await Assert.ThrowsAsync<HttpRequestException>(() => window.SendAsync("1101", Data(("certno", Jia))));
        bureau.Faults = bureau.Faults with { IsOutageAnswered = true };
        using (var away = await window.SendAsync("1101", Data(("certno", Jia))))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        }

        bureau.MoveClock(TimeSpan.FromHours(1));
        await window.PersonAsync();
        Assert.Equal(17, bureau.Now.Day);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_faults_and_another_gives_others()
    {
        var plan = FaultPlan.None.With(FaultKind.InfcodeText, 300_000).With(FaultKind.SuccessText, 500_000, "1101");
        var (one, same, other) = (await FaultsOfAsync(7, plan), await FaultsOfAsync(7, plan), await FaultsOfAsync(8, plan));
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.InRange(one.Count(f => f.Contains("infcode_text", StringComparison.Ordinal)), 30, 90);
        Assert.InRange(one.Count(f => f.Contains("success_text", StringComparison.Ordinal)), 70, 130);
    }

    [Fact]
    public async Task A_recording_is_a_plan_that_repeats_it()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("medaid-recording-").FullName, "calls.jsonl");
        await using (var first = await BureauSimulator.StartAsync(new SimulatorOptions
        {
            NeedsSignIn = false, RecordFile = file, Time = clock, Faults = FaultPlanText.Read("infcode_text=0.5,1101.output_null=0.25"),
        }))
        {
            var caller = new Window(first.BaseAddress);
            await CallAsync(caller, 20);
        }

        await using var second = await BureauSimulator.StartAsync(new SimulatorOptions
        {
            NeedsSignIn = false, Time = clock, Seed = 99, Faults = FaultPlanText.Read(file),
        });
        var again = new Window(second.BaseAddress);
        await CallAsync(again, 20);
        var recorded = File.ReadAllLines(file).Select(l => JsonNode.Parse(l)!["faults"]!.ToJsonString());
        Assert.Equal(recorded, second.Calls.Select(c => new JsonArray([.. c.Faults.Select(f => JsonValue.Create(f))]).ToJsonString()));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Theory]
    [InlineData("lost_afte=0.1", "没有名为 lost_afte 的故障")]
    [InlineData("lost_after=1.5", "比例应在 0 到 1 之间")]
    [InlineData("lost_after", "名称=比例")]
    public void A_dial_that_is_none_is_said_to_be_none(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<SimulatorException>(() => FaultPlanText.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_plan_comes_back_from_its_JSON()
    {
        var plan = FaultPlanText.Read("lost_after=0.05,2207A.bad_gateway=1,delay_ms=500,unknown_fund_code=111111").Next("2601", FaultKind.LostBefore)
            with { Outages = [new Outage(clock.Now, clock.Now.AddHours(1))] };
        Assert.Equal((50_000, FaultPlan.Whole), (plan.ShareOf("2207", FaultKind.LostAfter), plan.ShareOf("2207", FaultKind.BadGateway)));
        var json = FaultPlanText.ToJson(plan).ToJsonString();
        Assert.Equal(json, FaultPlanText.ToJson(FaultPlanText.OfJson(json)).ToJsonString());
    }

    private async Task<JsonObject> FormAsync(FaultKind fault)
    {
        bureau.Next("1101", fault);
        return await window.CallAsync("1101", Data(("certno", Jia)));
    }

    private Task<JsonNode> AskAsync(Upload upload) =>
        window.DoAsync("5203", Data(("psn_no", upload.Person), ("setl_id", ""), ("mdtrt_id", upload.VisitId)));

    private Task<JsonNode> UndoAsync(Upload upload, string messageId) => window.DoAsync("2601", Undoing(upload, messageId));

    private static JsonObject Undoing(Upload upload, string messageId) =>
        Data(("psn_no", upload.Person), ("omsgid", messageId), ("oinfno", "2207A"));

    private void AssertRecorded(FaultKind fault, string outcome, string answer)
    {
        var call = bureau.Calls[^1];
        Assert.Equal(
            ("2207A", FaultNames.NameOf(fault), outcome, answer), (call.Infno, string.Join(',', call.Faults), call.Outcome, call.Answer));
    }

    private async Task<string[]> FaultsOfAsync(long seed, FaultPlan plan)
    {
        await using var own = await BureauSimulator.StartAsync(new SimulatorOptions { Seed = seed, NeedsSignIn = false, Faults = plan, Time = clock });
        var caller = new Window(own.BaseAddress);
        await CallAsync(caller, 200);
        return [.. own.Calls.Select(c => string.Join(',', c.Faults))];
    }

    private static async Task CallAsync(Window caller, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await caller.CallAsync("1101", Data(("certno", Jia)));
        }
    }

    private static long Fen(JsonNode amount) =>
        Core.ExactNumber.Read(amount.ToJsonString(), 2, out var fen) == Core.NumberProblem.None ? fen : throw new FormatException("no amount");
}
