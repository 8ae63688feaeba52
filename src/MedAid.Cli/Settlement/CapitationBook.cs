using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Settlement.V1;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid capitation join|leave|withdraw|roll|claim`: the roll of a contract and its monthly claim, by a running gateway.</summary>
internal static class CapitationBook
{
    public static IEnumerable<Command> Commands() =>
    [
        Change("join", "加入签约名册：日期是在册的第一天", CapitationChangeKind.Join),
        Change("leave", "退出签约名册：日期是不在册的第一天", CapitationChangeKind.Leave),
        Change("withdraw", "撤回该人上一次变更（登记有误时）：日期要与那次相同", CapitationChangeKind.Withdraw), Roll(), Claim(),
    ];

    private static Command Change(string name, string description, CapitationChangeKind kind)
    {
        var day = Input.Text("--day", "日期，如 2020-07-01", required: true);
        var (hospital, programme) = (Input.Hospital(), Programme());
        return CommandFrame.Write(
            name, description + "；身份证号码从标准输入读", [hospital, programme, day],
            async call => await call.Gateway.Capitation.ChangeCapitationAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                IdNumber = await call.ReadIdNumberAsync(), HospitalCode = call.Get(hospital), Programme = call.Get(programme), Kind = kind,
                Day = call.Get(day),
            }),
            answer => Terminal.Out.WriteLine($"第 {answer.Change.ChangeNumber} 号变更，{answer.Change.PersonKey}，{answer.Change.Day}"));
    }

    private static Command Roll()
    {
        var (hospital, programme) = (Input.Hospital(), Programme());
        return CommandFrame.Ask(
            "roll", "签约名册：每人在册的起止日期（止日当天已不在册）", [hospital, programme],
            call => Pages.WholeAsync(
                token => call.Gateway.Capitation.ListCapitationRollAsync(new()
                {
                    HospitalCode = call.Get(hospital), Programme = call.Get(programme), PageSize = Pages.Size, PageToken = token,
                }),
                page => page.NextPageToken),
            roll =>
            {
                var table = new Table().AddColumns("人员", "起", "止");
                foreach (var span in roll.Spans)
                {
                    table.AddRow(span.PersonKey, span.FromDate, span.UntilDate);
                }

                Terminal.Out.Write(table);
                Terminal.Out.WriteLine($"共 {roll.Changes.Count} 次变更；--json 可看每次由谁何时登记");
            });
    }

    private static Command Claim()
    {
        var month = Input.Text("--month", "月份，如 2020-07", required: true);
        var file = new Option<string?>("--csv") { Description = "写入文件；名字以 .xlsx 结尾就写成 Excel 工作簿", HelpName = "FILE" };
        var scheme = Input.Text("--scheme", "险种", otherwise: "resident");
        var (hospital, programme) = (Input.Hospital(), Programme());
        return CommandFrame.Run(
            "claim", "一个月的申报：人数、金额、实际成本和盈亏；每月每院只申报一次，再次运行给出同一份；--validate-only 时月份未结束也可以",
            [hospital, programme, month, scheme, file],
            async call =>
            {
                var answer = await call.Gateway.Capitation.BuildCapitationClaimAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    HospitalCode = call.Get(hospital), Programme = call.Get(programme), Month = call.Get(month), Scheme = call.Get(scheme),
                });
                return call.Print(answer, a => Print(a.Claim, call.Get(file)));
            },
            writes: true);
    }

    private static Option<string> Programme() =>
        Input.Text("--programme", "政策包里的项目，如 dialysis_capitation", otherwise: "dialysis_capitation");

    private static void Print(CapitationClaim claim, string? file)
    {
        string[] head = ["人员", "在册天数", "申报（元）", "实际成本（元）", "盈亏（元）"];
        string[] sum = [$"合计 {claim.Heads} 人", "", Display.Yuan(claim.AmountFen), Display.Yuan(claim.CostFen), Display.Yuan(claim.ResultFen)];
        string[][] lines = [.. claim.Lines.Select(Line), sum];
        if (file is not null)
        {
            SheetFile.Write(file, "按人头打包申报", [["申报编号", .. head], .. lines.Select(l => (string[])[claim.ClaimId, .. l])]);
            return;
        }

        var table = new Table().AddColumns(head);
        foreach (var line in lines)
        {
            table.AddRow([.. line.Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            $"{claim.ClaimId}：每人每月 {Display.Yuan(claim.RateFen)} 元，政策 {claim.Pack}；月中加入、退出的{Name(claim.PartMonth)}（暂设，文件未写明）");
        if (claim.OffRollCostFen > 0)
        {
            Terminal.Out.WriteLine($"其中不在册人员的成本 {Display.Yuan(claim.OffRollCostFen)} 元，无人支付，请核对名册");
        }
    }

    private static string[] Line(CapitationClaimLine line) =>
    [
        line.PersonKey, line.Days.ToString(CultureInfo.InvariantCulture), Display.Yuan(line.AmountFen), Display.Yuan(line.CostFen),
        Display.Yuan(line.AmountFen - line.CostFen),
    ];

    private static string Name(CapitationPartMonth partMonth) => partMonth switch
    {
        CapitationPartMonth.AnyDay => "当月在册一天即按一人计",
        CapitationPartMonth.ByDays => "按在册天数折算",
        CapitationPartMonth.FirstDay => "按月初是否在册计",
        _ => $"{partMonth}",
    };
}
