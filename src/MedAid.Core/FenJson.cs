using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedAid.Core;

/// <summary>Amounts in JSON: the bare number of fen.</summary>
public sealed class FenJson : JsonConverter<Fen>
{
    /// <inheritdoc/>
    public override Fen Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Fen value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
