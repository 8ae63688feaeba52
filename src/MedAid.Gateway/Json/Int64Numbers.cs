using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace MedAid.Gateway.Json;

/// <summary>Rewrites proto3 JSON so that int64 fields are numbers, for clients whose JSON knows no other (PowerBuilder, Delphi, VB).</summary>
public static class Int64Numbers
{
    // The answer is JSON by its content type and is never put into a page, so Chinese stays readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same document with numbers.</summary>
    /// <param name="json">A message as proto3 JSON.</param>
    /// <param name="message">Its type.</param>
    public static string Rewrite(string json, MessageDescriptor message)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(buffer, Options);
        WriteMessage(writer, document.RootElement, message);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMessage(Utf8JsonWriter writer, JsonElement value, MessageDescriptor message)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            var field = JsonShape.FindField(message, property.Name)!;
            if (field.IsRepeated)
            {
                writer.WriteStartArray();
                foreach (var element in property.Value.EnumerateArray())
                {
                    WriteValue(writer, element, field);
                }

                writer.WriteEndArray();
            }
            else
            {
                WriteValue(writer, property.Value, field);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value, FieldDescriptor field)
    {
        if (field.FieldType == FieldType.Int64 && value.ValueKind == JsonValueKind.String)
        {
            writer.WriteRawValue(value.GetString()!);
        }
        else if (field.FieldType == FieldType.Message && value.ValueKind == JsonValueKind.Object)
        {
            WriteMessage(writer, value, field.MessageType);
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
