using MedAid.Bureau.Messages;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;
using MedAid.Contract.Precheck.V1;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Services;
using MedAid.Precheck.Data;

namespace MedAid.Gateway.National;

/// <summary>3101 (before), 3102 (during settlement) and 3103 (what was done about it).</summary>
internal sealed partial class AuditTransactions(AuditIn read, AuditOut write, PrecheckCalls calls, AdviceDataHolder data, Settings settings)
    : INationalTransactions
{
    private static readonly string SceneWords = string.Join('、', AuditTables.Scenes.Keys);

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All =>
    [
        .. ((NationalTransaction[])[new("3101", AuditAsync), new("3102", AuditAsync), new("3103", RecordAsync)])
            .Select(t => t with { NeedsHospital = false }),
    ];

    private async Task<DoorAnswer> AuditAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = InputOf(request, AuditTables.Audit);
        var node = input.Rows("data") is [var inside] ? inside : input;
        var scene = node["trig_scen"];
        if (scene.Length > 0 && !AuditTables.Scenes.ContainsKey(scene))
        {
            throw new NationalRefusedException($"trig_scen 只能是 {SceneWords}");
        }

        string[] rules = scene.Length > 0 ? [] : [.. node["rule_ids"].Split(',').Where(r => data.Current.Checks.Find(r) is not null)];
        var (rows, warning) = (new List<JsonNode?>(), "");
        foreach (var patient in read.Patients(input, request.HospitalCode))
        {
            var advice = await NamedAsync(calls.CheckAsync(patient.Request, http, timer), patient.Orders);
            rows.AddRange(write.Rows(patient, advice, rules, node["task_id"]));
            warning = advice.NoOpinionText.Length > 0 ? advice.NoOpinionText : warning;
        }

        // With nothing to say there is no key at all: an array breaks some clients, an object others, and either may block the order.
        var output = rows.Count == 0
            ? new JsonObject()
            : new JsonObject { ["result"] = settings.IsAuditResultObject ? rows[0] : new JsonArray(rows.ToArray()) };
        return new DoorAnswer(output, warning);
    }

    private async Task<DoorAnswer> RecordAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = InputOf(request, AuditTables.Feedback);
        var node = input.Rows("data") is [var inside] ? inside : throw new NationalRefusedException("input.data 必填");
        var warns = node.Rows("warns");
        (string CardId, string VisitId)[] known = [.. warns.Select(KnownRow)];
        if (known.Select(k => k.VisitId).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw new NationalRefusedException("一次只能反馈同一次就诊的提示，请按就诊分开提交");
        }

        var feedback = new RecordCardFeedbackRequest
        {
            RequestId = request.WriteKey, HospitalCode = request.HospitalCode.Text, VisitId = known.FirstOrDefault().VisitId ?? "",
            WarnType = (WarnType)ChoiceIn(node, "warn_type", "1（事前）或 2（事中）"),
            Answers =
            {
                warns.Zip(known, (warn, row) => new CardAnswer
                {
                    CardId = row.CardId, Disposition = (CardDisposition)ChoiceIn(warn, "dspo_way", "1（继续执行）或 2（返回修改）"),
                    OwnReason = warn["dspo_way_rea"],
                }),
            },
        };
        await NamedAsync(calls.RecordAsync(feedback, request.Operator, http, timer), warns);
        return new DoorAnswer();
    }

    private static NationalRow InputOf(NationalRequest request, NationalTable table) => request.Input is { } input
        ? NationalReader.Read(input, table, "input")
        : throw new NationalRefusedException("input 必填");

    private (string CardId, string VisitId) KnownRow(NationalRow warn) =>
        AuditRowId.Read(warn["warn_rslt_id"], data.Current.Checks.Checks.Select(c => c.Id))
            ?? throw new NationalRefusedException($"{warn.Path}.warn_rslt_id 不是本系统给出的 jr_id，请照 3101、3102 的结果填写");

    /// <summary>A code that is 1 or 2, with or without zeros before it; 0 where there is none.</summary>
    private static int ChoiceIn(NationalRow row, string name, string words) => row[name].Length == 0 ? 0
        : int.TryParse(row[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is 1 or 2 ? number
        : throw new NationalRefusedException($"{row.Path}.{name} 只能是 {words}");

    /// <summary>The answer of a call; where it is refused, with the national names of the fields.</summary>
    private static async Task<T> NamedAsync<T>(Task<T> call, IReadOnlyList<NationalRow> lines)
    {
        try
        {
            return await call;
        }
        catch (RpcException exception) when (ApiError.DetailsOf(exception) is { } status)
        {
            BadFields.Rename(status, field => NationalName(field, lines));
            throw status.ToRpcException();
        }
    }

    private static string NationalName(string field, IReadOnlyList<NationalRow> lines)
    {
        var name = field[(field.LastIndexOf('.') + 1)..];
        var national = AuditTables.Nodes.Select(t => t.NameOf(name)).FirstOrDefault(n => n is not null)
            ?? (name == "request_id" ? "msgid" : name == "medaid-operator" ? "opter" : name == "hospital_code" ? "fixmedins_code" : name);
        var line = LineNumber().Match(field);
        return line.Success && int.Parse(line.ValueSpan, CultureInfo.InvariantCulture) is var index && index < lines.Count
            ? $"{lines[index].Path}.{national}"
            : national;
    }

    [GeneratedRegex(@"(?<=^(visit\.items|answers)\[)\d+")]
    private static partial Regex LineNumber();
}
