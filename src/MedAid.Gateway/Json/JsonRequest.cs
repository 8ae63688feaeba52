using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Json;

/// <summary>Reads the request message of a call from path, query and body, and refuses what does not fit with all its problems at once.</summary>
internal static class JsonRequest
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.JsonDepthMax };
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    public static async Task<IMessage> ReadAsync(HttpContext http, JsonRoute route, MessageDescriptor input, CancellationToken cancellation)
    {
        var message = route.HasBody
            ? await ParseAsync(http.Request, input, cancellation)
            : input.Parser.ParseFrom([]);
        var problems = new List<FieldViolation>();
        foreach (var field in route.PathFields)
        {
            BindPath(message, field, (string)http.Request.RouteValues[field.Name]!, problems);
        }

        BindQuery(message, http.Request.Query, takesFields: !route.HasBody, problems);
        return problems.Count == 0 ? message : throw ApiError.Invalid(problems).ToException();
    }

    /// <summary>A message, or a part of one that a door of another form carries, out of its JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="input">The message.</param>
    /// <param name="at">Where it stands, for the names of bad fields.</param>
    /// <param name="text">The same JSON as text, where there is one.</param>
    public static IMessage Read(JsonElement json, MessageDescriptor input, string at = "", string? text = null)
    {
        var (problems, leftOut) = JsonShape.Check(json, input);
        if (problems.Count > 0)
        {
            throw new ApiError(ErrorReason.InvalidRequest)
            {
                Fields = [.. problems.Select(p => p with { Field = $"{at}{p.Field}" })], FieldsLeftOut = leftOut,
            }.ToException();
        }

        try
        {
            return Parser.Parse(text ?? json.GetRawText(), input);
        }
        catch (Exception exception) when (exception is InvalidJsonException or InvalidProtocolBufferException)
        {
            throw new ApiError(ErrorReason.MalformedBody).ToException();
        }
    }

    private static async Task<IMessage> ParseAsync(HttpRequest request, MessageDescriptor input, CancellationToken cancellation)
    {
        RequestBody.RequireJson(request);
        var body = RequestBody.Decode(await RequestBody.ReadAsync(request, Limits.MessageBytesOf(input), cancellation));
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement, input, text: body);
        }
        catch (JsonException exception)
        {
            throw RequestBody.Malformed(body, exception);
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
}
