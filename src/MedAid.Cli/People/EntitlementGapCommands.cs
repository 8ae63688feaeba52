using System.CommandLine;
using MedAid.Contract.People.V1;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid gaps …`: who does not get what is due to them, to whom it was reported, and with which outcome, by a running gateway.</summary>
internal static class EntitlementGapCommands
{
    private const int PageSize = 1000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Create() => new("gaps", "排查应享未享：发现、推送名单、反馈、临时救助转介、落实情况、绩效")
    {
        Find(), Show(), Refer(), Decide(), Check(), Measure(), Rebuild(),
        EntitlementGapLists.Push(), EntitlementGapLists.All(), EntitlementGapLists.Download(), EntitlementGapLists.Acknowledge(),
    };

    internal static Option<string> County(bool required = false) =>
        Input.Text("--county", required ? "县区，六位编码" : "只看这个县区，六位编码；不写则为全部", required);

    private static Command Find()
    {
        var kind = Input.Word<FindingKind>("--kind", "qualification（没有资格）或 burden（负担较高）；不写则为全部");
        var standing = Input.Word<FindingStanding>("--standing", "open、pending、settled 或 withdrawn；不写则为全部");
        var county = County();
        return CommandFrame.Ask(
            "find", "查找并列出应享未享和自负费用较高的人；最多 1000 条，每次查询都留痕", [kind, standing, county],
            call => call.Gateway.EntitlementGaps.ListFindingsAsync(new()
            {
                PageSize = PageSize, CountyCode = call.Get(county), Kind = call.Get(kind), Standing = call.Get(standing),
            }),
            answer =>
            {
                Display.Lines(answer.Findings, Line);
                if (answer.IndicatorsChanged)
                {
                    Console.Error.WriteLine("各网关的线索表不一样，请改成一致后逐台重新装载（SIGHUP）");
                }
            });
    }

    private static Command Show()
    {
        var id = Input.Name("finding", "发现的编号");
        return CommandFrame.Ask(
            "show", "查看一项发现：依据的结算、所在名单、临时救助转介", [id],
            call => call.Gateway.EntitlementGaps.GetFindingAsync(new() { FindingId = call.Get(id) }), Story);
    }

    private static Command Refer()
    {
        var id = Input.Name("finding", "自负费用较高的发现编号");
        var note = Input.Text("--note", "情况说明");
        return CommandFrame.Write(
            "refer", "三重保障后负担仍然较重的，转介县级临时救助", [id, note],
            call => call.Gateway.EntitlementGaps.ReferToAidAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, FindingId = call.Get(id), Note = call.Get(note),
            }),
            Story);
    }

    private static Command Decide()
    {
        var id = Input.Name("finding", "已转介的发现编号");
        var granted = new Option<long>("--granted")
        {
            Description = "给予的救助，元，如 3000.00；不写则为不予救助", DefaultValueFactory = _ => 0,
            CustomParser = result =>
            {
                if (ExactNumber.Read(result.Tokens[0].Value, 2, out var fen) == NumberProblem.None && fen > 0)
                {
                    return fen;
                }

                result.AddError("--granted 要写成 3000.00 的形式");
                return 0;
            },
        };
        var reason = Input.Text("--reason", "不予救助的原因");
        return CommandFrame.Write(
            "decide", "登记县级临时救助的决定", [id, granted, reason],
            call => call.Gateway.EntitlementGaps.DecideAidAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, FindingId = call.Get(id), GrantedFen = call.Get(granted),
                Reason = call.Get(reason),
            }),
            Story);
    }

    private static Command Check()
    {
        var county = Input.Name("county", "县区，六位编码");
        return CommandFrame.Ask(
            "check", "一个县区的待遇落实情况：发现、推送、反馈、落实，列出未落实的", [county],
            call => call.Gateway.EntitlementGaps.CheckImplementationAsync(new() { CountyCode = call.Get(county) }),
            answer =>
            {
                Display.Lines(
                    answer.Kinds,
                    k => $"{(k.Kind == FindingKind.Burden ? "自负费用较高" : "没有资格")}：发现 {k.Found}，推送 {k.Pushed}，已反馈 {k.Acknowledged}，"
                        + $"不适用 {k.NotApplicable}，已落实 {k.Settled}，不予救助 {k.Refused}，撤回 {k.Withdrawn}，待审核 {k.Pending}，未落实 {k.Open}");
                Display.Lines(answer.OpenFindings, Line);
                Display.Lines(answer.OverdueLists, EntitlementGapLists.Head);
            });
    }

    private static Command Measure()
    {
        var first = Input.Text("--from", "起日，如 2026-01-01", required: true);
        var last = Input.Text("--to", "止日，如 2026-03-31", required: true);
        var county = County();
        return CommandFrame.Ask(
            "measure", "绩效：各县区慢特病和“两病”在册人数、期内结算过的人数和占比", [first, last, county],
            call => call.Gateway.EntitlementGaps.MeasurePerformanceAsync(new()
            {
                FromDate = call.Get(first), ToDate = call.Get(last), CountyCode = call.Get(county),
            }),
            answer => Display.Lines(
                answer.Measures,
                m => $"{CountyNames.Shown(m.CountyCode)}  {QualificationCommands.Kind(m.Kind)}  在册 {m.Enrolled} 人，结算过 {m.Served} 人，"
                    + $"{m.SharePerTenThousand / 100}.{m.SharePerTenThousand % 100:00}%"));
    }

    private static Command Rebuild() => CommandFrame.Run(
        "rebuild", "从账本重新提取线索和负担；线索表改过并重新装载后会自动提取，一般用不着；可以重复运行，发现、名单和档案都保留", [], async call =>
        {
            var facts = await call.Gateway.EntitlementGaps.RebuildFactsAsync(new() { Start = true });
            while (!facts.Done)
            {
                await Console.Error.WriteLineAsync($"已到账本第 {facts.OutboxNumber} 条");
                await Task.Delay(LookEvery, call.Cancellation);
                facts = await call.Gateway.EntitlementGaps.RebuildFactsAsync(new());
            }

            return call.Print(facts, f => Console.Out.WriteLine($"已完成，到账本第 {f.OutboxNumber} 条"));
        });

    private static void Story(Finding finding)
    {
        Console.Out.WriteLine(Line(finding));
        Display.Lines(finding.Proofs, p => $"  结算 {p.SettlementId}  {p.ServiceDate}  个人负担 {Display.Yuan(p.BurdenFen)} 元");
        Display.Lines(finding.Lists, l => $"  名单 {l.ListId} 第 {l.LineNumber} 行，{EntitlementGapLists.Outcome(l.Outcome, l.Note)}");
        if (finding.Referral is { } referral)
        {
            var decision = !referral.Decided ? "县级尚未决定"
                : referral.GrantedFen > 0 ? $"给予 {Display.Yuan(referral.GrantedFen)} 元"
                : $"不予救助：{referral.Reason}";
            Console.Out.WriteLine($"  临时救助：{referral.ReferredBy} 转介，{decision}");
        }
    }

    private static string Line(Finding row) =>
        $"{row.FindingId}  {row.Name}  {row.IdNumber}  {row.PersonKey}  {CountyNames.Shown(row.CountyCode)}  {What(row)}，{Name(row.Standing)}";

    private static string What(Finding row) => row.Kind == FindingKind.Burden
        ? $"{row.Subject} 年政策范围内个人负担 {Display.Yuan(row.AmountFen)} 元，{row.SinceDate} 超过 {Display.Yuan(row.LineFen)} 元"
        : $"病种 {row.Subject}，{row.SinceDate} 起 {row.Days} 天有线索（{row.IndicatorId}），没有资格";

    private static string Name(FindingStanding standing) => standing switch
    {
        FindingStanding.Pending => "已申请资格，待审核",
        FindingStanding.Settled => "已落实",
        FindingStanding.Withdrawn => "已撤回",
        FindingStanding.Open => "未落实",
        _ => $"{standing}",
    };
}
