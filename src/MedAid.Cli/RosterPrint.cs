using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>Prints imports and marks as text for people or as JSON for programs.</summary>
internal static class RosterPrint
{
    /// <summary>One import with its faults; the exit code tells whether every line was taken.</summary>
    public static int Result(JsonNode import, JsonArray faults, bool json)
    {
        var bad = faults.Any(f => f!["refused"]?.GetValue<bool>() == true);
        if (json)
        {
            Terminal.Json(new JsonObject { ["import"] = import.DeepClone(), ["faults"] = faults.DeepClone() });
            return bad ? ExitCode.Failed : ExitCode.Done;
        }

        Console.Out.WriteLine(Line(import));
        foreach (var fault in faults)
        {
            var (line, column) = (fault!["line"]?.GetValue<int>() ?? 0, fault["column"]?.GetValue<string>() ?? "");
            var place = line == 0 ? "整个文件" : column.Length > 0 ? $"第 {line} 行 {column} 列" : $"第 {line} 行";
            Console.Out.WriteLine($"{(fault["refused"]?.GetValue<bool>() == true ? "未采用" : "提示  ")} {place}：{fault["message"]}（{fault["code"]}）");
        }

        return bad ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>A page of imports.</summary>
    public static int List(JsonObject page, bool json)
    {
        if (json)
        {
            Terminal.Json(page);
            return ExitCode.Done;
        }

        foreach (var import in page["imports"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(Line(import!));
        }

        return ExitCode.Done;
    }

    /// <summary>A page of marks.</summary>
    public static int Marks(JsonObject page, bool json)
    {
        if (json)
        {
            Terminal.Json(page);
            return ExitCode.Done;
        }

        foreach (var mark in page["marks"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(
                $"{mark!["notedTime"]}  {mark["settlementId"]}  {mark["personKey"]}  由 {mark["importId"]} 第 {mark["line"] ?? 0} 行引起  "
                + Standing(mark));
        }

        return ExitCode.Done;
    }

    private static string Standing(JsonNode mark) => AnswerText.Of(mark, "resolution") switch
    {
        null => mark["openAgain"]?.GetValue<bool>() == true ? "待处理（处理后又有变动）" : "待处理",
        "no_effect" => $"无影响，{mark["resolvedBy"]} {mark["resolvedTime"]}",
        "settled_again" => $"已重新结算 {mark["againSettlementId"]}，{mark["resolvedBy"]} {mark["resolvedTime"]}",
        _ => $"不予调整：{mark["reason"]}，{mark["resolvedBy"]} {mark["resolvedTime"]}",
    };

    private static string Line(JsonNode import)
    {
        var state = import["state"]?.GetValue<string>() switch
        {
            "ROSTER_STATE_DONE" => "完成",
            "ROSTER_STATE_REFUSED" => "未采用",
            _ => "处理中",
        };
        return $"{import["importId"]}  {import["listDate"]}  {import["countyCode"]}  {import["identity"]}  {state}："
            + $"{import["lines"] ?? 0} 人，变动 {import["linesChanged"] ?? 0}，未采用 {import["linesBad"] ?? 0}，"
            + $"提示 {import["linesWarned"] ?? 0}，待重新核算 {import["marks"] ?? 0} 笔";
    }
}
