using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Simulator.Faults;

/// <summary>A plan of faults as a line of a command, as JSON, and as a recording of calls that is to be repeated.</summary>
public static class FaultPlanText
{
    private const int ShareDecimals = 6;
    private const int NumberLength = 4;

    /// <summary>
    /// The plan of <c>lost_after=0.05,2207.delay=0.2,delay_ms=500</c>, or of a file of that name: JSON, or a recording whose calls then meet again
    /// what they met.
    /// </summary>
    public static FaultPlan Read(string text)
    {
        if (!File.Exists(text))
        {
            return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Aggregate(FaultPlan.None, Pair);
        }

        var content = File.ReadAllText(text);
        return text.EndsWith(".jsonl", StringComparison.Ordinal) ? OfRecording(content) : OfJson(content);
    }

    /// <summary>The plan of a JSON object.</summary>
    public static FaultPlan OfJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().Aggregate(FaultPlan.None, Member);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SimulatorException($"故障设置不是正确的 JSON：{e.Message}");
        }
    }

    /// <summary>The plan as JSON.</summary>
    public static JsonObject ToJson(FaultPlan plan) => new()
    {
        ["shares"] = new JsonObject(plan.Shares.OrderBy(s => s.Key).Select(s => KeyValuePair.Create<string, JsonNode?>(
            s.Key.Infno.Length == 0 ? FaultNames.NameOf(s.Key.Kind) : $"{s.Key.Infno}.{FaultNames.NameOf(s.Key.Kind)}", ShareText(s.Value)))),
        ["delay_ms"] = (long)plan.Delay.TotalMilliseconds,
        ["late_answer_ms"] = (long)plan.LateAnswer.TotalMilliseconds,
        ["overtaken_ms"] = (long)plan.Overtaken.TotalMilliseconds,
        ["outages"] = new JsonArray([.. plan.Outages.Select(o => new JsonObject { ["from"] = Text(o.From), ["to"] = Text(o.To) })]),
        ["outage_answered"] = plan.IsOutageAnswered,
        ["unknown_fund_code"] = plan.UnknownFundCode,
        ["scripted"] = new JsonArray([.. plan.Scripted.Select(Scripted)]),
    };

    /// <summary>The faults of a JSON array of names.</summary>
    public static IReadOnlyList<FaultKind> Kinds(JsonElement names) => [.. names.EnumerateArray().Select(n => FaultNames.Read(n.GetString()!))];

    /// <summary>A share in millionths of a decimal number from 0 to 1.</summary>
    public static int Share(string text) =>
        ExactNumber.Read(text, ShareDecimals, out var share) == NumberProblem.None && share is >= 0 and <= FaultPlan.Whole
            ? (int)share
            : throw new SimulatorException($"故障的比例应在 0 到 1 之间，最多 {ShareDecimals} 位小数：{text}");

    private static JsonObject Scripted(ScriptedCall call) => new()
    {
        ["infno"] = call.Infno, ["faults"] = new JsonArray([.. call.Faults.Select(f => JsonValue.Create(FaultNames.NameOf(f)))]),
    };

    private static FaultPlan OfRecording(string lines) => FaultPlan.None with
    {
        Scripted =
        [
            .. from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
               let call = JsonNode.Parse(line)!.AsObject()
               where call["infno"] is not null
               select new ScriptedCall(
                   Plain((string)call["infno"]!), [.. call["faults"]!.AsArray().Select(f => FaultNames.Read((string)f!))]),
        ],
    };

    private static FaultPlan Pair(FaultPlan plan, string pair) => pair.Split('=') is [var name, var value]
        ? Setting(plan, name.Trim(), value.Trim())
        : throw new SimulatorException($"故障应写成 名称=比例：{pair}");

    private static FaultPlan Setting(FaultPlan plan, string name, string value) => name switch
    {
        "delay_ms" => plan with { Delay = Milliseconds(name, value) },
        "late_answer_ms" => plan with { LateAnswer = Milliseconds(name, value) },
        "overtaken_ms" => plan with { Overtaken = Milliseconds(name, value) },
        "unknown_fund_code" => plan with { UnknownFundCode = value },
        _ when name.Split('.') is [var infno, var kind] => plan.With(FaultNames.Read(kind), Share(value), Plain(infno)),
        _ => plan.With(FaultNames.Read(name), Share(value)),
    };

    private static FaultPlan Member(FaultPlan plan, JsonProperty member) => member.Name switch
    {
        "shares" => member.Value.EnumerateObject().Aggregate(plan, (p, s) => Setting(p, s.Name, s.Value.ToString())),
        "outages" => plan with
        {
            Outages = [.. member.Value.EnumerateArray().Select(o => new Outage(Moment(o.GetProperty("from")), Moment(o.GetProperty("to"))))],
        },
        "outage_answered" => plan with { IsOutageAnswered = member.Value.GetBoolean() },
        "scripted" => plan with
        {
            Scripted =
            [
                .. member.Value.EnumerateArray().Select(s => new ScriptedCall(
                    Plain(s.TryGetProperty("infno", out var infno) ? infno.GetString()! : ""), Kinds(s.GetProperty("faults")))),
            ],
        },
        _ => Setting(plan, member.Name, member.Value.ToString()),
    };

    private static TimeSpan Milliseconds(string name, string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= 0
        ? TimeSpan.FromMilliseconds(value)
        : throw new SimulatorException($"{name} 应是毫秒数：{text}");

    private static DateTimeOffset Moment(JsonElement text) => DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);

    private static string ShareText(int share) => share == FaultPlan.Whole
        ? "1"
        : string.Create(CultureInfo.InvariantCulture, $"0.{share:D6}");

    private static string Plain(string infno) => infno.Length > NumberLength ? infno[..NumberLength] : infno;
}
