using System.CommandLine;
using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>`medaid roster marks|resolve`: settlements that a change of persons touches, and what was done about them.</summary>
internal static class MarkCommands
{
    private const int PageSize = 1000;

    public static Command List()
    {
        var all = Input.Flag("--all", "也列出已经处理的");
        return CommandFrame.Ask(
            "marks", "列出因身份、资格变动或以前的就诊撤销、补结而待重新核算的结算，先标记的在前", [all],
            call => call.Gateway.People.ListReadjudicationMarksAsync(new() { PageSize = PageSize, IncludeResolved = call.Get(all) }),
            answer =>
            {
                Display.Lines(
                    answer.Marks, m => $"{Display.Time(m.NotedTime)}  {m.SettlementId}  {m.PersonKey}  由{Cause(m)} 引起  {Standing(m)}{Amounts(m)}");
                if (answer.LookingBehind)
                {
                    Console.Error.WriteLine("最近的结算还没有全部复核，请稍后再查");
                }
            });
    }

    public static Command Resolve()
    {
        var id = Input.Name("settlement", "结算编号");
        var outcome = Input.Word<MarkOutcome>("--outcome", "no_effect 无影响，settled_again 已撤销并重新结算，refused 不予调整", required: true);
        var again = Input.Text("--again", "重新结算的编号");
        var reason = Input.Text("--reason", "原因；不予调整时必写");
        return CommandFrame.Write(
            "resolve", "登记一笔结算的复核结果；以后再有变动会重新标记", [id, outcome, again, reason],
            call => call.Gateway.People.ResolveReadjudicationMarkAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                SettlementId = call.Get(id), Outcome = call.Get(outcome), AgainSettlementId = call.Get(again), Reason = call.Get(reason),
            }),
            answer => Console.Out.WriteLine($"已处理标记 {answer.Resolved} 个"));
    }

    private static string Cause(ReadjudicationMark mark) => mark.LaterVisit is { } later
        ? $"结算 {later.CauseSettlementId}{(later.CauseUndone ? " 的撤销" : "（重新结算或补结）")}"
        : Display.Origin(mark.ImportId, mark.Line);

    /// <summary>Who bears what as it stands and as it would be right, on lines of their own.</summary>
    private static string Amounts(ReadjudicationMark mark) => mark.LaterVisit switch
    {
        null => "",
        { Payers.Count: 0, PatientBackFen: 0 } => "\n    按先后顺序不能重新核算：本次带来的支付金额与新的余额不符，请人工核对",
        var later => string.Concat(later.Payers.Select(p => $"\n    {p.Name}：现为 {Display.Yuan(p.StandsFen)}，应为 {Display.Yuan(p.RightFen)}"))
            + $"\n    病人：现为 {Display.Yuan(later.PatientStandsFen)}，应为 {Display.Yuan(later.PatientRightFen)}，"
            + (later.PatientBackFen < 0 ? $"应补 {Display.Yuan(-later.PatientBackFen)}" : $"应退 {Display.Yuan(later.PatientBackFen)}"),
    };

    private static string Standing(ReadjudicationMark mark)
    {
        if (!People.Storage.MarkOutcomes.Words.TryFind(mark.Resolution, out var outcome))
        {
            return mark.OpenAgain ? "待处理（处理后又有变动）" : "待处理";
        }

        var about = outcome switch
        {
            People.Storage.MarkOutcome.SettledAgain => $" {mark.AgainSettlementId}",
            People.Storage.MarkOutcome.Refused or People.Storage.MarkOutcome.NoLonger => $"：{mark.Reason}",
            _ => "",
        };
        return $"{People.Storage.MarkOutcomes.Words.ChineseOf(outcome)}{about}，{mark.ResolvedBy} {Display.Time(mark.ResolvedTime)}";
    }
}
