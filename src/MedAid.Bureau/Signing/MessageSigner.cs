using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;

namespace MedAid.Bureau.Signing;

/// <summary>Signs and enciphers messages as a region wants it, and checks those that come.</summary>
/// <param name="region">The region.</param>
/// <param name="keys">The keys; null where the region wants none.</param>
public sealed class MessageSigner(Region region, BureauKeys? keys)
{
    private const string NumberPlace = "{infno}";
    private const string CaKey = "x-ca-key";
    private const string CaSignature = "x-ca-signature";
    private const string TifId = "x-tif-paasid";
    private const string TifTime = "x-tif-timestamp";
    private const string TifNonce = "x-tif-nonce";
    private const string TifSignature = "x-tif-signature";
    private const string CsbSignature = "_api_signature";
    private const string Signature = "cainfo";
    private const string Content = "input";

    private static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding("GBK")!;

    private static readonly string[] CsbNames = ["_api_access_key", "_api_name", "_api_timestamp", "_api_version"];

    private readonly SigningForm form = region.Signing;

    private BureauKeys Keys => keys ?? throw new NationalRefusedException("该地区的报文要签名或加密，请先在 bureau 目录登记密钥");

    /// <summary>A message as it is sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">When it is sent; a message that is sent again keeps its own time, its headers do not.</param>
    /// <param name="nonce">A text that never comes again.</param>
    public SignedMessage Sign(NationalMessage message, DateTimeOffset at, string nonce)
    {
        var envelope = message.Envelope(region);
        var input = MessageJson.Write(envelope[Content]!);
        if (form.Algorithm is SigningAlgorithm.Sm2Envelope or SigningAlgorithm.Sm2Input)
        {
            envelope["signtype"] = "SM2";
        }

        if (region.Envelope.Input == ContentForm.Sm4)
        {
            envelope[region.Envelope.CipherField] = "SM4";
            envelope[Content] = Keys.Encipher(input);
        }
        else if (region.Envelope.Input == ContentForm.Text)
        {
            envelope[Content] = input;
        }

        if (TextToSign(envelope, input) is { } text)
        {
            envelope[Signature] = Convert.ToBase64String(ChineseCrypto.Sm2Sign(Keys.Sm2PrivateKey, Encoding.UTF8.GetBytes(text), form.IsRaw));
        }

        var body = MessageJson.Bytes(envelope);
        return new SignedMessage(body, Headers(region.Lettered(message.Number), body, at, nonce));
    }

    /// <summary>
    /// Whether a message was signed by whoever has the keys. Where the region wants no signature, every message was. How old the time in its headers
    /// may be is for the receiver to say.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="header">Gives a header, or null.</param>
    public bool Holds(ReadOnlyMemory<byte> body, Func<string, string?> header)
    {
        switch (form.Algorithm)
        {
            case SigningAlgorithm.None:
                return true;
            case SigningAlgorithm.HmacSm3:
                return header(CaSignature)?.Split(':') is [var time, var code]
                    && header(CaKey) == Keys.AccessKey && AreSame(code, HmacOf(time, body.ToArray()));
            case SigningAlgorithm.XTif:
                return header(TifId) == Keys.AccessKey
                    && AreSame(header(TifSignature) ?? "", TifOf(header(TifTime) ?? "", header(TifNonce) ?? ""));
            case SigningAlgorithm.Csb:
                return header(CsbNames[0]) == Keys.AccessKey && AreSame(header(CsbSignature) ?? "", CsbOf(n => header(n) ?? ""));
            default:
                return HoldsInside(body);
        }
    }

    private bool HoldsInside(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = MessageText.Unwrapped(MessageText.Decode(body));
            var envelope = JsonNode.Parse(json)!.AsObject();
            var content = MessageText.Parse(json, "报文").GetProperty(Content);

            // The input is signed as it was written, so an object is taken as it stands in the body.
            var written = content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
            var input = region.Envelope.Input == ContentForm.Sm4 ? Keys.Decipher(written) : written;
            return ChineseCrypto.Sm2Verify(
                Keys.Sm2PublicKey, Encoding.UTF8.GetBytes(TextToSign(envelope, input)!),
                Convert.FromBase64String((string?)envelope[Signature] ?? ""), form.IsRaw);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException
            or KeyNotFoundException or NationalRefusedException)
        {
            return false;
        }
    }

    /// <summary>What SM2 signs; null where it signs nothing.</summary>
    private string? TextToSign(JsonObject envelope, string input) => form.Algorithm switch
    {
        SigningAlgorithm.Sm2Envelope => string.Join('&', envelope
            .Where(m => m.Key is not (Signature or Content) && Text(m.Value).Length > 0)
            .OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => $"{m.Key}={Text(m.Value)}")),
        SigningAlgorithm.Sm2Input => input,
        _ => null,
    };

    private Dictionary<string, string> Headers(string number, byte[] body, DateTimeOffset at, string nonce)
    {
        var time = (form.IsMilliseconds ? at.ToUnixTimeMilliseconds() : at.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);
        switch (form.Algorithm)
        {
            case SigningAlgorithm.HmacSm3:
                return new() { [CaKey] = Keys.AccessKey, [CaSignature] = $"{time}:{HmacOf(time, body)}" };
            case SigningAlgorithm.XTif:
                return new() { [TifId] = Keys.AccessKey, [TifTime] = time, [TifNonce] = nonce, [TifSignature] = TifOf(time, nonce) };
            case SigningAlgorithm.Csb:
                var headers = new Dictionary<string, string>
                {
                    [CsbNames[0]] = Keys.AccessKey, [CsbNames[1]] = form.ApiName.Replace(NumberPlace, number, StringComparison.Ordinal),
                    [CsbNames[2]] = time, [CsbNames[3]] = form.ApiVersion,
                };
                headers[CsbSignature] = CsbOf(n => headers[n]);
                return headers;
            default:
                return [];
        }
    }

    private string HmacOf(string time, byte[] body)
    {
        var signed = form.IsGbk ? Gbk.GetBytes(Encoding.UTF8.GetString(body)) : body;
        return Convert.ToHexStringLower(ChineseCrypto.HmacSm3(Keys.Secret, [.. Encoding.ASCII.GetBytes(time), (byte)'\n', .. signed]));
    }

    private string TifOf(string time, string nonce) => Convert.ToHexStringLower(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(time), .. Keys.Secret, .. Encoding.UTF8.GetBytes(nonce + time)]));

    private string CsbOf(Func<string, string> value) => Convert.ToBase64String(
        ChineseCrypto.HmacSha1(Keys.Secret, Encoding.UTF8.GetBytes(string.Join('&', CsbNames.Select(n => $"{n}={value(n)}")))));

    private static string Text(JsonNode? node) => node is null ? "" : node.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>()
        : node.ToJsonString();

    /// <summary>Compares in a time that does not tell where they differ.</summary>
    private static bool AreSame(string theirs, string ours) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(theirs), Encoding.UTF8.GetBytes(ours));
}
