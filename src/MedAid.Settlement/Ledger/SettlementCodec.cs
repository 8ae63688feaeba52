using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The stored form of a settlement document: one byte of format, then compressed JSON. Format 1 never changes its meaning;
/// a new shape gets a new number and the old one stays readable.
/// </summary>
public static class SettlementCodec
{
    private const byte Format = 1;

    // Chinese as it stands: half the bytes to compress, and a document that common tools can show.
    private static readonly StoredJson Readable =
        new(new JsonSerializerOptions(StoredJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The bytes of a document.</summary>
    public static byte[] Encode(SettlementDocument document)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(document, Readable.SettlementDocument);
        using var buffer = new MemoryStream(json.Length / 2);
        buffer.WriteByte(Format);
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(json);
        }

        return buffer.ToArray();
    }

    /// <summary>The document of its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are of a format that this version does not know.</exception>
    public static SettlementDocument Decode(byte[] stored)
    {
        if (stored.Length == 0 || stored[0] != Format)
        {
            throw new InvalidDataException("unknown format of a stored settlement");
        }

        using var deflate = new DeflateStream(new MemoryStream(stored, 1, stored.Length - 1), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(deflate, StoredJson.Default.SettlementDocument)
            ?? throw new InvalidDataException("empty stored settlement");
    }
}

/// <summary>Generated JSON code of the stored forms; no reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SettlementDocument))]
[JsonSerializable(typeof(People.Eligibility))]
[JsonSerializable(typeof(Claims.VisitClaim))]
public sealed partial class StoredJson : JsonSerializerContext
{
}
