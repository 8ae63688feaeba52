using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Bureau.Messages;

/// <summary>A request to the platform, before it is written as a region wants it. Nothing of it changes when it is sent again.</summary>
public sealed record NationalMessage
{
    /// <summary>Transaction number, without a letter or with that which it has to have.</summary>
    public required string Number { get; init; }

    /// <summary>The message id.</summary>
    public required string MessageId { get; init; }

    /// <summary>The institution.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>Its name.</summary>
    public string HospitalName { get; init; } = "";

    /// <summary>District of treatment.</summary>
    public required string District { get; init; }

    /// <summary>District of insurance; empty where the input names no person.</summary>
    public string InsuredDistrict { get; init; } = "";

    /// <summary>Who acts; a link that acts by itself has a name of its own.</summary>
    public string Operator { get; init; } = "medaid";

    /// <summary>Number of the sign-in; empty before it.</summary>
    public string SignNumber { get; init; } = "";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The input.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>The envelope as the region writes it, with the input as an object and without a signature.</summary>
    public JsonObject Envelope(Region region)
    {
        var form = region.Envelope;
        var envelope = new JsonObject { ["infno"] = region.Lettered(Number), ["msgid"] = MessageId, ["mdtrtarea_admvs"] = District };
        Set(envelope, "insuplc_admdvs", InsuredDistrict);
        if (form.IsShort)
        {
            envelope["medins_code"] = HospitalCode.Text;
        }
        else
        {
            envelope["recer_sys_code"] = form.Receiver;
            envelope["dev_no"] = "";
            envelope["dev_safe_info"] = "";
            envelope["cainfo"] = "";
            envelope["signtype"] = "";
            envelope["infver"] = form.Version;
            envelope["opter_type"] = "1";
            envelope["opter"] = Operator;
            envelope["opter_name"] = Operator;
            envelope["inf_time"] = ChinaTime.Of(At).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            envelope["fixmedins_code"] = HospitalCode.Text;
            envelope["fixmedins_name"] = HospitalName;
            envelope["sign_no"] = SignNumber;
        }

        envelope["input"] = form.AreNumbersText ? MessageJson.NumbersAsText(Input) : Input.DeepClone();
        return envelope;
    }

    /// <summary>The bytes to be sent where nothing is signed or enciphered; else see <see cref="Signing.MessageSigner"/>.</summary>
    public byte[] Render(Region region)
    {
        var envelope = Envelope(region);
        if (region.Envelope.Input == ContentForm.Text)
        {
            envelope["input"] = MessageJson.Write(envelope["input"]!);
        }

        return region.Envelope.Input != ContentForm.Sm4 && region.Signing.Algorithm == SigningAlgorithm.None
            ? MessageJson.Bytes(envelope)
            : throw new NationalRefusedException("该地区的报文要签名或加密，请先在 bureau 目录登记密钥");
    }

    private static void Set(JsonObject envelope, string name, string value)
    {
        if (value.Length > 0)
        {
            envelope[name] = value;
        }
    }
}
