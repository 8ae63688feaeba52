using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Files.V1;
using MedAid.Contract.Reports.V1;
using MedAid.Policies;

namespace MedAid.Cli;

/// <summary>`medaid report …`: the forms that notices demand: which there are, which are due, made as files, figures entered, handed in.</summary>
internal static class ReportCommands
{
    public static Command Create() => new("report", "文件要求的报表：清单、到期提醒、生成、录入、登记报送") { List(), Due(), Make(), Enter(), Filed(), Check() };

    private static Command List() => CommandFrame.Ask(
        "list", "报表清单：依据、报给谁、下次报送日、要录入的位置", [],
        call => call.Gateway.Reports.ListReportFormsAsync(new() { PageSize = Pages.Size }), answer =>
        {
            foreach (var form in answer.Forms)
            {
                Console.Out.WriteLine($"{form.Form}　{form.Title}");
                Console.Out.WriteLine($"    依据 {form.Cite}；报 {string.Join('、', form.Receivers)}{Display.If("，抄送 ", string.Join('、', form.Copies))}");
                Console.Out.WriteLine($"    下次：{form.NextPeriod}，{form.NextDueDate} 前{Display.If("；累计自 ", form.SinceDate)}");
                Console.Out.WriteLine($"    录入：{(form.EnteredCells.Count == 0 ? "无" : string.Join(' ', form.EnteredCells))}");
            }
        });

    private static Command Due()
    {
        var days = new Option<int?>("--days") { Description = "今后多少天内到期的；不写则按各报表的提醒天数" };
        var filed = Input.Flag("--with-filed", "连同已报送的");
        return CommandFrame.Ask(
            "due", "快到期和逾期未报的；有逾期时退出码为 1", [days, filed],
            call =>
            {
                var request = new ListDueReportsRequest { WithFiled = call.Get(filed), PageSize = Pages.Size };
                if (call.Get(days) is { } ahead)
                {
                    request.Days = ahead;
                }

                return call.Gateway.Reports.ListDueReportsAsync(request);
            },
            answer => Print(answer.Reports),
            answer => answer.Reports.Any(r => r.DaysLeft < 0 && r.FiledDate.Length == 0) ? ExitCode.Failed : ExitCode.Done);
    }

    /// <summary>Two lines for each, without a table: its columns would be too many for a screen.</summary>
    private static void Print(IEnumerable<DueReport> reports)
    {
        foreach (var due in reports)
        {
            var left = due.FiledDate.Length > 0 ? $"{due.FiledDate} 已报送" : due.DaysLeft < 0 ? $"逾期 {-due.DaysLeft} 天" : $"还有 {due.DaysLeft} 天";
            var early = due.LastWorkingDate != due.DueDate ? $"（休息日；最后一个工作日 {due.LastWorkingDate}）" : "";
            Console.Out.WriteLine($"{due.DueDate}{early}　{left}　{due.Form} {due.Period} {due.CountyCode}");
            Console.Out.WriteLine(
                $"    {due.Title}，报 {string.Join('、', due.Receivers)}，指定专人 {(due.Contact.Length > 0 ? due.Contact : "未指定")}");
        }
    }

    private static Command Make()
    {
        var (form, period) = (Input.Name("form", "报表编号"), Input.Text("--period", "期间，如 2026-03、2026-Q1、2026；不写则为下次要报的"));
        var county = Input.Text("--county", "县区，六位编码；不写则为全部");
        var through = Input.Text("--through", "数截至哪天；不写则为期末，未到期末则为昨天");
        var format = Input.Text("--format", "xlsx、csv 或 html（可打印，带图）", otherwise: "xlsx");
        format.AcceptOnlyFromAmong("xlsx", "csv", "html");
        return CommandFrame.Run("make", "生成报表；文件写到标准输出，不详的数和原因写到标准错误", [form, period, county, through, format], async call =>
        {
            var made = await call.Gateway.Reports.GetReportAsync(new()
            {
                Form = call.Get(form), Period = call.Get(period), CountyCode = call.Get(county), ThroughDate = call.Get(through),
                Format = Enum.Parse<FileFormat>(call.Get(format), ignoreCase: true),
            });
            if (call.WantsJson)
            {
                Terminal.Json(made);
                return ExitCode.Done;
            }

            await Terminal.WriteAsync(made.File, call.Cancellation);
            made.Remarks.ToList().ForEach(Console.Error.WriteLine);
            Console.Error.WriteLine($"{made.FileName}：{made.FromDate} 至 {made.ThroughDate}，{made.DueDate} 前报送");
            return ExitCode.Done;
        });
    }

    private static Command Enter()
    {
        var (form, cell) = (Input.Name("form", "报表编号"), Input.Name("cell", "位置，见 report list，如 two_disease.hypertension.managed"));
        var (period, carried) = (Input.Text("--period", "期间"), Input.Text("--carried-through", "结转数：截至这一天（含）、不在本系统的全部"));
        var county = Input.Text("--county", "县区，六位编码；不写则为全部");
        var count = new Option<long?>("--count") { Description = "个数（人数、人次等）" };
        var yuan = new Option<string?>("--yuan") { Description = "金额，元", HelpName = "元" };
        var words = Input.Text("--words", "文字");
        var source = Input.Text("--source", "数据来源，印在报表上", required: true);
        return CommandFrame.Write(
            "enter", "录入台账里没有的数；再录一次就是更正，以最后一次为准", [form, cell, period, carried, county, count, yuan, words, source],
            call =>
            {
                var request = new EnterReportFigureRequest
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, Form = call.Get(form), Cell = call.Get(cell),
                    Period = call.Get(period), CarriedThroughDate = call.Get(carried), CountyCode = call.Get(county), Words = call.Get(words),
                    Source = call.Get(source),
                };
                if (call.Get(count) is { } number)
                {
                    request.Count = number;
                }

                if (call.Get(yuan) is { } text)
                {
                    request.AmountFen = Core.ExactNumber.Read(text, 2, out var fen) == Core.NumberProblem.None ? fen : long.MaxValue;
                }

                return call.Gateway.Reports.EnterReportFigureAsync(request);
            },
            answer => Console.Out.WriteLine($"已录入 {answer.Subject}"));
    }

    private static Command Filed()
    {
        var (form, period) = (Input.Name("form", "报表编号"), Input.Text("--period", "期间", required: true));
        var county = Input.Text("--county", "县区，六位编码；不写则为全部");
        var (day, note) = (Input.Text("--date", "报送日；不写就是今天"), Input.Text("--note", "备注，如收文号"));
        return CommandFrame.Write(
            "filed", "登记已报送，不再提醒", [form, period, county, day, note],
            call => call.Gateway.Reports.FileReportAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, Form = call.Get(form), Period = call.Get(period),
                CountyCode = call.Get(county), FiledDate = call.Get(day), Note = call.Get(note),
            }),
            answer => Console.Out.WriteLine($"已登记 {answer.Subject}"));
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("file") { Description = "报表文件（packs 里的 *.report.yaml）", Arity = ArgumentArity.OneOrMore };
        PolicyCommands.RefuseOptions(files);
        var json = Input.Json();
        var command = new Command("check", "检查报表文件：每条给出文件、行号和改法；有问题时退出码为 1") { files, json };
        command.SetAction(parsed =>
        {
            var found = new List<PackProblem>();
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var problems = new PackProblems(file);
                ReportFormFile.Read(file, problems);
                found.AddRange(problems.Found);
            }

            if (parsed.GetValue(json))
            {
                Terminal.Json(PolicyCommands.ProblemsJson(found));
            }
            else
            {
                found.ForEach(Console.Out.WriteLine);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Count} 个问题"));
            }

            return found.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
