using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid two-disease enrol FILE`: takes managed patients into two-disease, by a running gateway.</summary>
internal static class TwoDiseaseCommands
{
    public static Command Create() => new("two-disease", "“两病”门诊用药保障：规范化管理人员整体纳入") { Enrol() };

    private static Command Enrol()
    {
        var file = new Argument<FileInfo>("file") { Description = "名单（CSV 或 XLSX）：身份证号码,病种编码,管理机构编码,是否用药" };
        var checker = new Option<string>("--checked-by") { Description = "复核人，不能是经办人", Required = true };
        var calls = new PeopleCalls();
        var command = new Command("enrol", "纳入已用药、未享受门诊慢特病待遇的人；同一名单再办一次不会重复") { file, checker };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            if (await RosterCommands.ReadAsync(parsed.GetValue(file)!, cancellation) is not { } content)
            {
                return ExitCode.Usage;
            }

            var answer = await client.PostAsync("v1/twoDisease:enrol", new JsonObject
            {
                ["file"] = Convert.ToBase64String(content), ["checkedBy"] = parsed.GetValue(checker),
            }, cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : Print(answer.Body, calls.WantsJson(parsed));
        }));
        return command;
    }

    private static int Print(JsonObject body, bool json)
    {
        var faults = body["faults"]?.AsArray() ?? [];
        if (json)
        {
            Terminal.Json(body);
        }
        else
        {
            Console.Out.WriteLine($"纳入 {body["enrolled"] ?? 0} 人，未纳入 {faults.Count} 行");
            foreach (var fault in faults)
            {
                Console.Out.WriteLine($"第 {fault!["line"]} 行：{fault["message"]}（{fault["code"]}）");
            }
        }

        return faults.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
