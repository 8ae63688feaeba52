using System.CommandLine;
using MedAid.Contract.Files.V1;
using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>The lists of `medaid gaps …`: made, read, answered.</summary>
internal static class EntitlementGapLists
{
    private const int PageSize = 1000;

    public static Command Push()
    {
        var to = Input.Word<GapAuthority>("--to", $"接收部门：{string.Join("、", Input.Words<GapAuthority>().Keys)}", required: true);
        var county = EntitlementGapCommands.County(required: true);
        return CommandFrame.Write(
            "push", "把新发现的人列入给某部门的下一号名单；同一项发现对同一部门只推送一次", [to, county],
            call => call.Gateway.EntitlementGaps.BuildFindingListAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, Receiver = call.Get(to), CountyCode = call.Get(county),
            }),
            answer => Print(answer.List));
    }

    public static Command All()
    {
        var to = Input.Word<GapAuthority>("--to", "接收部门；不写则为全部");
        var overdue = Input.Flag("--overdue", "只看逾期没有反馈完的");
        var county = EntitlementGapCommands.County();
        return CommandFrame.Ask(
            "lists", "列出推送过的名单，最早的在前（最多 1000 份）", [to, county, overdue],
            call => call.Gateway.EntitlementGaps.ListFindingListsAsync(new()
            {
                PageSize = PageSize, Receiver = call.Get(to), CountyCode = call.Get(county), OverdueOnly = call.Get(overdue),
            }),
            answer => Display.Lines(answer.Lists, Head));
    }

    public static Command Download()
    {
        var list = Input.Name("list", "名单编号，如 civil_affairs-141123-1");
        var csv = Input.Flag("--csv", "CSV 而不是 XLSX");
        return CommandFrame.Run(
            "download", "把名单写到标准输出，例：medaid gaps download civil_affairs-141123-1 --role insurance_office > 名单.xlsx", [list, csv],
            async call =>
            {
                var answer = await call.Gateway.EntitlementGaps.DownloadFindingListAsync(new()
                {
                    ListId = call.Get(list), Format = call.Get(csv) ? FileFormat.Csv : FileFormat.Xlsx,
                });
                await Terminal.WriteAsync(answer.File, call.Cancellation);
                return ExitCode.Done;
            });
    }

    public static Command Acknowledge()
    {
        var list = Input.Name("list", "名单编号");
        var lines = new Option<int[]>("--line") { Description = "行号，可写多次", Required = true };
        var reason = new Option<string?>("--not-applicable") { Description = "不适用的原因；不写则为已纳入" };
        var note = Input.Text("--note", "已纳入时的说明");
        return CommandFrame.Write(
            "acknowledge", "登记接收部门的反馈，逐行；每行只登记一次", [list, lines, reason, note],
            call => call.Gateway.EntitlementGaps.AcknowledgeFindingListAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, ListId = call.Get(list),
                Answers =
                {
                    call.Get(lines).Select(line => new LineAnswer
                    {
                        LineNumber = line, Note = call.Get(reason) ?? call.Get(note),
                        Outcome = call.Get(reason) is null ? LineOutcome.TakenUp : LineOutcome.NotApplicable,
                    }),
                },
            }),
            Print);
    }

    internal static string Head(FindingListHead head) =>
        $"{head.ListId}  {CountyNames.Shown(head.CountyCode)}  {head.Operator} 推送，{head.Lines} 人，已反馈 {head.Acknowledged} 人，应于 {head.DueDate} 前反馈"
        + (head.Overdue ? "，已逾期" : "");

    internal static string Outcome(LineOutcome outcome, string note) => outcome switch
    {
        LineOutcome.TakenUp => $"已纳入{Display.If("：", note)}",
        LineOutcome.NotApplicable => $"不适用{Display.If("：", note)}",
        LineOutcome.Unspecified => "尚未反馈",
        _ => $"{outcome}",
    };

    private static void Print(FindingList list)
    {
        Console.Out.WriteLine(Head(list.Head));
        Display.Lines(
            list.Lines,
            l => $"{l.LineNumber}  {l.Name}  {l.IdNumber}  {l.PersonKey}  {l.Subject}  {l.SinceDate}  {Outcome(l.Outcome, l.Note)}");
    }
}
