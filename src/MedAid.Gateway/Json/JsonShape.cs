using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Json;

/// <summary>
/// Compares a JSON body with its message and collects every field that does not fit, by its path. The protobuf parser would stop at the first
/// and quote the value, which may be an id number. Both lowerCamel and snake_case names are read; int64 may be a number or a string.
/// </summary>
internal sealed partial class JsonShape
{
    private const long NumberMax = 1L << 53;
    private const int NameMax = 40;
    private const int DigitsMax = 4;
    private const string Unprintable = "?";
    private const string Fen = "_fen";
    private const string WholeNumber = "应是 64 位整数；大于 2^53 的要写成字符串";
    private const string WholeFen = "金额以分为单位，是不带小数点的整数：400.00 元写 40000；大于 2^53 的要写成字符串";

    private readonly List<FieldViolation> problems = [];
    private int leftOut;

    /// <summary>The problems, none if the body fits, and how many more there are.</summary>
    public static (IReadOnlyList<FieldViolation> Problems, int LeftOut) Check(JsonElement body, MessageDescriptor message)
    {
        var shape = new JsonShape();
        if (body.ValueKind == JsonValueKind.Object)
        {
            shape.CheckMessage(body, message, "");
        }
        else
        {
            shape.Add("", FieldRule.NotAnObject, "报文应是一个 JSON 对象");
        }

        return (shape.problems, shape.leftOut);
    }

    /// <summary>A field by either of its names.</summary>
    public static FieldDescriptor? FindField(MessageDescriptor message, string name) =>
        message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);

    /// <summary>The path of a field as HTTP/JSON spells it: <c>visit.items[0].amountFen</c>.</summary>
    public static string CamelOf(string path) => Underscore().Replace(path, m => m.Groups[1].Value.ToUpperInvariant());

    /// <summary>
    /// A name as an error may repeat it: one that could be a field's. Whatever else a caller puts there may be an id number or a person's
    /// name, and is not said again.
    /// </summary>
    public static string Printable(string name) =>
        name.Length <= NameMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && name.Count(char.IsAsciiDigit) < DigitsMax
            ? name
            : Unprintable;

    private void Add(string path, FieldRule rule, string description)
    {
        if (problems.Count < Limits.FieldViolationsMax)
        {
            problems.Add(new(path, rule, description));
        }
        else
        {
            leftOut++;
        }
    }

    private void CheckMessage(JsonElement value, MessageDescriptor message, string path)
    {
        var seen = new HashSet<FieldDescriptor>();
        var oneofs = new HashSet<OneofDescriptor>();
        foreach (var property in value.EnumerateObject())
        {
            var name = SafeName(property);
            var field = FindField(message, name);
            var at = path.Length == 0 ? field?.JsonName ?? name : $"{path}.{field?.JsonName ?? name}";
            if (field is null)
            {
                Add(at, FieldRule.UnknownField, "没有这个字段，请检查拼写");
            }
            else if (!seen.Add(field))
            {
                Add(at, FieldRule.Duplicate, "写了不止一次");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                if (field.RealContainingOneof is { } oneof && !oneofs.Add(oneof))
                {
                    Add(at, FieldRule.OnlyOne, $"{oneof.Name} 中只能写一个字段");
                }

                CheckField(property.Value, field, at);
            }
        }
    }

    private void CheckField(JsonElement value, FieldDescriptor field, string path)
    {
        if (!field.IsRepeated)
        {
            CheckValue(value, field, path);
            return;
        }

        if (field.IsMap || value.ValueKind != JsonValueKind.Array)
        {
            Add(path, FieldRule.NotAnArray, "应是数组");
            return;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            CheckValue(element, field, $"{path}[{index++}]");
        }
    }

    private void CheckValue(JsonElement value, FieldDescriptor field, string path)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName:
                Require(IsTimestamp(value), path, FieldRule.NotATime, "应是 RFC 3339 时间，如 2026-03-02T08:00:00Z");
                break;
            case FieldType.Message when value.ValueKind == JsonValueKind.Object:
                CheckMessage(value, field.MessageType, path);
                break;
            case FieldType.Message:
                Add(path, FieldRule.NotAnObject, "应是对象");
                break;
            case FieldType.Int32:
                Require(long.TryParse(Digits(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number is >= int.MinValue and <= int.MaxValue, path, FieldRule.NotAnInteger, "应是 32 位整数");
                break;
            case FieldType.Int64:
                Require(IsInt64(value), path, FieldRule.NotAnInteger, field.Name.EndsWith(Fen, StringComparison.Ordinal) ? WholeFen : WholeNumber);
                break;
            case FieldType.Bool:
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path, FieldRule.NotABoolean, "只能是 true 或 false");
                break;
            case FieldType.String:
                Require(Text(value) is not null, path, FieldRule.NotAString, "应是字符串，且编码正确");
                break;
            case FieldType.Bytes:
                Require(
                    value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out _), path, FieldRule.NotBase64, "应是 base64 编码的字符串");
                break;
            case FieldType.Enum:
                Require(IsEnumValue(value, field.EnumType), path, FieldRule.UnknownWord, $"只能是 {MessageForm.WordsOf(field.EnumType)}");
                break;
            default:
                throw new NotSupportedException($"{field.FullName}: the contract has no fields of type {field.FieldType}.");
        }
    }

    private void Require(bool holds, string path, FieldRule rule, string description)
    {
        if (!holds)
        {
            Add(path, rule, description);
        }
    }

    private static string? Digits(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value);

    /// <summary>Beyond 2^53 a JSON number is refused: the protobuf parser reads it as a double and would change the amount silently.</summary>
    private static bool IsInt64(JsonElement value) =>
        long.TryParse(Digits(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && (value.ValueKind == JsonValueKind.String || number is >= -NumberMax and <= NumberMax);

    private static bool IsTimestamp(JsonElement value) =>
        Text(value) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && text.Contains('T', StringComparison.Ordinal);

    private static bool IsEnumValue(JsonElement value, EnumDescriptor type) => value.ValueKind == JsonValueKind.Number
        ? value.TryGetInt32(out var number) && type.FindValueByNumber(number) is not null
        : Text(value) is { } name && type.FindValueByName(name) is not null;

    /// <summary>The text, or null if it is not a string or holds half of a surrogate pair.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string SafeName(JsonProperty property)
    {
        try
        {
            return Printable(property.Name);
        }
        catch (InvalidOperationException)
        {
            return Unprintable;
        }
    }

    [GeneratedRegex("_([a-z0-9])")]
    private static partial Regex Underscore();
}
