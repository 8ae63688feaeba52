using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace MedAid.Gateway.OpenApi;

/// <summary>The messages and enums of the contract as OpenAPI schemas, each once, as they are first referred to.</summary>
internal sealed class OpenApiSchemas(ProtoComments comments)
{
    public const string ErrorName = "Error";

    private readonly SortedDictionary<string, JsonObject> byName = new(StringComparer.Ordinal) { [ErrorName] = ErrorSchema(comments) };

    public JsonObject ToJson() => new(byName.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));

    /// <summary>A reference to a message's schema, which is made on the first call.</summary>
    public JsonObject Message(MessageDescriptor message)
    {
        if (!byName.ContainsKey(message.FullName))
        {
            // In place before its fields are looked at: a message may hold itself.
            byName[message.FullName] = [];
            Fill(byName[message.FullName], message);
        }

        return Reference(message.FullName);
    }

    /// <summary>The schema of one value of a field, without its comment.</summary>
    public JsonObject Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName =>
            new() { ["type"] = "string", ["format"] = "date-time" },
        FieldType.Message => Message(field.MessageType),
        FieldType.Enum => Enumeration(field.EnumType),
        FieldType.Bool => new() { ["type"] = "boolean" },
        FieldType.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        FieldType.Int64 => new() { ["type"] = "string", ["format"] = "int64", ["pattern"] = "^-?[0-9]{1,19}$" },
        FieldType.String => new() { ["type"] = "string" },
        FieldType.Bytes => new() { ["type"] = "string", ["format"] = "byte" },
        _ => throw new NotSupportedException($"{field.FullName}: the contract has no fields of type {field.FieldType}."),
    };

    public string CommentOn(FieldDescriptor field) => comments.Of(field.FullName);

    public static bool IsRequired(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true;

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private void Fill(JsonObject schema, MessageDescriptor message)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            properties[field.JsonName] = Property(field);
            if (IsRequired(field))
            {
                required.Add(field.JsonName);
            }
        }

        schema["type"] = "object";
        schema["description"] = comments.Of(message.FullName);
        schema["properties"] = properties;
        if (required.Count > 0)
        {
            schema["required"] = required;
        }
    }

    private JsonObject Property(FieldDescriptor field)
    {
        var value = Value(field);
        if (field.IsRepeated)
        {
            return new() { ["type"] = "array", ["items"] = value, ["description"] = CommentOn(field) };
        }

        // In OpenAPI 3.0 a reference may have no neighbours, so its comment goes around it.
        if (value.ContainsKey("$ref"))
        {
            value = new() { ["allOf"] = new JsonArray(value) };
        }

        value["description"] = CommentOn(field);
        return value;
    }

    private JsonObject Enumeration(EnumDescriptor type)
    {
        if (!byName.ContainsKey(type.FullName))
        {
            var lines = type.Values.Select(v => $"- `{v.Name}`: {comments.Of($"{type.FullName}.{v.Name}")}");
            byName[type.FullName] = new()
            {
                ["type"] = "string",
                ["description"] = $"{comments.Of(type.FullName)}\n\n{string.Join('\n', lines)}",
                ["enum"] = new JsonArray([.. type.Values.Select(v => (JsonNode)v.Name)]),
            };
        }

        return Reference(type.FullName);
    }

    private static JsonObject ErrorSchema(ProtoComments comments)
    {
        var reasons = Contract.Errors.V1.ErrorReasonReflection.Descriptor.EnumTypes[0];
        var lines = reasons.Values.Skip(1).Select(v => $"- `{v.Name}`: {comments.Of($"{reasons.FullName}.{v.Name}").Split('\n')[0]}");
        return new()
        {
            ["type"] = "object",
            ["description"] = $"{comments.Of(reasons.FullName)}\n\nReasons:\n\n{string.Join('\n', lines)}",
            ["required"] = new JsonArray("error"),
            ["properties"] = new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("code", "status", "message", "details"),
                    ["properties"] = new JsonObject
                    {
                        ["code"] = Described("integer", "The HTTP status once more."),
                        ["status"] = Described("string", "The gRPC status by name, e.g. FAILED_PRECONDITION."),
                        ["message"] = Described("string", "For the developer, in English."),
                        ["details"] = new JsonObject
                        {
                            ["type"] = "array",
                            ["description"] =
                                "google.rpc.ErrorInfo and LocalizedMessage (zh-CN) always; BadRequest, PreconditionFailure, RetryInfo as fits.",
                            ["items"] = new JsonObject
                            {
                                ["type"] = "object",
                                ["required"] = new JsonArray("@type"),
                                ["properties"] = new JsonObject { ["@type"] = Described("string", "Type of the detail.") },
                                ["additionalProperties"] = true,
                            },
                        },
                    },
                },
            },
        };
    }

    private static JsonObject Described(string type, string description) => new() { ["type"] = type, ["description"] = description };
}
