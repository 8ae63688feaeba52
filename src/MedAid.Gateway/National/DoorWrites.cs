using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.National;

/// <summary>
/// Writes of the door: done once under institution, transaction number and message id, and answered again to the byte. A letter behind the number
/// makes no other message.
/// </summary>
internal sealed partial class DoorWrites(VisitStore visits, MessageContent content, TimeProvider time)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The input of a message by its table.</summary>
    public static NationalRow InputOf(NationalRequest request, NationalTable table) => request.Input is { } input
        ? NationalReader.Read(input, table, "input")
        : throw new NationalRefusedException("input 必填");

    /// <summary>The only node of an input.</summary>
    public static NationalRow NodeOf(NationalRequest request, NationalTable table, string name = "data") =>
        InputOf(request, table).Rows(name)[0];

    /// <summary>The key of a message; refused where it has none.</summary>
    public static string KeyOf(NationalRequest request) => KeyOf(request, request.PlainNumber, request.MessageId);

    /// <summary>The key of another message of the same institution.</summary>
    public static string KeyOf(NationalRequest request, string number, string messageId)
    {
        var key = $"{request.HospitalCode}-{number}-{messageId}";
        return KeyForm().IsMatch(key)
            ? key
            : throw new NationalRefusedException("msgid、fixmedins_code 只用字母、数字和 -，请检查（msgid 为 18 到 30 位）");
    }

    /// <summary>The message id in the key of a record; of one that came by another door, its request id.</summary>
    public static string MessageIdIn(SettlementDocument document)
    {
        var rest = document.RequestId.StartsWith($"{document.HospitalCode}-", StringComparison.Ordinal)
            ? document.RequestId[(document.HospitalCode.Text.Length + 1)..]
            : "";
        return NumberFirst().IsMatch(rest) ? rest[(rest.IndexOf('-', StringComparison.Ordinal) + 1)..] : document.RequestId;
    }

    /// <summary>The hash of a message's content.</summary>
    public string HashOf(NationalRequest request, NationalTable table, NationalRow input) => content.HashOf(request.PlainNumber, table, input);

    /// <summary>
    /// Does a write, or answers as it was answered before. What was done is looked up before anything else is checked; <paramref name="write"/>
    /// gets the head under which it is kept.
    /// </summary>
    public async Task<DoorAnswer> OnceAsync(
        NationalRequest request, NationalTable table, NationalRow input, Func<WriteHead, Task<Result<KeptAnswer>>> write,
        CancellationToken cancellationToken)
    {
        var key = new WriteKey(KeyOf(request), HashOf(request, table, input));
        var result = await visits.RecallAsync(key, cancellationToken) ?? await write(new WriteHead(key, request.Operator, Instants.Now(time)));
        return result.Match(
            (answer, _) => new DoorAnswer(ReadOutput(answer.Output)) { Done = (key.RequestId, answer.Time) },
            () => throw Reused(),
            fault => throw new NationalRefusedException(fault.Field.Length > 0 ? $"{fault.Field}：{fault.Message}" : fault.Message));
    }

    /// <summary>A message id that was used for another content.</summary>
    public static NationalRefusedException Reused() => new("msgid 已用于内容不同的报文，本次没有办理；重发时内容要相同，另办一笔请用新的 msgid");

    /// <summary>An output as it is kept.</summary>
    public static string OutputText(JsonObject? output) => output?.ToJsonString(Options) ?? "";

    private static JsonObject? ReadOutput(string text) => text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$")]
    private static partial Regex KeyForm();

    [GeneratedRegex("^[0-9]{4}-")]
    private static partial Regex NumberFirst();
}
