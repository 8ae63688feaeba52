using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using MedAid.Gateway.Grpc;

namespace MedAid.Gateway.Json;

/// <summary>
/// Compares a JSON body with its message and collects every field that does not fit, by its path. The protobuf parser would stop at the first
/// and quote the value, which may be an id number. Both lowerCamel and snake_case names are read; int64 may be a number or a string.
/// </summary>
internal sealed class JsonShape
{
    private const long NumberMax = 1L << 53;

    private readonly List<FieldProblem> problems = [];

    /// <summary>All problems, none if the body fits.</summary>
    public static IReadOnlyList<FieldProblem> Check(JsonElement body, MessageDescriptor message)
    {
        var shape = new JsonShape();
        if (body.ValueKind == JsonValueKind.Object)
        {
            shape.CheckMessage(body, message, "");
        }
        else
        {
            shape.Add("", "the body must be a JSON object");
        }

        return shape.problems;
    }

    /// <summary>A field by either of its names.</summary>
    public static FieldDescriptor? FindField(MessageDescriptor message, string name) =>
        message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);

    private void Add(string path, string description)
    {
        if (problems.Count < Limits.FieldProblemsMax)
        {
            problems.Add(new(path, description));
        }
    }

    private void CheckMessage(JsonElement value, MessageDescriptor message, string path)
    {
        var seen = new HashSet<FieldDescriptor>();
        var oneofs = new HashSet<OneofDescriptor>();
        foreach (var property in value.EnumerateObject())
        {
            var name = SafeName(property);
            var at = path.Length == 0 ? name : $"{path}.{name}";
            var field = FindField(message, name);
            if (field is null)
            {
                Add(at, "unknown field");
            }
            else if (!seen.Add(field))
            {
                Add(at, "given twice");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                if (field.RealContainingOneof is { } oneof && !oneofs.Add(oneof))
                {
                    Add(at, $"only one field of {oneof.Name} may be given");
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
            Add(path, "must be an array");
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
                Require(IsTimestamp(value), path, "must be an RFC 3339 time");
                break;
            case FieldType.Message when value.ValueKind == JsonValueKind.Object:
                CheckMessage(value, field.MessageType, path);
                break;
            case FieldType.Message:
                Add(path, "must be an object");
                break;
            case FieldType.Int32:
                Require(long.TryParse(Digits(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number is >= int.MinValue and <= int.MaxValue, path, "must be a whole number of 32 bits");
                break;
            case FieldType.Int64:
                Require(IsInt64(value), path, "must be a whole number of 64 bits, as a string if beyond 2^53");
                break;
            case FieldType.Bool:
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path, "must be true or false");
                break;
            case FieldType.String:
                Require(Text(value) is not null, path, "must be a string of valid Unicode");
                break;
            case FieldType.Enum:
                Require(IsEnumValue(value, field.EnumType), path, $"must be a value of {field.EnumType.Name}");
                break;
            default:
                throw new NotSupportedException($"{field.FullName}: the contract has no fields of type {field.FieldType}.");
        }
    }

    private void Require(bool holds, string path, string description)
    {
        if (!holds)
        {
            Add(path, description);
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
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
