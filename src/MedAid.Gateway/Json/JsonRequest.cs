using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using Microsoft.Net.Http.Headers;

namespace MedAid.Gateway.Json;

/// <summary>Reads the request message of a call from path, query and body, and refuses what does not fit with all its problems at once.</summary>
internal static class JsonRequest
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.JsonDepthMax };
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<IMessage> ReadAsync(HttpContext http, JsonRoute route, MessageDescriptor input, CancellationToken cancellation)
    {
        var message = route.HasBody
            ? Parse(await ReadBodyAsync(http.Request, Limits.MessageBytesOf(input), cancellation), input)
            : input.Parser.ParseFrom([]);
        var problems = new List<FieldViolation>();
        foreach (var field in route.PathFields)
        {
            BindPath(message, field, (string)http.Request.RouteValues[field.Name]!, problems);
        }

        BindQuery(message, http.Request.Query, takesFields: !route.HasBody, problems);
        return problems.Count == 0 ? message : throw ApiError.Invalid(problems).ToException();
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        RequireJson(request);
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
                return Decode(body.WrittenSpan);
            }

            body.Advance(count);
            if (body.WrittenCount > bytesMax)
            {
                throw ApiError.TooLarge(bytesMax).ToException();
            }
        }
    }

    private static string Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            // Windows clients like to put a byte order mark first.
            return Utf8.GetString(body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body);
        }
        catch (DecoderFallbackException)
        {
            throw new ApiError(ErrorReason.MalformedBody) { Chinese = "请求报文不是 UTF-8 编码（可能是 GBK），请改为 UTF-8 后重新提交。" }.ToException();
        }
    }

    /// <summary>Only JSON in UTF-8, and said to be so: a web page of another origin can send anything but this type unasked.</summary>
    private static void RequireJson(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson || request.Headers.ContentEncoding.Count > 0)
        {
            throw new ApiError(ErrorReason.ContentTypeNotJson).ToException();
        }
    }

    private static IMessage Parse(string body, MessageDescriptor input)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var (problems, leftOut) = JsonShape.Check(document.RootElement, input);
            return problems.Count == 0
                ? Parser.Parse(body, input)
                : throw new ApiError(ErrorReason.InvalidRequest) { Fields = problems, FieldsLeftOut = leftOut }.ToException();
        }
        catch (JsonException exception)
        {
            throw Malformed(body, exception);
        }
        catch (Exception exception) when (exception is InvalidJsonException or InvalidProtocolBufferException)
        {
            throw new ApiError(ErrorReason.MalformedBody).ToException();
        }
    }

    private static void BindPath(IMessage message, FieldDescriptor field, string value, List<FieldViolation> problems)
    {
        var inBody = (string)field.Accessor.GetValue(message);
        if (inBody.Length > 0 && inBody != value)
        {
            problems.Add(new(field.Name, FieldRule.DiffersFromPath, "与路径中的不一致"));
        }

        field.Accessor.SetValue(message, value);
    }

    private static void BindQuery(IMessage message, IQueryCollection query, bool takesFields, List<FieldViolation> problems)
    {
        foreach (var (name, values) in query)
        {
            var field = takesFields ? JsonShape.FindField(message.Descriptor, name) : null;
            if (field is null or { FieldType: FieldType.Message } or { IsRepeated: true })
            {
                problems.Add(new(JsonShape.Printable(name), FieldRule.UnknownField, "没有这个查询参数，请检查拼写"));
            }
            else if (values.Count != 1)
            {
                problems.Add(new(name, FieldRule.Duplicate, "写了不止一次"));
            }
            else if (field.RealContainingOneof?.Accessor.GetCaseFieldDescriptor(message) is not null)
            {
                problems.Add(new(name, FieldRule.OnlyOne, $"{field.RealContainingOneof.Name} 中只能写一个字段"));
            }
            else if (Scalar(field, values[0] ?? "") is { } value)
            {
                field.Accessor.SetValue(message, value);
            }
            else
            {
                problems.Add(field.FieldType == FieldType.Enum
                    ? new(name, FieldRule.UnknownWord, $"只能是 {MessageForm.WordsOf(field.EnumType)}")
                    : new(name, FieldRule.WrongType, "值的类型不对，请对照 /openapi.json"));
            }
        }
    }

    private static object? Scalar(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Bool => bool.TryParse(text, out var flag) ? flag : null,
        FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Enum => EnumValue(field.EnumType, text),
        _ => null,
    };

    private static object? EnumValue(EnumDescriptor type, string text)
    {
        var value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? type.FindValueByNumber(number)
            : type.FindValueByName(text);
        return value is null ? null : Enum.ToObject(type.ClrType, value.Number);
    }

    /// <summary>Where the text stops being JSON, counted as an editor counts; of the text itself nothing is repeated.</summary>
    private static Grpc.Core.RpcException Malformed(string body, JsonException exception)
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
