using System.Buffers;
using System.Text.Json.Serialization;
using Google.Protobuf;
using K4os.Compression.LZ4;
using MedAid.Settlement.Ledger.Stored;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The stored form of a settlement document: one byte of format, then the message of <c>Stored/settlement_document.proto</c>, compressed by
/// LZ4. No format ever changes its meaning.
/// </summary>
public static class SettlementCodec
{
    private const byte CompressedMessage = 1;

    /// <summary>The bytes of a document.</summary>
    public static byte[] Encode(SettlementDocument document)
    {
        var message = DocumentToStored.Of(document);
        var size = message.CalculateSize();
        var plain = ArrayPool<byte>.Shared.Rent(size);
        message.WriteTo(plain.AsSpan(0, size));
        var stored = new ArrayBufferWriter<byte>(size);
        stored.Write([CompressedMessage]);
        LZ4Pickler.Pickle(plain.AsSpan(0, size), stored);
        ArrayPool<byte>.Shared.Return(plain);
        return stored.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The message of a document before it is compressed. Fields are written in the order of their numbers, so it is the same bytes
    /// for the same document, for good: the chain of the clearing book is made of their hash.
    /// </summary>
    public static byte[] MessageOf(SettlementDocument document) => DocumentToStored.Of(document).ToByteArray();

    /// <summary>The same message out of the stored bytes, to the letter.</summary>
    /// <exception cref="InvalidDataException">The bytes are of a format that this version does not know, or damaged.</exception>
    public static byte[] MessageOf(byte[] stored) =>
        stored is [CompressedMessage, ..] ? Decompressed(stored) : throw new InvalidDataException("unknown format of a stored settlement");

    /// <summary>The document of its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are of a format that this version does not know, or damaged.</exception>
    public static SettlementDocument Decode(byte[] stored) => DecodeMessage(MessageOf(stored));

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

    private static byte[] Decompressed(byte[] stored)
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
}

/// <summary>Generated JSON code of the stored forms; no reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(People.Eligibility))]
public sealed partial class StoredJson : JsonSerializerContext
{
}
