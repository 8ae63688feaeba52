using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Policies;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid waiver …`: a hospital's fee reductions: its file checked, its programmes and budgets, what they cost in a month.</summary>
internal static class WaiverCommands
{
    public static Command Create() => new("waiver", "医院费用减免：检查文件、项目和预算、月度成本") { Check(), List(), Report() };

    private static Command Check()
    {
        var files = new Argument<string[]>("file") { Description = "医院文件（samples/hospitals 里的样子）", Arity = ArgumentArity.OneOrMore };
        PolicyCommands.RefuseOptions(files);
        var json = Input.Json();
        var command = new Command("check", "逐条检查医院文件里的减免：每条给出文件、行号和改法；有问题时退出码为 1") { files, json };
        command.SetAction(parsed =>
        {
            var found = new List<PackProblem>();
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var problems = new PackProblems(file);
                HospitalFile.Check(file, problems);
                found.AddRange(problems.Found);
            }

            if (parsed.GetValue(json))
            {
                Terminal.Json(PolicyCommands.ProblemsJson(found));
            }
            else
            {
                found.ForEach(Console.Out.WriteLine);
                Console.Error.WriteLine($"{found.Count} 个问题");
            }

            return found.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command List()
    {
        var hospital = Input.Hospital();
        var year = new Option<int>("--year") { Description = "预算年度，按就诊日期；不写就是今年" };
        return CommandFrame.Ask(
            "list", "减免项目、限额和本年预算", [hospital, year],
            call => call.Gateway.Waivers.ListWaiversAsync(new() { HospitalCode = call.Get(hospital), Year = call.Get(year), PageSize = Pages.Size }),
            answer => PrintProgrammes(answer.Programmes));
    }

    private static Command Report()
    {
        var hospital = Input.Hospital();
        var month = Input.Text("--month", "记账月份，如 2026-03；撤销记在撤销的那个月", required: true);
        var file = new Option<string?>("--csv") { Description = "写入文件而不打印；名字以 .xlsx 结尾就写成 Excel 工作簿", HelpName = "FILE" };
        return CommandFrame.Run("report", "一个月的减免成本：按项目和费用项，与 waiver_expense 分录相符", [hospital, month, file], async call =>
        {
            var report = await call.Gateway.Waivers.ReportWaiversAsync(new() { HospitalCode = call.Get(hospital), Month = call.Get(month) });
            return call.Print(report, _ => Print(report, call.Get(file)));
        });
    }

    private static void Print(ReportWaiversResponse report, string? file)
    {
        if (file is not null)
        {
            SheetFile.Write(file, "费用减免", [.. Rows(report)]);
            return;
        }

        var table = Terminal.Table(["项目", "名称", "费用项"], ["笔数", "减免（元）"]);
        foreach (var cost in report.Costs)
        {
            table.AddRow([
                .. new[] { cost.Programme, cost.Title, cost.Name, Count(cost.Items), Display.Yuan(cost.WaivedFen) }.Select(Markup.Escape),
            ]);
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            $"{report.HospitalName} {report.Month}：{report.Settlements} 笔结算（含撤销），减免合计 {Display.Yuan(report.WaivedFen)} 元，"
            + $"分录 waiver_expense 合计 {Display.Yuan(report.JournalFen)} 元");
        PrintProgrammes(report.Programmes);
    }

    private static void PrintProgrammes(IEnumerable<WaiverProgramme> programmes)
    {
        var table = new Table().AddColumns("项目", "名称", "减免", "每次限额", "每人每月限额", "年度预算", "已用", "剩余", "");
        foreach (var p in programmes)
        {
            string[] cells =
            [
                p.Programme, p.Title, string.Join("、", p.Terms.Select(t => $"{t.Name} {Term(t)}")),
                p.HasVisitLimitFen ? Display.Yuan(p.VisitLimitFen) : "", p.HasPatientMonthLimitFen ? Display.Yuan(p.PatientMonthLimitFen) : "",
                .. Budget(p), Remark(p),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
    }

    /// <summary>The budget of the year, what is used of it and what is left.</summary>
    private static string[] Budget(WaiverProgramme? of) => of is null ? ["", "", ""] :
    [
        of.HasYearBudgetFen ? Display.Yuan(of.YearBudgetFen) : "", of.HasYearBudgetFen ? Display.Yuan(of.UsedFen) : "",
        of.HasLeftFen ? Display.Yuan(of.LeftFen) : "",
    ];

    private static string Remark(WaiverProgramme programme) =>
        !programme.BudgetLow ? programme.Assumed.Length > 0 ? "暂设" : ""
            : programme.LeftFen > 0 ? "预算将尽" : "预算已用完";

    private static IEnumerable<string[]> Rows(ReportWaiversResponse report)
    {
        yield return ["机构编号", "机构名称", "月份", "项目", "名称", "费用项", "笔数", "减免（元）", "年度预算（元）", "预算已用（元）", "预算剩余（元）"];
        var programmes = report.Programmes.ToDictionary(p => p.Programme);
        foreach (var cost in report.Costs)
        {
            yield return
            [
                report.HospitalCode, report.HospitalName, report.Month, cost.Programme, cost.Title, cost.Name, Count(cost.Items),
                Display.Yuan(cost.WaivedFen), .. Budget(programmes.GetValueOrDefault(cost.Programme)),
            ];
        }

        yield return
        [
            report.HospitalCode, report.HospitalName, report.Month, "", "合计（等于分录 waiver_expense）", "", "",
            Display.Yuan(report.WaivedFen), "", "", "",
        ];
    }

    private static string Count(long items) => items.ToString(CultureInfo.InvariantCulture);

    private static string Term(WaiverTerm term) =>
        term.HasFixedFen ? $"{Display.Yuan(term.FixedFen)} 元" : PlainText.Percent(term.RatioPerMillion);
}
