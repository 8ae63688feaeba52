using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Simulator.Faults;

namespace MedAid.Simulator.Hosting;

/// <summary>The envelope of an answer, in its region's form and with the faults of form that it meets.</summary>
internal sealed class AnswerForm(Region region, SimulatorClock clock, Func<string, string> encipher)
{
    private const string Received = "yyyyMMddHHmmssfff";
    private const int FenDecimals = 2;

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
        MessageJson.Write(new JsonObject { ["type"] = "error", ["infcode"] = -1, ["err_msg"] = sentence });

    private string Envelope(string code, string text, JsonNode? output, DateTimeOffset received, FaultSet faults, string district)
    {
        var (number, now) = (Interlocked.Increment(ref sequence), clock.Now);
        return MessageJson.Write(new JsonObject
        {
            ["infcode"] = faults.Has(FaultKind.InfcodeText) != region.Success.CodeIsText ? code : JsonNode.Parse(code),
            ["inf_refmsgid"] = string.Create(CultureInfo.InvariantCulture, $"{district.PadLeft(6, '0')}{now:yyyyMMddHHmmss}{number:D10}"),
            ["refmsg_time"] = received.ToString(Received, CultureInfo.InvariantCulture),
            ["respond_time"] = now.ToString(Received, CultureInfo.InvariantCulture),
            ["err_msg"] = text, ["warn_msg"] = null, ["cainfo"] = null, ["signtype"] = null, ["output"] = output,
        });
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
            settlement["fund_pay_sumamt"] = MessageJson.Yuan(
                Fen(sum) + (faults.Has(FaultKind.FenInAnswer) ? 1 : 0) + (faults.Has(FaultKind.OtherFundSum) ? other : 0));
        }

        if (faults.Has(FaultKind.InsuinfoObject) && output["insuinfo"] is JsonArray { Count: 1 } rows)
        {
            output["insuinfo"] = rows[0]!.DeepClone();
        }

        var written = faults.Has(FaultKind.NumbersAsText) || region.Envelope.AreNumbersText ? MessageJson.NumbersAsText(output) : output;
        return faults.Has(FaultKind.OutputSm4) || region.Envelope.Output == ContentForm.Sm4 ? encipher(MessageJson.Write(written))
            : faults.Has(FaultKind.OutputText) || region.Envelope.Output == ContentForm.Text ? MessageJson.Write(written)
            : written;
    }

    private static long Fen(JsonNode amount) =>
        ExactNumber.Read(amount.ToJsonString(), FenDecimals, out var fen) == NumberProblem.None ? fen : throw new FormatException("no amount");
}
