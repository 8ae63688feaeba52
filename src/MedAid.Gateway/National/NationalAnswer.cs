using MedAid.Bureau.Messages;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private const long Sequences = 10_000_000_000;
    private const int StatusOk = 200;
    private const string Instant = "yyyyMMddHHmmssfff";
    private const string NoDistrict = "000000";

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long last;

    /// <summary>Answers that it is done.</summary>
    /// <param name="http">The request.</param>
    /// <param name="request">The same, as it was read.</param>
    /// <param name="received">When it came.</param>
    /// <param name="output">The output, or null.</param>
    /// <param name="warning">A sentence to be shown, or empty.</param>
    public Task DoneAsync(HttpContext http, NationalRequest request, DateTimeOffset received, JsonObject? output, string warning) =>
        WriteAsync(http, request, received, 0, "", output, warning);

    /// <summary>Answers that it is not done, in one sentence.</summary>
    public Task RefusedAsync(HttpContext http, NationalRequest? request, DateTimeOffset received, string sentence) =>
        WriteAsync(http, request, received, -1, sentence.Length > SentenceMax ? $"{sentence[..(SentenceMax - 1)]}…" : sentence, null, "");

    private async Task WriteAsync(
        HttpContext http, NationalRequest? request, DateTimeOffset received, int code, string error, JsonObject? output, string warning)
    {
        var now = ChinaTime.Of(time.GetUtcNow());
        var district = request?.District is { Length: 6 } known && known.All(char.IsAsciiDigit) ? known : NoDistrict;
        var number = Interlocked.Increment(ref last) % Sequences;
        var answer = new JsonObject
        {
            ["infcode"] = code,
            ["inf_refmsgid"] = string.Create(CultureInfo.InvariantCulture, $"{district}{now:yyyyMMddHHmmss}{number:D10}"),
            ["refmsg_time"] = ChinaTime.Of(received).ToString(Instant, CultureInfo.InvariantCulture),
            ["respond_time"] = now.ToString(Instant, CultureInfo.InvariantCulture),
            ["err_msg"] = error,
            ["warn_msg"] = warning,
            ["signtype"] = null,
            ["cainfo"] = null,
            ["output"] = output,
        };
        await JsonAnswer.WriteAsync(http, StatusOk, answer.ToJsonString(Options), http.RequestAborted);
    }
}
