using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Forms;

namespace MedAid.Simulator.Tests;

/// <summary>
/// A hospital's system that speaks with the bureau over real HTTP. It is written from the field lists alone and shares no code with the bureau;
/// what comes back is held against the tables of fields.
/// </summary>
internal sealed class Window(Uri bureau)
{
    public const string Hospital = "H14112300101";
    public const string County = "141123";
    public const string Dialysis = "M07800";

    /// <summary>样例甲 of samples/people.json: resident, 低保, dialysis filed.</summary>
    public const string Jia = "141123196805129020";

    private static readonly HttpClient Http = new() { Timeout = Waiting.Longest };

    private static long numbers;

    private string signNumber = "";

    public Uri Bureau => bureau;

    /// <summary>A message id that no test has twice.</summary>
    public static string NewMessageId() =>
        string.Create(CultureInfo.InvariantCulture, $"{Hospital}20260316090000{Interlocked.Increment(ref numbers) % 10_000:D4}");

    public static JsonObject Data(params (string Name, JsonNode? Value)[] fields) => new() { ["data"] = Node(fields) };

    public static JsonObject Node(params (string Name, JsonNode? Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    /// <summary>Sends a message; the raw answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(string infno, JsonObject input, string? messageId = null, string? path = null)
    {
        var envelope = new JsonObject
        {
            ["infno"] = infno, ["msgid"] = messageId ?? NewMessageId(), ["mdtrtarea_admvs"] = County, ["insuplc_admdvs"] = County,
            ["recer_sys_code"] = "YBXT", ["infver"] = "V1.0", ["opter_type"] = "1", ["opter"] = "001", ["opter_name"] = "收费员",
            ["inf_time"] = "2026-03-16 09:00:00", ["fixmedins_code"] = Hospital, ["fixmedins_name"] = "兴县人民医院", ["sign_no"] = signNumber,
            ["input"] = input,
        };
        using var content = new StringContent(envelope.ToJsonString(), Encoding.UTF8, "application/json");
        return await Http.PostAsync(new Uri(bureau, path ?? $"/{infno}"), content).Within();
    }

    /// <summary>Sends a message; the envelope of the answer.</summary>
    public async Task<JsonObject> CallAsync(string infno, JsonObject input, string? messageId = null)
    {
        using var response = await SendAsync(infno, input, messageId);
        return (await response.Content.ReadFromJsonAsync<JsonObject>().Within())!;
    }

    /// <summary>Sends a message that must go well; its output, which has to fit the fields that are known of the number.</summary>
    public async Task<JsonNode> DoAsync(string infno, JsonObject input, string? messageId = null)
    {
        var answer = await CallAsync(infno, input, messageId);
        Assert.True(Code(answer) == "0", $"{infno}: {answer.ToJsonString()}");
        var output = answer["output"] ?? new JsonObject();
        if (TransactionForms.Find(infno) is { } form && output["setlinfo"] is not JsonArray)
        {
            NationalReader.Read(JsonSerializer.SerializeToElement(output), form.Output, "output");
        }

        return output;
    }

    /// <summary>Sends a message that must be refused; its sentence.</summary>
    public async Task<string> RefusedAsync(string infno, JsonObject input, string? messageId = null)
    {
        var answer = await CallAsync(infno, input, messageId);
        Assert.True(Code(answer) == "-1", $"{infno}: {answer.ToJsonString()}");
        return (string)answer["err_msg"]!;
    }

    public static string Code(JsonObject answer) => answer["infcode"]!.ToString();

    public async Task SignInAsync()
    {
        var output = await DoAsync("9001", new JsonObject { ["signIn"] = Node(("opter_no", "001"), ("mac", ""), ("ip", "")) });
        signNumber = (string)output["signinoutb"]!["sign_no"]!;
    }

    public async Task<string> PersonAsync(string idNumber = Jia)
    {
        var output = await DoAsync("1101", Data(("mdtrt_cert_type", "02"), ("mdtrt_cert_no", idNumber), ("certno", idNumber)));
        return (string)output["baseinfo"]!["psn_no"]!;
    }

    /// <summary>A visit with its lines, ready to be settled.</summary>
    public async Task<Upload> UploadAsync(string idNumber = Jia, string insurance = "390", string care = "14", JsonArray? lines = null)
    {
        var person = await PersonAsync(idNumber);
        var registered = await DoAsync("2201", Data(
            ("psn_no", person), ("insutype", insurance), ("begntime", "2026-03-16 09:00:00"), ("mdtrt_cert_type", "02"),
            ("mdtrt_cert_no", idNumber), ("ipt_otp_no", "MZ1")));
        var upload = new Upload((string)registered["data"]!["mdtrt_id"]!, person, insurance, care, "1");
        await DoAsync("2203A", new JsonObject
        {
            ["mdtrtinfo"] = Node(("mdtrt_id", upload.VisitId), ("psn_no", person), ("med_type", care), ("dise_codg", Dialysis)),
            ["diseinfo"] = Node(("diag_type", "1"), ("diag_srt_no", "1"), ("diag_code", "N18.500")),
        });
        await DoAsync("2204", new JsonObject { ["feedetail"] = lines is null ? SampleLines(upload) : Lines(upload, lines) });
        return upload;
    }

    /// <summary>The input of 2206 and 2207.</summary>
    public static JsonObject Settlement(Upload upload, string total = "825.30", params (string Name, JsonNode? Value)[] more) => Data(
    [
        ("psn_no", upload.Person), ("mdtrt_cert_type", "02"), ("mdtrt_cert_no", ""), ("med_type", upload.Care), ("medfee_sumamt", total),
        ("psn_setlway", "01"), ("mdtrt_id", upload.VisitId), ("chrg_bchno", upload.Batch), ("acct_used_flag", "1"),
        ("insutype", upload.Insurance), .. more,
    ]);

    public Task<JsonNode> SettleAsync(Upload upload, string? messageId = null) => DoAsync("2207A", Settlement(upload), messageId);

    /// <summary>The 18 lines of samples/dialysis-visit.json, 825.30 in all.</summary>
    private static JsonArray SampleLines(Upload upload) => Lines(upload, (JsonArray)JsonNode.Parse(
        Repository.Read("samples/dialysis-visit.json"))!["visit"]!["items"]!);

    private static JsonArray Lines(Upload upload, JsonArray items) => new([.. items.Select(item => Node(
        ("feedetl_sn", $"{upload.Batch}-{item!["itemNumber"]}"), ("mdtrt_id", upload.VisitId), ("psn_no", upload.Person),
        ("chrg_bchno", upload.Batch), ("med_list_codg", (string)item["code"]!), ("pric", (string)item["unitPriceYuan"]!),
        ("cnt", (string)item["quantity"]!), ("det_item_fee_sumamt", JsonNode.Parse(Core.ExactNumber.Yuan(long.Parse((string)item["amountFen"]!, CultureInfo.InvariantCulture)))),
        ("hosp_appr_flag", item["approval"] is null ? "0" : "1")))]);

    /// <summary>A visit that is ready to be settled.</summary>
    internal sealed record Upload(string VisitId, string Person, string Insurance, string Care, string Batch);
}
