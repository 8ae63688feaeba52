using System.Text.Json;
using MedAid.Bureau.Regions;

namespace MedAid.Bureau.Messages;

/// <summary>What an answer of the platform says.</summary>
public enum NationalOutcome
{
    /// <summary>It is no answer that can be relied on: whether the message was carried out has to be asked.</summary>
    NotAnAnswer,

    /// <summary>Carried out.</summary>
    Succeeded,

    /// <summary>Refused; nothing was done.</summary>
    Refused,
}

/// <summary>An answer of the platform, read as leniently as platforms differ. What it means is decided by the region's rule alone.</summary>
public sealed class NationalReply
{
    private readonly JsonElement? output;

    private NationalReply(NationalOutcome outcome, string text, string warning = "", string receiverId = "", JsonElement? output = null) =>
        (Outcome, Text, Warning, ReceiverId, this.output) = (outcome, text, warning, receiverId, output);

    /// <summary>What it says.</summary>
    public NationalOutcome Outcome { get; }

    /// <summary>The platform's sentence, or why this is no answer. It may hold personal data: it is shown at the window and never logged.</summary>
    public string Text { get; }

    /// <summary>A sentence to be shown, or empty.</summary>
    public string Warning { get; }

    /// <summary>The platform's id of the message, or empty.</summary>
    public string ReceiverId { get; }

    /// <summary>Whether there is an output.</summary>
    public bool HasOutput => output is not null;

    /// <summary>The answer in a body that came with a good status. A reply without a body, or with a bad status, is none: it is unknown.</summary>
    /// <param name="body">The body.</param>
    /// <param name="region">The region.</param>
    /// <param name="decipher">Gives the JSON of an output that is enciphered; null where none is set up.</param>
    public static NationalReply Read(ReadOnlyMemory<byte> body, Region region, Func<string, string>? decipher = null)
    {
        try
        {
            var json = MessageText.Parse(MessageText.Decode(body).Trim(), "平台的回答");
            return json.ValueKind == JsonValueKind.Object ? OfEnvelope(json, region, decipher) : NotAnAnswer("平台的回答不是 JSON 对象");
        }
        catch (Exception e) when (e is NationalRefusedException or InvalidOperationException)
        {
            return NotAnAnswer(e is NationalRefusedException ? e.Message : "平台的回答里有编码不正确的文字");
        }
    }

    /// <summary>The output by its table; refused where it does not fit, which makes the outcome unknown.</summary>
    public NationalRow Output(NationalTable table) => output is { } json
        ? NationalReader.Read(json, table, "output")
        : new NationalRow("output");

    private static NationalReply OfEnvelope(JsonElement json, Region region, Func<string, string>? decipher)
    {
        var (code, text) = (TextOf(json, "infcode"), TextOf(json, "err_msg"));
        if (code.Length == 0)
        {
            return NotAnAnswer("平台的回答里没有 infcode");
        }

        var (rule, receiverId, warning) = (region.Success, TextOf(json, "inf_refmsgid"), TextOf(json, "warn_msg"));
        if (!rule.Codes.Contains(code))
        {
            return new NationalReply(NationalOutcome.Refused, text, warning, receiverId);
        }

        var isDone = text.Length == 0 || rule.Texts.Contains(text) || rule.OtherText == OtherText.Done;
        return isDone ? new NationalReply(NationalOutcome.Succeeded, text, warning, receiverId, OutputOf(json, region, decipher))
            : rule.OtherText == OtherText.Refused ? new NationalReply(NationalOutcome.Refused, text, warning, receiverId)
            : new NationalReply(NationalOutcome.NotAnAnswer, text, warning, receiverId);
    }

    private static JsonElement? OutputOf(JsonElement json, Region region, Func<string, string>? decipher)
    {
        if (region.Envelope.Output == ContentForm.Sm4 && TextOf(json, "output") is { Length: > 0 } cipher && cipher[0] != '{')
        {
            return MessageText.Parse(
                (decipher ?? throw new NationalRefusedException("平台的回答是加密的，请先登记密钥"))(cipher), "output");
        }

        return MessageText.Member(json, "output");
    }

    private static string TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array => "",
            JsonValueKind.String => value.GetString()!.Trim(),
            _ => value.GetRawText(),
        }
        : "";

    private static NationalReply NotAnAnswer(string why) => new(NationalOutcome.NotAnAnswer, why);
}
