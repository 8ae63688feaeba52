using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid capitation join|leave|withdraw|roll|claim`: the roll of a contract and its monthly claim, by a running gateway.</summary>
internal static class CapitationBook
{
    public static IEnumerable<Command> Commands() =>
    [
        Change("join", "加入签约名册：日期是在册的第一天", "JOIN"), Change("leave", "退出签约名册：日期是不在册的第一天", "LEAVE"),
        Change("withdraw", "撤回该人上一次变更（登记有误时）：日期要与那次相同", "WITHDRAW"), Roll(), Claim(),
    ];

    private static Command Change(string name, string description, string kind)
    {
        var day = new Option<string>("--day") { Description = "日期，如 2020-07-01", Required = true };
        var request = new Option<string?>("--request-id") { Description = "请求编号；重办同一笔时写同一个，不写就新取一个" };
        var (hospital, programme, calls) = Common();
        var check = new Option<bool>("--validate-only") { Description = "只检查，不登记" };
        var command = new Command(name, description + "；身份证号码从标准输入读") { hospital, programme, day, request, check };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client => Print(
            await client.PostAsync("v1/capitation:change", new JsonObject
            {
                ["requestId"] = parsed.GetValue(request) ?? Guid.NewGuid().ToString(),
                ["idNumber"] = (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "",
                ["hospitalCode"] = parsed.GetValue(hospital),
                ["programme"] = parsed.GetValue(programme),
                ["kind"] = $"CAPITATION_CHANGE_KIND_{kind}",
                ["day"] = parsed.GetValue(day),
                ["operator"] = calls.Operator(parsed),
                ["validateOnly"] = parsed.GetValue(check),
            }, cancellation),
            calls.WantsJson(parsed),
            body => Terminal.Out.WriteLine($"第 {body["change"]!["changeNumber"]} 号变更，{body["change"]!["personKey"]}，{body["change"]!["day"]}"))));
        return command;
    }

    private static Command Roll()
    {
        var (hospital, programme, calls) = Common();
        var command = new Command("roll", "签约名册：每人在册的起止日期（止日当天已不在册）") { hospital, programme };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client => Print(
            await client.GetAsync(
                $"v1/capitation/roll?hospital_code={Uri.EscapeDataString(parsed.GetValue(hospital)!)}"
                + $"&programme={Uri.EscapeDataString(parsed.GetValue(programme)!)}", cancellation),
            calls.WantsJson(parsed),
            body =>
            {
                var table = new Table().AddColumns("人员", "起", "止");
                foreach (var span in body["spans"]!.AsArray())
                {
                    table.AddRow($"{span!["personKey"]}", $"{span["fromDate"]}", $"{span["untilDate"]}");
                }

                Terminal.Out.Write(table);
                Terminal.Out.WriteLine($"共 {body["changes"]!.AsArray().Count} 次变更；--json 可看每次由谁何时登记");
            })));
        return command;
    }

    private static Command Claim()
    {
        var month = new Option<string>("--month") { Description = "月份，如 2020-07", Required = true };
        var request = new Option<string?>("--request-id") { Description = "请求编号；不写就新取一个，已申报的月份总给出同一份" };
        var file = new Option<string?>("--csv") { Description = "写入文件；名字以 .xlsx 结尾就写成 Excel 工作簿", HelpName = "FILE" };
        var check = new Option<bool>("--validate-only") { Description = "只试算，不申报；月份未结束也可以" };
        var scheme = new Option<string>("--scheme") { Description = "险种", DefaultValueFactory = _ => "resident" };
        var (hospital, programme, calls) = Common();
        var command = new Command("claim", "一个月的申报：人数、金额、实际成本和盈亏；每月每院只申报一次，再次运行给出同一份")
        {
            hospital, programme, month, scheme, request, check, file,
        };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client => Print(
            await client.PostAsync("v1/capitation/claims", new JsonObject
            {
                ["requestId"] = parsed.GetValue(request) ?? Guid.NewGuid().ToString(),
                ["hospitalCode"] = parsed.GetValue(hospital),
                ["programme"] = parsed.GetValue(programme),
                ["month"] = parsed.GetValue(month),
                ["scheme"] = parsed.GetValue(scheme),
                ["operator"] = calls.Operator(parsed),
                ["validateOnly"] = parsed.GetValue(check),
            }, cancellation),
            calls.WantsJson(parsed),
            body => Print(body["claim"]!, parsed.GetValue(file)))));
        return command;
    }

    private static (Option<string> Hospital, Option<string> Programme, PeopleCalls Calls) Common() => (
        new Option<string>("--hospital") { Description = "机构编号", Required = true },
        new Option<string>("--programme") { Description = "政策包里的项目，如 dialysis_capitation", DefaultValueFactory = _ => "dialysis_capitation" },
        new PeopleCalls());

    private static int Print(GatewayAnswer answer, bool json, Action<JsonObject> print)
    {
        if (answer.IsError)
        {
            return GatewayCalls.Refuse(answer);
        }

        if (json)
        {
            Terminal.Json(answer.Body);
        }
        else
        {
            print(answer.Body);
        }

        return ExitCode.Done;
    }

    private static void Print(JsonNode claim, string? file)
    {
        string[] head = ["人员", "在册天数", "申报（元）", "实际成本（元）", "盈亏（元）"];
        string[][] lines = [.. claim["lines"]!.AsArray().Select(l => Line(l!)), Sum(claim)];
        if (file is not null)
        {
            SheetFile.Write(
                file, "按人头打包申报", [["申报编号", .. head], .. lines.Select(l => (string[])[$"{claim["claimId"]}", .. l])]);
            return;
        }

        var table = new Table().AddColumns(head);
        foreach (var line in lines)
        {
            table.AddRow([.. line.Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            $"{claim["claimId"]}：每人每月 {Yuan(claim, "rateFen")} 元，政策 {claim["pack"]}；月中加入、退出的{PartMonth(claim)}（暂设，文件未写明）");
        if (claim["offRollCostFen"]!.GetValue<long>() > 0)
        {
            Terminal.Out.WriteLine($"其中不在册人员的成本 {Yuan(claim, "offRollCostFen")} 元，无人支付，请核对名册");
        }
    }

    private static string[] Line(JsonNode line) =>
    [
        $"{line["personKey"]}", $"{line["days"]}", Yuan(line, "amountFen"), Yuan(line, "costFen"),
        Yuan(line["amountFen"]!.GetValue<long>() - line["costFen"]!.GetValue<long>()),
    ];

    private static string[] Sum(JsonNode claim) =>
        [$"合计 {claim["heads"]} 人", "", Yuan(claim, "amountFen"), Yuan(claim, "costFen"), Yuan(claim, "resultFen")];

    private static string PartMonth(JsonNode claim) => $"{claim["partMonth"]}" switch
    {
        "CAPITATION_PART_MONTH_ANY_DAY" => "当月在册一天即按一人计",
        "CAPITATION_PART_MONTH_BY_DAYS" => "按在册天数折算",
        _ => "按月初是否在册计",
    };

    private static string Yuan(JsonNode row, string field) => Yuan(row[field]!.GetValue<long>());

    private static string Yuan(long fen) => fen < 0 ? "-" + ExactNumber.Yuan(-fen) : ExactNumber.Yuan(fen);
}
