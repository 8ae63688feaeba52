using System.Text.Json;
using System.Text.RegularExpressions;
using MedAid.Core;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages;

/// <summary>
/// The envelope of a request. It is read whatever content type it says, with a byte order mark, as the nameless field of a form, and with
/// its input as text; the short envelope of some provinces has <c>medins_code</c> for <c>fixmedins_code</c> and no operator.
/// </summary>
public sealed partial class NationalRequest
{
    private const int MessageIdMin = 18;
    private const int MessageIdMax = 30;
    private const int CodeMax = 50;
    private const int WordMax = 100;
    private const int NumberDigits = 4;
    private const int DistrictMax = 6;

    private static readonly NationalTable Table = new(
        Text("infno", DistrictMax), Text("infon", DistrictMax), Text("msgid", MessageIdMax, "request_id"), Text("mdtrtarea_admvs", DistrictMax),
        Text("insuplc_admdvs", DistrictMax), Text("fixmedins_code", CodeMax, "hospital_code"), Text("medins_code", CodeMax),
        Text("opter", WordMax, "medaid-operator"), Text("opter_name", WordMax), Text("sign_no", CodeMax), Text("recer_sys_code", WordMax),
        Text("enc_type", WordMax), Text("encType", WordMax));

    private NationalRequest(NationalRow envelope, JsonElement? input, string pathNumber)
    {
        (Envelope, Input) = (envelope, input);
        var number = envelope.First("infno", "infon").ToUpperInvariant();
        if (number.Length > 0 && pathNumber.Length > 0 && Plain(number) != Plain(pathNumber))
        {
            throw new NationalRefusedException("infno 与地址里的交易编号不一致，请检查");
        }

        Number = number.Length > 0 ? number : pathNumber;
        if (!NumberForm().IsMatch(Number))
        {
            throw new NationalRefusedException("infno 应是 4 位交易编号，可以再加一个字母，例如 3101");
        }
    }

    /// <summary>Transaction number as it was sent, in capitals: 3101 or 3101A.</summary>
    public string Number { get; }

    /// <summary>The four digits.</summary>
    public string PlainNumber => Plain(Number);

    /// <summary>The fields of the envelope.</summary>
    public NationalRow Envelope { get; }

    /// <summary>The input; null if there is none.</summary>
    public JsonElement? Input { get; }

    /// <summary>The institution that sends it, or empty.</summary>
    public HospitalCode HospitalCode => new(Envelope.First("fixmedins_code", "medins_code"));

    /// <summary>District of treatment, or empty.</summary>
    public string District => Envelope["mdtrtarea_admvs"];

    /// <summary>Who acts: the operator, else the institution's interface.</summary>
    public string Operator => Envelope.First("opter", "fixmedins_code", "medins_code");

    /// <summary>The key of a write: a message id is unique in its institution and transaction only.</summary>
    public string WriteKey => $"{HospitalCode}-{Number}-{MessageId}";

    /// <summary>The message id; refused where there is none.</summary>
    public string MessageId => Envelope["msgid"] is { Length: >= MessageIdMin and <= MessageIdMax } id
        ? id
        : throw new NationalRefusedException($"msgid 必填，{MessageIdMin} 到 {MessageIdMax} 位，重发时不变");

    /// <summary>The request in a body, that came to the address of a transaction number or, where this is empty, of all.</summary>
    /// <param name="body">The body.</param>
    /// <param name="pathNumber">The number in the address, or empty.</param>
    /// <param name="decipher">Gives the JSON of an input that is enciphered; null where none is set up.</param>
    public static NationalRequest Read(ReadOnlyMemory<byte> body, string pathNumber, Func<string, string>? decipher = null)
    {
        var json = MessageText.Parse(MessageText.Unwrapped(MessageText.Decode(body)), "报文");
        var envelope = NationalReader.Read(json, Table, "");
        var isEnciphered = envelope.First("enc_type", "encType").Length > 0;
        if (isEnciphered && decipher is null)
        {
            throw new NationalRefusedException("本系统没有约定加密方式，请发送不加密的报文（enc_type 留空）");
        }

        try
        {
            var input = isEnciphered ? Deciphered(json, decipher!) : MessageText.Member(json, "input");
            return new NationalRequest(envelope, input, pathNumber.ToUpperInvariant());
        }
        catch (InvalidOperationException)
        {
            throw BadText();
        }
    }

    /// <summary>A text with half of a surrogate pair, which is JSON by its form and no text.</summary>
    public static NationalRefusedException BadText() => new("报文里有编码不正确的文字，请改为 UTF-8 后重新提交");

    /// <summary>Whether a text has the form of a transaction number.</summary>
    public static bool IsNumber(string text) => NumberForm().IsMatch(text.ToUpperInvariant());

    private static JsonElement? Deciphered(JsonElement json, Func<string, string> decipher)
    {
        JsonElement[] inputs = [.. json.EnumerateObject().Where(m => m.NameEquals("input")).Select(m => m.Value)];
        return inputs is [{ ValueKind: JsonValueKind.String } only]
            ? MessageText.Parse(decipher(only.GetString()!), "input")
            : throw new NationalRefusedException("加密的 input 应是一个字符串");
    }

    private static string Plain(string number) => number.Length > NumberDigits ? number[..NumberDigits] : number;

    [GeneratedRegex("^[0-9]{4}[A-Z]?$")]
    private static partial Regex NumberForm();
}
