using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
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
        var json = PolicyCommands.JsonOption();
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
        var year = new Option<int>("--year") { Description = "预算年度，按就诊日期；不写就是今年" };
        return Ask(
            "list", "减免项目、限额和本年预算", [year],
            (parsed, hospital) => $"/v1/waivers?hospital_code={hospital}&year={parsed.GetValue(year).ToString(CultureInfo.InvariantCulture)}",
            (_, body) => PrintProgrammes(body["programmes"]));
    }

    private static Command Report()
    {
        var month = new Option<string>("--month") { Description = "记账月份，如 2026-03；撤销记在撤销的那个月", Required = true };
        var file = FileOption();
        return Ask(
            "report", "一个月的减免成本：按项目和费用项，与 waiver_expense 分录相符", [month, file],
            (parsed, hospital) => $"/v1/waivers:report?hospital_code={hospital}&month={Uri.EscapeDataString(parsed.GetValue(month)!)}",
            (parsed, body) =>
            {
                if (parsed.GetValue(file) is { } path)
                {
                    SheetFile.Write(path, "费用减免", [.. Rows(body)]);
                    return;
                }

                PrintCosts(body);
                PrintProgrammes(body["programmes"]);
            });
    }

    private static Option<string?> FileOption() => new("--csv")
    {
        Description = "写入文件而不打印；名字以 .xlsx 结尾就写成 Excel 工作簿", HelpName = "FILE",
    };

    private static void PrintCosts(JsonObject body)
    {
        var table = new Table().AddColumns("项目", "名称", "费用项").AddColumn(new TableColumn("笔数").RightAligned())
            .AddColumn(new TableColumn("减免（元）").RightAligned());
        foreach (var cost in body["costs"]!.AsArray())
        {
            table.AddRow([
                .. new[] { Text(cost, "programme"), Text(cost, "title"), Text(cost, "name"), Text(cost, "items"), Yuan(cost, "waivedFen") }
                    .Select(Markup.Escape),
            ]);
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            $"{body["hospitalName"]} {body["month"]}：{body["settlements"]} 笔结算（含撤销），减免合计 {Yuan(body, "waivedFen")} 元，"
            + $"分录 waiver_expense 合计 {Yuan(body, "journalFen")} 元");
    }

    private static void PrintProgrammes(JsonNode? programmes)
    {
        var table = new Table().AddColumns("项目", "名称", "减免", "每次限额", "每人每月限额", "年度预算", "已用", "剩余", "");
        foreach (var programme in programmes?.AsArray() ?? [])
        {
            table.AddRow([
                .. new[]
                {
                    Text(programme, "programme"), Text(programme, "title"),
                    string.Join("、", programme!["terms"]!.AsArray().Select(t => $"{t!["name"]} {Term(t)}")),
                    Limit(programme, "visitLimitFen"), Limit(programme, "patientMonthLimitFen"), Limit(programme, "yearBudgetFen"),
                    programme["yearBudgetFen"] is null ? "" : Yuan(programme, "usedFen"), Limit(programme, "leftFen"),
                    Remark(programme),
                }.Select(Markup.Escape),
            ]);
        }

        Terminal.Out.Write(table);
    }

    private static string Remark(JsonNode programme) =>
        !programme["budgetLow"]!.GetValue<bool>() ? Text(programme, "assumed").Length > 0 ? "暂设" : ""
            : programme["leftFen"]!.GetValue<long>() > 0 ? "预算将尽" : "预算已用完";

    private static IEnumerable<string[]> Rows(JsonObject body)
    {
        yield return ["机构编号", "机构名称", "月份", "项目", "名称", "费用项", "笔数", "减免（元）", "年度预算（元）", "预算已用（元）", "预算剩余（元）"];
        var programmes = body["programmes"]!.AsArray().ToDictionary(p => Text(p, "programme"), p => p);
        foreach (var cost in body["costs"]!.AsArray())
        {
            var budget = programmes.GetValueOrDefault(Text(cost, "programme"));
            yield return
            [
                Text(body, "hospitalCode"), Text(body, "hospitalName"), Text(body, "month"), Text(cost, "programme"), Text(cost, "title"),
                Text(cost, "name"), Text(cost, "items"), Yuan(cost, "waivedFen"), Limit(budget, "yearBudgetFen"),
                budget?["yearBudgetFen"] is null ? "" : Yuan(budget, "usedFen"), Limit(budget, "leftFen"),
            ];
        }

        yield return
        [
            Text(body, "hospitalCode"), Text(body, "hospitalName"), Text(body, "month"), "", "合计（等于分录 waiver_expense）", "", "",
            Yuan(body, "waivedFen"), "", "", "",
        ];
    }

    private static Command Ask(
        string name, string description, Option[] options, Func<ParseResult, string, string> path, Action<ParseResult, JsonObject> print)
    {
        var hospital = new Option<string>("--hospital") { Description = "机构编号", Required = true };
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command(name, description) { hospital, server, json };
        Array.ForEach(options, command.Add);
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var answer = await client.GetAsync(path(parsed, Uri.EscapeDataString(parsed.GetValue(hospital)!)), cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (parsed.GetValue(json))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                print(parsed, answer.Body);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static string Term(JsonNode term) => term["fixedFen"] is { } fen
        ? $"{ExactNumber.Yuan(fen.GetValue<long>())} 元"
        : Percent(term["ratioPerMillion"]!.GetValue<int>());

    private static string Percent(int perMillion) => perMillion % 10_000 == 0
        ? $"{perMillion / 10_000}%"
        : $"{perMillion / 10_000}.{perMillion % 10_000:0000}".TrimEnd('0') + "%";

    private static string Text(JsonNode? row, string field) => row![field]?.ToString() ?? "";

    private static string Limit(JsonNode? row, string field) => row?[field] is { } fen ? ExactNumber.Yuan(fen.GetValue<long>()) : "";

    private static string Yuan(JsonNode? row, string field)
    {
        var fen = row![field]?.GetValue<long>() ?? 0;
        return fen < 0 ? "-" + ExactNumber.Yuan(-fen) : ExactNumber.Yuan(fen);
    }
}
