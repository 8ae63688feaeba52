using System.CommandLine;
using MedAid.Contract.Bureau.V1;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid bureau …`: whether the bureau's platform answers, what is open there and why, and what people decide about it.</summary>
internal static class BureauCommands
{
    public static Command Create() => new("bureau", "医保平台链路：状态、待处理清单、人工结论") { Status(), Pending(), Resolve() };

    private static Command Status() => CommandFrame.Ask(
        "status", "各链路的平台是否答复，有多少办理中、待人工", [],
        call => call.Gateway.Bureau.GetBureauStatusAsync(new()),
        answer =>
        {
            Display.Lines(answer.Links, l => $"{l.LinkId}（{(l.HospitalCode.Length > 0 ? l.HospitalCode : "已删去")}）"
                + $"{(l.Away ? $"平台自 {Display.Time(l.AwaySinceTime)} 起不通{Display.If("：", l.Said)}" : "平台正常")}；"
                + $"办理中 {l.OpenTasks}，待人工 {l.ParkedTasks}{(l.OldestTime is null ? "" : $"，最早的 {Display.Time(l.OldestTime)}")}");
            Console.WriteLine($"{answer.Links.Count} 条链路");
        });

    private static Command Pending()
    {
        var link = Input.Text("--link", "只看这条链路");
        var parked = new Option<bool>("--parked") { Description = "只看待人工的" };
        return CommandFrame.Run("pending", "列出办理中和待人工的，最早的在前", [link, parked], async call =>
        {
            var found = await Pages.WholeAsync(
                token => call.Gateway.Bureau.ListPendingMessagesAsync(new()
                {
                    LinkId = call.Get(link), ParkedOnly = call.Get(parked), PageSize = Pages.Size, PageToken = token,
                }),
                page => page.NextPageToken);
            return call.Print(found, all =>
            {
                all.Tasks.ToList().ForEach(Print);
                Console.WriteLine($"{all.Tasks.Count} 项");
            });
        });
    }

    private static Command Resolve()
    {
        var task = new Option<long>("--task") { Description = "任务编号", Required = true };
        var decision = Input.Word<BureauDecision>("--decision", "结论：try_again 重试、agreed 已核实两边一致、nothing_stands 已核实没有有效结算", required: true);
        var (note, checkedBy) = (Input.Text("--note", "原因和依据", required: true), Input.Text("--checked-by", "复核人，要是另一个人", required: true));
        return CommandFrame.Write(
            "resolve", "登记一项待人工任务的结论，或让系统重试；要两个人", [task, decision, note, checkedBy],
            call => call.Gateway.Bureau.ResolveMessageAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, TaskNumber = call.Get(task), Decision = call.Get(decision),
                Note = call.Get(note), CheckedBy = call.Get(checkedBy),
            }),
            answer => Print(answer.Task));
    }

    private static void Print(PendingTask task)
    {
        Console.WriteLine($"{task.TaskNumber} {KindOf(task.Kind)} 就诊 {task.VisitId}{Display.If(" 结算 ", task.SettlementId)}"
            + $"{Display.If(" 平台结算 ", task.BureauSettlementId)} [{StateOf(task)}]");
        Display.Lines(task.Evidence, line => $"  {line}");
        Display.Lines(task.Messages, m => $"  {Display.Time(m.IntendedTime)} {m.Number} {m.MessageId} {OutcomeOf(m.State)}{Display.If("：", m.Said)}");
    }

    private static string StateOf(PendingTask task) => task.State switch
    {
        PendingTaskState.Open => $"办理中，下一步 {Display.Time(task.DueTime)}",
        PendingTaskState.Done => "两边一致",
        PendingTaskState.NotDone => "两边都没有",
        PendingTaskState.Parked => $"待人工：{task.Reason}",
        _ => throw InvariantBrokenException.NoWordFor(task.State),
    };

    private static string KindOf(PendingTaskKind kind) => kind switch
    {
        PendingTaskKind.Report => "上报",
        PendingTaskKind.Undo => "撤销",
        PendingTaskKind.SettleThrough => "由平台结算",
        _ => throw InvariantBrokenException.NoWordFor(kind),
    };

    private static string OutcomeOf(PendingMessageState state) => state switch
    {
        PendingMessageState.Done => "平台已办",
        PendingMessageState.NotDone => "平台拒绝",
        PendingMessageState.NotSent => "没有送出",
        PendingMessageState.Intended or PendingMessageState.Unknown => "结果未知",
        _ => throw InvariantBrokenException.NoWordFor(state),
    };
}
