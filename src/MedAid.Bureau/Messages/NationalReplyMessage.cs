using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Regions;
using MedAid.Settlement;

namespace MedAid.Bureau.Messages;

/// <summary>An answer, before it is written as a region wants it.</summary>
public sealed record NationalReplyMessage
{
    private const string NoDistrict = "000000";
    private const long Sequences = 10_000_000_000;
    private const string Instant = "yyyyMMddHHmmssfff";

    /// <summary>Whether it is done; else it is refused.</summary>
    public required bool IsDone { get; init; }

    /// <summary>Why it is refused, in one sentence.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>A sentence to be shown although it is done, or empty.</summary>
    public string Warning { get; init; } = "";

    /// <summary>The output, or null.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>District of treatment, or empty.</summary>
    public string District { get; init; } = "";

    /// <summary>When the request came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it is answered.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>The number of the answer, from a counter.</summary>
    public required long Number { get; init; }

    /// <summary>The envelope as the region writes it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="encipher">Enciphers the JSON of an output; null where none is set up.</param>
    public byte[] Render(Region region, Func<string, string>? encipher = null)
    {
        var (rule, now) = (region.Success, ChinaTime.Of(AnsweredAt));
        var code = IsDone ? rule.Codes[0] : "-1";
        var district = District.Length == NoDistrict.Length ? District : NoDistrict;
        return MessageJson.Bytes(new JsonObject
        {
            ["infcode"] = rule.CodeIsText ? code : JsonNode.Parse(code),
            ["inf_refmsgid"] = string.Create(CultureInfo.InvariantCulture, $"{district}{now:yyyyMMddHHmmss}{Number % Sequences:D10}"),
            ["refmsg_time"] = ChinaTime.Of(ReceivedAt).ToString(Instant, CultureInfo.InvariantCulture),
            ["respond_time"] = now.ToString(Instant, CultureInfo.InvariantCulture),
            ["err_msg"] = IsDone ? rule.Texts.Count > 0 ? rule.Texts[0] : "" : Sentence,
            ["warn_msg"] = Warning,
            ["signtype"] = null,
            ["cainfo"] = null,
            ["output"] = Content(region, encipher),
        });
    }

    private JsonNode? Content(Region region, Func<string, string>? encipher)
    {
        if (Output is null)
        {
            return null;
        }

        var output = region.Envelope.AreNumbersText ? MessageJson.NumbersAsText(Output) : Output.DeepClone();
        return region.Envelope.Output switch
        {
            ContentForm.Json => output,
            ContentForm.Text => MessageJson.Write(output),
            _ => (encipher ?? throw new NationalRefusedException("该地区的报文要加密，请先登记密钥"))(MessageJson.Write(output)),
        };
    }
}
