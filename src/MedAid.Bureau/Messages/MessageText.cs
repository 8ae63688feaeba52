using System.Net;
using System.Text;
using System.Text.Json;

namespace MedAid.Bureau.Messages;

/// <summary>The JSON of a body as clients and platforms send it.</summary>
public static class MessageText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Limits.JsonDepthMax };

    /// <summary>The text of a body, without a byte order mark; refused if it is not UTF-8.</summary>
    public static string Decode(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span;
        try
        {
            return Utf8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new NationalRefusedException("请求报文不是 UTF-8 编码（可能是 GBK），请改为 UTF-8 后重新提交");
        }
    }

    /// <summary>A form with one nameless field, as some pages send it: <c>={…}</c>, percent-encoded or not.</summary>
    public static string Unwrapped(string body)
    {
        var text = body.Trim();
        return text is not ['=', ..] ? text : text is ['=', '%', ..] ? WebUtility.UrlDecode(text[1..]) : text[1..];
    }

    /// <summary>The JSON of a text; refused if it is none.</summary>
    public static JsonElement Parse(string text, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new NationalRefusedException($"{what}不是正确的 JSON，请检查；本系统不收加密的内容");
        }
    }

    /// <summary>
    /// A node that a client may send as an object or as text with JSON in it; null if there is none. Refused if it is there twice with different
    /// contents.
    /// </summary>
    public static JsonElement? Member(JsonElement json, string name)
    {
        JsonElement? found = null;
        foreach (var member in json.EnumerateObject().Where(m => m.NameEquals(name)))
        {
            found = found is null || JsonElement.DeepEquals(found.Value, member.Value)
                ? member.Value
                : throw new NationalRefusedException($"{name} 写了两次，内容不相同，请只写一次");
        }

        return found?.ValueKind switch
        {
            null or JsonValueKind.Null => null,
            JsonValueKind.String when found.Value.GetString()!.Trim() is var text => text.Length == 0 ? null : Parse(text, name),
            _ => found,
        };
    }
}
