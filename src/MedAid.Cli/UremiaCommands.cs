using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid uremia …`: the register of uremia patients, by a running gateway.</summary>
internal static class UremiaCommands
{
    private const int PageSize = 1000;

    public static Command Create() => new("uremia", "尿毒症患者建档立卡：查看、手工建档、终止") { List(), File(), End() };

    private static Command List()
    {
        var county = OverlookedCommands.County();
        var ended = new Option<bool>("--ended") { Description = "也列出已终止的档案" };
        return OverlookedCommands.Call(
            "list", "列出患者档案，最早的在前；最多 1000 份，每次查询都留痕", [county, ended],
            (parsed, client, cancellation) => client.GetAsync(
                $"v1/uremiaFiles?page_size={PageSize}&county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}"
                + $"&include_ended={(parsed.GetValue(ended) ? "true" : "false")}",
                cancellation),
            body =>
            {
                foreach (var file in body["files"]?.AsArray() ?? [])
                {
                    Console.Out.WriteLine(Line(file!));
                }
            });
    }

    private static Command File()
    {
        var key = new Option<string>("--key") { Description = "人员编号；不写则从标准输入读身份证号码（不写在命令行上，以免留在历史记录里）", DefaultValueFactory = _ => "" };
        var since = new Option<string>("--since") { Description = "何时起，如 2026-01-01", Required = true };
        var note = new Option<string>("--note") { Description = "依据", Required = true };
        var (request, validateOnly) = (OverlookedCommands.RequestId(), OverlookedCommands.ValidateOnly());
        return OverlookedCommands.Call(
            "file", "手工建档，用于在外地治疗、没有本地就诊和资格的患者", [key, since, note, request, validateOnly],
            async (parsed, client, cancellation) =>
            {
                var personKey = parsed.GetValue(key)!;
                return await client.PostAsync(
                    "v1/uremiaFiles:file",
                    new JsonObject
                    {
                        ["requestId"] = parsed.GetValue(request), ["personKey"] = personKey,
                        ["idNumber"] = personKey.Length > 0 ? "" : (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "",
                        ["sinceDate"] = parsed.GetValue(since), ["note"] = parsed.GetValue(note), ["validateOnly"] = parsed.GetValue(validateOnly),
                    },
                    cancellation);
            },
            body => Console.Out.WriteLine(Line(body)));
    }

    private static Command End()
    {
        var key = new Option<string>("--key") { Description = "人员编号", Required = true };
        var on = new Option<string>("--on") { Description = "终止日期，如 2026-03-01", Required = true };
        var reason = new Option<string>("--reason") { Description = "died（死亡）、transplanted（肾移植）、moved_away（迁出）或 mistaken（误建）", Required = true };
        reason.AcceptOnlyFromAmong("died", "transplanted", "moved_away", "mistaken");
        var note = new Option<string>("--note") { Description = "说明", DefaultValueFactory = _ => "" };
        var (request, validateOnly) = (OverlookedCommands.RequestId(), OverlookedCommands.ValidateOnly());
        return OverlookedCommands.Call(
            "end", "终止档案；之后又有透析就诊或资格的，档案自动恢复", [key, on, reason, note, request, validateOnly],
            (parsed, client, cancellation) => client.PostAsync(
                "v1/uremiaFiles:end",
                new JsonObject
                {
                    ["requestId"] = parsed.GetValue(request), ["personKey"] = parsed.GetValue(key), ["endDate"] = parsed.GetValue(on),
                    ["end"] = $"UREMIA_END_{parsed.GetValue(reason)!.ToUpperInvariant()}", ["note"] = parsed.GetValue(note),
                    ["validateOnly"] = parsed.GetValue(validateOnly),
                },
                cancellation),
            body => Console.Out.WriteLine(Line(body)));
    }

    private static string Line(JsonNode file)
    {
        var days = OverlookedCommands.Number(file, "visitDays");
        var visits = days > 0 ? $"就诊 {days} 天，最近 {file["lastVisitDate"]}" : "没有本地就诊";
        var qualification = OverlookedCommands.Text(file, "qualifiedDiseaseCode") is { Length: > 0 } code ? $"有资格 {code}"
            : OverlookedCommands.Is(file, "applied") ? "已申请资格"
            : "没有资格";
        var end = $"{file["end"]}" switch
        {
            "UREMIA_END_DIED" => $"，{file["endDate"]} 死亡", "UREMIA_END_TRANSPLANTED" => $"，{file["endDate"]} 肾移植",
            "UREMIA_END_MOVED_AWAY" => $"，{file["endDate"]} 迁出", "UREMIA_END_MISTAKEN" => $"，{file["endDate"]} 误建", _ => "",
        };
        return $"{file["personKey"]}  {file["name"]}  {file["idNumber"]}  {file["countyCode"]}  {file["sinceDate"]} 起  {visits}，{qualification}{end}";
    }
}
