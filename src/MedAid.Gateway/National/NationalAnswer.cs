using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Gateway.Json;
using MedAid.Settlement;

namespace MedAid.Gateway.National;

/// <summary>
/// Writes the envelope of an answer. Its HTTP status is 200 whatever it says: clients throw any other away unread. On success
/// <c>err_msg</c> is empty, for some clients take any text there for an error.
/// </summary>
internal sealed class NationalAnswer(TimeProvider time)
{
    private const int SentenceMax = 200;
    private const ulong Sequences = 10_000_000_000;
    private const int StatusOk = 200;
    private const string Instant = "yyyyMMddHHmmssfff";
    private const string NoDistrict = "000000";
    private const int DistrictLength = 6;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ulong last;

    /// <summary>Answers that it is done.</summary>
    /// <param name="http">The request.</param>
    /// <param name="request">The same, as it was read.</param>
    /// <param name="received">When it came.</param>
    /// <param name="answer">What is answered.</param>
    public async Task DoneAsync(HttpContext http, NationalRequest request, DateTimeOffset received, DoorAnswer answer)
    {
        if (answer.File is { } file)
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{file.Name}\"";
            await http.Response.Body.WriteAsync(file.Content, http.RequestAborted);
            return;
        }

        var stamp = answer.Done is { } done ? new Stamp(done.Time, done.Time, SequenceOf(done.Key)) : New(received);
        await WriteAsync(http, request, stamp, 0, "", answer.Output, answer.Warning);
    }

    /// <summary>Answers that it is not done, in one sentence.</summary>
    public Task RefusedAsync(HttpContext http, NationalRequest? request, DateTimeOffset received, string sentence) =>
        WriteAsync(http, request, New(received), -1, sentence.Length > SentenceMax ? $"{Cut(sentence)}…" : sentence, null, "");

    private Stamp New(DateTimeOffset received) => new(received, time.GetUtcNow(), Interlocked.Increment(ref last) % Sequences);

    /// <summary>The same for the same key, after a restart too.</summary>
    private static ulong SequenceOf(string key) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) % Sequences;

    private static string Cut(string sentence)
    {
        var length = SentenceMax - 1;
        return sentence[..(char.IsHighSurrogate(sentence[length - 1]) ? length - 1 : length)];
    }

    private static async Task WriteAsync(
        HttpContext http, NationalRequest? request, Stamp stamp, int code, string error, JsonObject? output, string warning)
    {
        var district = request?.District is { Length: DistrictLength } known && known.All(char.IsAsciiDigit) ? known : NoDistrict;
        var answer = new JsonObject
        {
            ["infcode"] = code,
            ["inf_refmsgid"] = string.Create(
                CultureInfo.InvariantCulture, $"{district}{ChinaTime.Of(stamp.Done):yyyyMMddHHmmss}{stamp.Sequence:D10}"),
            ["refmsg_time"] = ChinaTime.Of(stamp.Received).ToString(Instant, CultureInfo.InvariantCulture),
            ["respond_time"] = ChinaTime.Of(stamp.Done).ToString(Instant, CultureInfo.InvariantCulture),
            ["err_msg"] = error,
            ["warn_msg"] = warning,
            ["signtype"] = null,
            ["cainfo"] = null,
            ["output"] = output,
        };
        await JsonAnswer.WriteAsync(http, StatusOk, answer.ToJsonString(Options), http.RequestAborted);
    }

    private readonly record struct Stamp(DateTimeOffset Received, DateTimeOffset Done, ulong Sequence);
}
