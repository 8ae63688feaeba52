using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>Prints applications as text for people or as JSON for programs.</summary>
internal static class ApplicationPrint
{
    /// <summary>What came of a step.</summary>
    public static int Answer(GatewayAnswer answer, bool json)
    {
        if (answer.IsError)
        {
            return GatewayCalls.Refuse(answer);
        }

        if (answer.Body["replayed"]?.GetValue<bool>() == true)
        {
            Console.Error.WriteLine("这个请求号以前办过，以下是申请现在的状态");
        }

        return Show(answer.Body["application"]!.AsObject(), json, answer.Body);
    }

    /// <summary>One application with its steps.</summary>
    public static int Show(JsonObject application, bool json, JsonObject? whole = null)
    {
        if (json)
        {
            Terminal.Json(whole ?? application);
            return ExitCode.Done;
        }

        Console.Out.WriteLine(Line(application));
        foreach (var step in application["steps"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine($"  {step!["number"]}  {step["recordedTime"]}  {step["operator"]}  {step["title"]}");
        }

        return ExitCode.Done;
    }

    /// <summary>A page of applications.</summary>
    public static int List(JsonObject page, bool json) => Rows(page, json, "applications", Line);

    /// <summary>The papers of a county.</summary>
    public static int Papers(JsonObject page, bool json) => Rows(
        page, json, "papers",
        paper => $"{paper["code"]}  {paper["name"]}  {(paper["required"]?.GetValue<bool>() == true ? "必须" : "可选")}  {paper["cite"]}");

    private static int Rows(JsonObject page, bool json, string field, Func<JsonNode, string> line)
    {
        if (json)
        {
            Terminal.Json(page);
            return ExitCode.Done;
        }

        foreach (var row in page[field]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(line(row!));
        }

        return ExitCode.Done;
    }

    private static string Line(JsonNode application)
    {
        var missing = application["missingPapers"]?.AsArray() ?? [];
        string[] said =
        [
            $"{application["applicationId"]}  {application["personKey"]}  {application["name"]}".TrimEnd(),
            $"{Who($"{application["applicantClass"]}")}  {State($"{application["state"]}")}",
            missing.Count > 0 ? $"缺材料 {string.Join('、', missing)}" : "",
            AnswerText.Of(application, "grantedFen") is not null ? $"批准 {ExactNumber.Yuan(application["grantedFen"]!.GetValue<long>())} 元" : "",
            AnswerText.Of(application, "fromDate") is { } from ? $"身份从 {from} 起" : "",
            AnswerText.Of(application, "untilDate") is { } until ? $"到 {until}（不含）" : "",
            AnswerText.Of(application, "noticeNumber") is { } number ? $"告知书 {number}" : "",
            AnswerText.Of(application, "reviewByDate") is { } review ? $"复议至 {review}，诉讼至 {application["suitByDate"]}" : "",
        ];
        return string.Join("  ", said.Where(s => s.Length > 0));
    }

    private static string Who(string word) => word switch
    {
        "APPLICANT_CLASS_LOW_INCOME" => "低收入",
        "APPLICANT_CLASS_IMPOVERISHED_BY_ILLNESS" => "因病致贫",
        _ => "未备案就医",
    };

    private static string State(string word) => word["APPLICATION_STATE_".Length..] switch
    {
        "AWAITING_PAPERS" => "材料待补",
        "AWAITING_VISIT" => "待入户调查",
        "AWAITING_PUBLICITY" => "待公示",
        "IN_PUBLICITY" => "公示中",
        "AT_COUNTY" => "待县级审批",
        "AWAITING_CONFIRMATION" => "待复核",
        "GRANTED" => "已批准待公布",
        "PUBLISHED" => "已公布",
        "REFUSED" => "不予救助",
        "APPEALED" => "复议或诉讼中",
        _ => "已撤回",
    };
}
