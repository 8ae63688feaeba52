using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>The lists of `medaid overlooked …`: made, read, answered.</summary>
internal static class OverlookedLists
{
    private const int PageSize = 1000;
    private static readonly string[] Receivers = ["civil_affairs", "rural_revitalisation", "insurance_bureau"];

    public static Command Push()
    {
        var to = new Option<string>("--to") { Description = $"接收部门：{string.Join("、", Receivers)}", Required = true };
        to.AcceptOnlyFromAmong(Receivers);
        var county = OverlookedCommands.County(required: true);
        var (request, validateOnly) = (OverlookedCommands.RequestId(), OverlookedCommands.ValidateOnly());
        return OverlookedCommands.Call(
            "push", "把新发现的人列入给某部门的下一号名单；同一项发现对同一部门只推送一次", [to, county, request, validateOnly],
            (parsed, client, cancellation) => client.PostAsync(
                "v1/findingLists",
                new JsonObject
                {
                    ["requestId"] = parsed.GetValue(request), ["receiver"] = Receiver(parsed.GetValue(to)!), ["countyCode"] = parsed.GetValue(county),
                    ["validateOnly"] = parsed.GetValue(validateOnly),
                },
                cancellation),
            body => Print(body["list"]!));
    }

    public static Command All()
    {
        var to = new Option<string>("--to") { Description = "接收部门；不写则为全部", DefaultValueFactory = _ => "unspecified" };
        to.AcceptOnlyFromAmong(["unspecified", .. Receivers]);
        var overdue = new Option<bool>("--overdue") { Description = "只看逾期没有反馈完的" };
        var county = OverlookedCommands.County();
        return OverlookedCommands.Call(
            "lists", "列出推送过的名单，最早的在前（最多 1000 份）", [to, county, overdue],
            (parsed, client, cancellation) => client.GetAsync(
                $"v1/findingLists?page_size={PageSize}&receiver={Receiver(parsed.GetValue(to)!)}"
                + $"&county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}&overdue_only={(parsed.GetValue(overdue) ? "true" : "false")}",
                cancellation),
            body =>
            {
                foreach (var head in body["lists"]?.AsArray() ?? [])
                {
                    Console.Out.WriteLine(Head(head!));
                }
            });
    }

    public static Command Download()
    {
        var list = new Argument<string>("list") { Description = "名单编号，如 civil_affairs-141123-1" };
        var csv = new Option<bool>("--csv") { Description = "CSV 而不是 XLSX" };
        var calls = new PeopleCalls();
        var command = new Command(
            "download", "把名单写到标准输出，例：medaid overlooked download civil_affairs-141123-1 --role insurance_office > 名单.xlsx")
        {
            list, csv,
        };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var format = parsed.GetValue(csv) ? "csv" : "xlsx";
            var answer = await client.GetAsync(
                $"v1/findingLists/{Uri.EscapeDataString(parsed.GetValue(list)!)}:download?format={format}", cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(Convert.FromBase64String(answer.Body["file"]!.GetValue<string>()), cancellation);
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command Acknowledge()
    {
        var list = new Argument<string>("list") { Description = "名单编号" };
        var lines = new Option<int[]>("--line") { Description = "行号，可写多次", Required = true };
        var reason = new Option<string?>("--not-applicable") { Description = "不适用的原因；不写则为已纳入" };
        var note = new Option<string>("--note") { Description = "已纳入时的说明", DefaultValueFactory = _ => "" };
        var (request, validateOnly) = (OverlookedCommands.RequestId(), OverlookedCommands.ValidateOnly());
        return OverlookedCommands.Call(
            "acknowledge", "登记接收部门的反馈，逐行；每行只登记一次", [list, lines, reason, note, request, validateOnly],
            (parsed, client, cancellation) => client.PostAsync(
                $"v1/findingLists/{Uri.EscapeDataString(parsed.GetValue(list)!)}:acknowledge",
                new JsonObject
                {
                    ["requestId"] = parsed.GetValue(request),
                    ["answers"] = new JsonArray(
                    [
                        .. parsed.GetValue(lines)!.Select(line => new JsonObject
                        {
                            ["lineNumber"] = line,
                            ["outcome"] = parsed.GetValue(reason) is null ? "LINE_OUTCOME_TAKEN_UP" : "LINE_OUTCOME_NOT_APPLICABLE",
                            ["note"] = parsed.GetValue(reason) ?? parsed.GetValue(note),
                        }),
                    ]),
                    ["validateOnly"] = parsed.GetValue(validateOnly),
                },
                cancellation),
            Print);
    }

    internal static string Head(JsonNode head) =>
        $"{head["listId"]}  {head["operator"]} 推送，{head["lines"]} 人，已反馈 {head["acknowledged"]} 人，应于 {head["dueDate"]} 前反馈"
        + (OverlookedCommands.Is(head, "overdue") ? "，已逾期" : "");

    internal static string Outcome(JsonNode line) => $"{line["outcome"]}" switch
    {
        "LINE_OUTCOME_TAKEN_UP" => $"已纳入{Note(line)}",
        "LINE_OUTCOME_NOT_APPLICABLE" => $"不适用{Note(line)}",
        _ => "尚未反馈",
    };

    private static string Note(JsonNode line) => OverlookedCommands.Text(line, "note") is { Length: > 0 } note ? $"：{note}" : "";

    private static string Receiver(string word) => $"FINDING_RECEIVER_{word.ToUpperInvariant()}";

    private static void Print(JsonNode list)
    {
        Console.Out.WriteLine(Head(list["head"]!));
        foreach (var line in list["lines"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(
                $"{line!["lineNumber"]}  {line["name"]}  {line["idNumber"]}  {line["personKey"]}  {line["subject"]}  {line["sinceDate"]}  "
                + Outcome(line));
        }
    }
}
