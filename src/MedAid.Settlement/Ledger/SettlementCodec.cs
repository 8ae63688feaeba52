using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using K4os.Compression.LZ4;
using MedAid.Settlement.Ledger.Stored;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The stored form of a settlement document: one byte of format, then its content. Format 2 is written: the message of
/// <c>Stored/settlement_document.proto</c>, pickled by LZ4. Format 1, deflated JSON, is still read. No format ever changes its meaning.
/// </summary>
public static class SettlementCodec
{
    private const byte DeflatedJson = 1;
    private const byte PickledMessage = 2;

    /// <summary>The bytes of a document.</summary>
    public static byte[] Encode(SettlementDocument document)
    {
        var message = DocumentToStored.Of(document);
        var size = message.CalculateSize();
        var plain = ArrayPool<byte>.Shared.Rent(size);
        message.WriteTo(plain.AsSpan(0, size));
        var stored = new ArrayBufferWriter<byte>(size);
        stored.Write([PickledMessage]);
        LZ4Pickler.Pickle(plain.AsSpan(0, size), stored);
        ArrayPool<byte>.Shared.Return(plain);
        return stored.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The message of a document as it stands before it is pickled. Fields are written in the order of their numbers, so it is the same bytes
    /// for the same document, for good: the chain of the clearing book is made of their hash.
    /// </summary>
    public static byte[] MessageOf(SettlementDocument document) => DocumentToStored.Of(document).ToByteArray();

    /// <summary>The same message out of the stored bytes, to the letter; of the older format it is made anew.</summary>
    /// <exception cref="InvalidDataException">The bytes are of a format that this version does not know, or damaged.</exception>
    public static byte[] MessageOf(byte[] stored) => stored is [PickledMessage, ..] ? Unpickled(stored) : MessageOf(Decode(stored));

    /// <summary>The document of its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are of a format that this version does not know, or damaged.</exception>
    public static SettlementDocument Decode(byte[] stored)
    {
        try
        {
            return stored switch
            {
                [PickledMessage, ..] => DecodeMessage(Unpickled(stored)),
                [DeflatedJson, ..] => Inflated(stored),
                _ => throw new InvalidDataException("unknown format of a stored settlement"),
            };
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new InvalidDataException("damaged stored settlement", damaged);
        }
    }

    /// <summary>The document of a message.</summary>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public static SettlementDocument DecodeMessage(byte[] message)
    {
        try
        {
            return StoredToDocument.Of(StoredDocument.Parser.ParseFrom(message));
        }
        catch (Exception damaged) when (damaged is InvalidProtocolBufferException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("damaged stored settlement", damaged);
        }
    }

    private static byte[] Unpickled(byte[] stored)
    {
        try
        {
            return LZ4Pickler.Unpickle(stored.AsSpan(1));
        }
        catch (Exception damaged) when (damaged is ArgumentException or IndexOutOfRangeException or InvalidDataException or OverflowException)
        {
            throw new InvalidDataException("damaged stored settlement", damaged);
        }
    }

    private static SettlementDocument Inflated(byte[] stored)
    {
        using var deflate = new DeflateStream(new MemoryStream(stored, 1, stored.Length - 1), CompressionMode.Decompress);
        var document = JsonSerializer.Deserialize(deflate, StoredJson.Default.SettlementDocument)
            ?? throw new InvalidDataException("empty stored settlement");

        // That format is older than the lists of waivers and warnings; generated code leaves null what it does not find.
        var breakdown = document.Breakdown;
        return document with { Breakdown = breakdown with { Waivers = breakdown.Waivers ?? [], Warnings = breakdown.Warnings ?? [] } };
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
