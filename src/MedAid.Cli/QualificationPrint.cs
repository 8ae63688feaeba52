using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>Prints qualifications as text for people or as JSON for programs.</summary>
internal static class QualificationPrint
{
    /// <summary>Prints rows of an answer.</summary>
    public static int Rows(GatewayAnswer answer, bool json, Func<JsonObject, IEnumerable<JsonNode?>> rows)
    {
        if (answer.IsError)
        {
            return GatewayCalls.Refuse(answer);
        }

        if (json)
        {
            Terminal.Json(answer.Body);
            return ExitCode.Done;
        }

        foreach (var row in rows(answer.Body))
        {
            Console.Out.WriteLine(Line(row!));
        }

        return ExitCode.Done;
    }

    /// <summary>One application.</summary>
    public static string Line(JsonNode row)
    {
        var kind = $"{row["kind"]}" == "QUALIFICATION_KIND_CHRONIC" ? "门诊慢特病" : "“两病”";
        var outcome = $"{row["state"]}" switch
        {
            "QUALIFICATION_STATE_APPROVED" when AnswerText.Of(row, "endedDate") is { } ended => $"{row["fromDate"]} 起享受，{ended} 起提前终止",
            "QUALIFICATION_STATE_APPROVED" => $"已认定，{row["fromDate"]} 起享受{End($"{row["untilDate"]}")}",
            "QUALIFICATION_STATE_REFUSED" => $"不予认定：{Reason($"{row["refusal"]}")}",
            _ => $"待审核，{row["dueDate"]} 前办结",
        };
        var chosen = AnswerText.Of(row, "hospitalCode") is { } hospital ? $"，选定 {hospital}" : "";
        return $"{row["applicationId"]}  {row["personKey"]}  {kind} {row["diseaseCode"]}  {outcome}{chosen}";
    }

    private static string End(string untilDate) => untilDate.Length > 0 ? $"，{untilDate} 起不再享受" : "";

    private static string Reason(string word) => word switch
    {
        "QUALIFICATION_REFUSAL_CRITERIA_NOT_MET" => "不符合准入标准",
        "QUALIFICATION_REFUSAL_DIAGNOSIS_NOT_CONFIRMED" => "诊断依据不足",
        _ => "材料不齐",
    };
}
