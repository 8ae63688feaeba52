using System.CommandLine;
using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>`medaid uremia …`: the register of uremia patients, by a running gateway.</summary>
internal static class UremiaCommands
{
    private const int PageSize = 1000;

    public static Command Create() => new("uremia", "尿毒症患者建档立卡：查看、手工建档、终止") { List(), File(), End() };

    private static Command List()
    {
        var county = EntitlementGapCommands.County();
        var ended = Input.Flag("--ended", "也列出已终止的档案");
        return CommandFrame.Ask(
            "list", "列出患者档案，最早的在前；最多 1000 份，每次查询都留痕", [county, ended],
            call => call.Gateway.EntitlementGaps.ListUremiaFilesAsync(new()
            {
                PageSize = PageSize, CountyCode = call.Get(county), IncludeEnded = call.Get(ended),
            }),
            answer => Display.Lines(answer.Files, Line));
    }

    private static Command File()
    {
        var key = Input.Text("--key", "人员编号；不写则从标准输入读身份证号码（不写在命令行上，以免留在历史记录里）");
        var since = Input.Text("--since", "何时起，如 2026-01-01", required: true);
        var note = Input.Text("--note", "依据", required: true);
        return CommandFrame.Write(
            "file", "手工建档，用于在外地治疗、没有本地就诊和资格的患者", [key, since, note],
            async call => await call.Gateway.EntitlementGaps.FileUremiaAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, PersonKey = call.Get(key),
                IdNumber = call.Get(key).Length > 0 ? "" : await call.ReadIdNumberAsync(), SinceDate = call.Get(since), Note = call.Get(note),
            }),
            file => Console.Out.WriteLine(Line(file)));
    }

    private static Command End()
    {
        var key = Input.Text("--key", "人员编号", required: true);
        var on = Input.Text("--on", "终止日期，如 2026-03-01", required: true);
        var reason = Input.Word<UremiaEnd>("--reason", "died（死亡）、transplanted（肾移植）、moved_away（迁出）或 mistaken（误建）", required: true);
        var note = Input.Text("--note", "说明");
        return CommandFrame.Write(
            "end", "终止档案；之后又有透析就诊或资格的，档案自动恢复", [key, on, reason, note],
            call => call.Gateway.EntitlementGaps.EndUremiaAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, PersonKey = call.Get(key), EndDate = call.Get(on),
                End = call.Get(reason), Note = call.Get(note),
            }),
            file => Console.Out.WriteLine(Line(file)));
    }

    private static string Line(UremiaFile file)
    {
        var visits = file.VisitDays > 0 ? $"就诊 {file.VisitDays} 天，最近 {file.LastVisitDate}" : "没有本地就诊";
        var qualification = file.QualifiedDiseaseCode.Length > 0 ? $"有资格 {file.QualifiedDiseaseCode}"
            : file.Applied ? "已申请资格"
            : "没有资格";
        var end = file.End switch
        {
            UremiaEnd.Died => $"，{file.EndDate} 死亡",
            UremiaEnd.Transplanted => $"，{file.EndDate} 肾移植",
            UremiaEnd.MovedAway => $"，{file.EndDate} 迁出",
            UremiaEnd.Mistaken => $"，{file.EndDate} 误建",
            UremiaEnd.Unspecified => "",
            _ => $"，{file.EndDate} {file.End}",
        };
        return $"{file.PersonKey}  {file.Name}  {file.IdNumber}  {CountyNames.Shown(file.CountyCode)}  {file.SinceDate} 起  "
            + $"{visits}，{qualification}{end}";
    }
}
