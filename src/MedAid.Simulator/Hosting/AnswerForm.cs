using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Simulator.Faults;
using MedAid.Simulator.Transactions;

namespace MedAid.Simulator.Hosting;

/// <summary>The envelope of an answer, in its region's form and with the faults of form that it meets.</summary>
internal sealed class AnswerForm(Region region, SimulatorClock clock)
{
    private const string Received = "yyyyMMddHHmmssfff";
    private const int FenDecimals = 2;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long sequence;

    /// <summary>Success.</summary>
    public string Done(JsonObject? output, DateTimeOffset received, FaultSet faults, string district)
    {
        var text = faults.Has(FaultKind.SuccessText)
            ? Interlocked.Read(ref sequence) % 2 == 0 ? "成功" : "success"
            : region.Success.Texts is [var first, ..] ? first : "";
        return Envelope(region.Success.Codes[0], text, Form(output, faults), received, faults, district);
    }

    /// <summary>The code of success with the text of an error.</summary>
    public string ZeroWithError(DateTimeOffset received, FaultSet faults, string district) =>
        Envelope(region.Success.Codes[0], "FSI-文件查询号不能为空[file_qury_no]", null, received, faults, district);

    /// <summary>A refusal.</summary>
    public string Refused(string sentence, DateTimeOffset received, FaultSet faults, string district) =>
        Envelope("-1", sentence, null, received, faults, district);

    /// <summary>A refusal by the platform's gateway, which has no envelope.</summary>
    public static string RefusedByGateway(string sentence) =>
        new JsonObject { ["type"] = "error", ["infcode"] = -1, ["err_msg"] = sentence }.ToJsonString(Options);

    private string Envelope(string code, string text, JsonNode? output, DateTimeOffset received, FaultSet faults, string district)
    {
        var (number, now) = (Interlocked.Increment(ref sequence), clock.Now);
        return new JsonObject
        {
            ["infcode"] = faults.Has(FaultKind.InfcodeText) || code is ['0', _, ..] ? code : JsonNode.Parse(code),
            ["inf_refmsgid"] = string.Create(CultureInfo.InvariantCulture, $"{district.PadLeft(6, '0')}{now:yyyyMMddHHmmss}{number:D10}"),
            ["refmsg_time"] = received.ToString(Received, CultureInfo.InvariantCulture),
            ["respond_time"] = now.ToString(Received, CultureInfo.InvariantCulture),
            ["err_msg"] = text, ["warn_msg"] = null, ["cainfo"] = null, ["signtype"] = null, ["output"] = output,
        }.ToJsonString(Options);
    }

    private JsonNode? Form(JsonObject? output, FaultSet faults)
    {
        if (output is null || faults.Has(FaultKind.OutputNull))
        {
            return null;
        }

        if (output["setlinfo"] is JsonObject settlement && settlement["fund_pay_sumamt"] is { } sum)
        {
            var account = Fen(settlement["acct_pay"]!);
            var other = region.Sums.FundSumHasAccount ? -account : account;
            settlement["fund_pay_sumamt"] = Json.Yuan(
                Fen(sum) + (faults.Has(FaultKind.FenInAnswer) ? 1 : 0) + (faults.Has(FaultKind.OtherFundSum) ? other : 0));
        }

        if (faults.Has(FaultKind.InsuinfoObject) && output["insuinfo"] is JsonArray { Count: 1 } rows)
        {
            output["insuinfo"] = rows[0]!.DeepClone();
        }

        var written = faults.Has(FaultKind.NumbersAsText) || region.Envelope.AreNumbersText ? NumbersAsText(output) : output;
        var json = written.ToJsonString(Options);
        return faults.Has(FaultKind.OutputText) || region.Envelope.Output == ContentForm.Text ? JsonValue.Create(json) : written;
    }

    private static JsonNode NumbersAsText(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : NumbersAsText(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(n => n is null ? null : NumbersAsText(n))]),
        _ => node.GetValueKind() == JsonValueKind.Number ? JsonValue.Create(node.ToJsonString()) : node.DeepClone(),
    };

    private static long Fen(JsonNode amount) =>
        ExactNumber.Read(amount.ToJsonString(), FenDecimals, out var fen) == NumberProblem.None ? fen : throw new FormatException("no amount");
}
