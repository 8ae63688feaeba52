using System.Buffers;
using System.Text;
using System.Text.Json;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using Microsoft.Net.Http.Headers;

namespace MedAid.Gateway.Json;

/// <summary>The body of a request, within bounds, as text.</summary>
internal static class RequestBody
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All bytes of the body; throws if there are more than so many.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        if (request.ContentLength > bytesMax)
        {
            throw ApiError.TooLarge(bytesMax).ToException();
        }

        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 0) + 1);
        while (true)
        {
            var count = await request.Body.ReadAsync(body.GetMemory(), cancellation);
            if (count == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(count);
            if (body.WrittenCount > bytesMax)
            {
                throw ApiError.TooLarge(bytesMax).ToException();
            }
        }
    }

    /// <summary>The text, without a byte order mark, which Windows clients like to put first; throws if it is not UTF-8.</summary>
    public static string Decode(ReadOnlyMemory<byte> bytes)
    {
        var body = bytes.Span;
        try
        {
            return Utf8.GetString(body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body);
        }
        catch (DecoderFallbackException)
        {
            throw new ApiError(ErrorReason.MalformedBody) { Chinese = "请求报文不是 UTF-8 编码（可能是 GBK），请改为 UTF-8 后重新提交。" }.ToException();
        }
    }

    /// <summary>Only JSON in UTF-8, and said to be so: a web page of another origin can send anything but this type unasked.</summary>
    public static void RequireJson(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson || request.Headers.ContentEncoding.Count > 0)
        {
            throw new ApiError(ErrorReason.ContentTypeNotJson).ToException();
        }
    }

    /// <summary>Where the text stops being JSON, counted as an editor counts; of the text itself nothing is repeated.</summary>
    public static Grpc.Core.RpcException Malformed(string body, JsonException exception)
    {
        var line = body.Split('\n').ElementAtOrDefault((int)(exception.LineNumber ?? 0)) ?? "";
        var bytes = Math.Min((int)(exception.BytePositionInLine ?? 0), Utf8.GetByteCount(line));
        var (row, column) = ((exception.LineNumber ?? 0) + 1, Encoding.UTF8.GetCharCount(Encoding.UTF8.GetBytes(line), 0, bytes) + 1);
        return new ApiError(ErrorReason.MalformedBody)
        {
            Chinese = body.Trim().Length == 0 ? "请求没有报文，请在请求体中提交 JSON。" : $"请求报文不是正确的 JSON：第 {row} 行第 {column} 个字符附近有误，请检查。",
            Metadata = new Dictionary<string, string> { ["line"] = $"{row}", ["column"] = $"{column}" },
        }.ToException();
    }
}
