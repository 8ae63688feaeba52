using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedAid.Clearing.Books;

/// <summary>
/// The chain of the clearing book: each record's hash covers its content and the hash before it (SHA-256). Who knows the last hash, printed
/// or sealed outside, knows whether anything before it was changed.
/// </summary>
public static class Chain
{
    /// <summary>What the first record follows.</summary>
    public static readonly string Start = new('0', 64);

    // Chinese as it stands, so that an auditor can read the book with any tool.
    private static readonly BookJson Readable =
        new(new JsonSerializerOptions(BookJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>
    /// A row that was read. One whose content cannot be read, or speaks of another number, is a record of <see cref="RecordKind.Unreadable"/>:
    /// the rest of the book must not suffer from it.
    /// </summary>
    public static BookLine Read(long number, string requestId, string content, string previousHash, string hash)
    {
        ClearingRecord? record = null;
        try
        {
            record = RecordOf(content);
        }
        catch (InvalidDataException)
        {
            // Reported below like a content of another row.
        }

        return new BookLine(record?.Number == number ? record : Unreadable(number, requestId), content, previousHash, hash);
    }

    private static ClearingRecord Unreadable(long number, string requestId) => new()
    {
        Number = number, Kind = RecordKind.Unreadable, RequestId = requestId, ContentHash = "", Operator = "",
        RecordedTime = DateTimeOffset.UnixEpoch,
    };

    /// <summary>A record as the next link after a hash.</summary>
    public static BookLine Link(ClearingRecord record, string previousHash)
    {
        var content = JsonSerializer.Serialize(record, Readable.ClearingRecord);
        return new BookLine(record, content, previousHash, HashOf(content, previousHash));
    }

    /// <summary>The record that a content says.</summary>
    /// <exception cref="InvalidDataException">It says none: damaged, or a part is missing.</exception>
    public static ClearingRecord RecordOf(string content) => Whole(() => JsonSerializer.Deserialize(content, Readable.ClearingRecord));

    /// <summary>
    /// Reads a content in UTF-8 that follows a hash, from wherever it lies, without ever holding it whole: a claim may have many megabytes.
    /// </summary>
    public static ReadContent Read(Stream content, string previousHash)
    {
        using var hashed = new HashedStream(content, $"{previousHash}\n");
        ClearingRecord? record = null;
        try
        {
            record = Whole(() => JsonSerializer.Deserialize(hashed, Readable.ClearingRecord));
        }
        catch (InvalidDataException)
        {
            // The caller reports it.
        }

        return new ReadContent(record, hashed.End(), hashed.BytesRead);
    }

    private static ClearingRecord Whole(Func<ClearingRecord?> read)
    {
        try
        {
            return read() is
                { RequestId: not null, ContentHash: not null, Operator: not null, Note: not null,
                  Receivables: not null, Moves: not null, Refusals: not null, Entries: not null } record
                ? record
                : throw new InvalidDataException("a clearing record lacks a part");
        }
        catch (Exception damaged) when (damaged is JsonException or NotSupportedException)
        {
            throw new InvalidDataException("damaged clearing record", damaged);
        }
    }

    /// <summary>The entries of a record as the views of the database show them: rows of account, county, fund and fen.</summary>
    public static string EntriesOf(ClearingRecord record) => JsonSerializer.Serialize(
        record.Entries.Select(e => new object[] { e.Account.Text, e.CountyCode.Text, e.Fund.Text, e.AmountFen }));

    /// <summary>The hash of a content that follows another hash.</summary>
    public static string HashOf(string content, string previousHash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previousHash}\n{content}")));
}

/// <summary>Generated JSON code of the book.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClearingRecord))]
internal sealed partial class BookJson : JsonSerializerContext
{
}
