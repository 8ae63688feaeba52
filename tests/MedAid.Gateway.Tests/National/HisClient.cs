using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>An answer of the national door, as text and as JSON.</summary>
internal sealed record HisAnswer(int Status, string Text)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Text).RootElement;

    public int Code => Json.GetProperty("infcode").GetInt32();

    public string Error => Json.GetProperty("err_msg").GetString()!;

    public JsonElement Output => Json.GetProperty("output");

    /// <summary>A text of a node of the output.</summary>
    public string Word(string node, string name) => Output.GetProperty(node).GetProperty(name).GetString()!;

    /// <summary>An amount of setlinfo in fen.</summary>
    public long Fen(string name) => HisClient.FenOf(Output.GetProperty("setlinfo").GetProperty(name));

    /// <summary>Rows of setldetail: fund and fen.</summary>
    public (string Fund, long Fen)[] Funds =>
    [
        .. Output.GetProperty("setldetail").EnumerateArray()
            .Select(r => (r.GetProperty("fund_pay_type").GetString()!, HisClient.FenOf(r.GetProperty("fund_payamt")))),
    ];

    /// <summary>The answer is a success; otherwise its sentence is in the failure.</summary>
    public HisAnswer Done()
    {
        Assert.True(Status == 200 && Code == 0, Text);
        Assert.Equal("", Error);
        return this;
    }

    /// <summary>The answer is a refusal in one sentence that says this.</summary>
    public HisAnswer Refused(string says)
    {
        Assert.True(Status == 200 && Code != 0, Text);
        Assert.Equal(JsonValueKind.Null, Output.ValueKind);
        Assert.Contains(says, Error, StringComparison.Ordinal);
        Assert.InRange(Error.Length, 5, 200);
        return this;
    }
}

/// <summary>
/// A hospital system that speaks the national messages to a gateway. It numbers its messages itself, so that a test can send one again.
/// </summary>
internal sealed class HisClient(GatewayProcess gateway, string hospital = Requests.CountyHospital, int first = 1)
{
    /// <summary>The sentence of a call that a busy machine did not finish in its time; the same message may be sent again.</summary>
    private const string OutOfTime = "处理超时";

    private int last = first - 1;

    public string Hospital => hospital;

    /// <summary>An id that no message had yet.</summary>
    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"{hospital}{20260302080000 + (++last / 10_000)}{last % 10_000:D4}");

    /// <summary>A message.</summary>
    public JsonObject Message(string number, JsonNode? input, string? id = null) => new()
    {
        ["infno"] = number, ["msgid"] = id ?? NewId(), ["mdtrtarea_admvs"] = "141123", ["insuplc_admdvs"] = "141123", ["recer_sys_code"] = "YBXT",
        ["infver"] = "V1.0", ["opter_type"] = "1", ["opter"] = "S01", ["opter_name"] = "收费", ["inf_time"] = "1999-01-01 00:00:00",
        ["fixmedins_code"] = hospital, ["fixmedins_name"] = "样例医院", ["sign_no"] = "", ["input"] = input?.DeepClone(),
    };

    public async Task<HisAnswer> SendAsync(JsonObject message, string? path = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, text) = await gateway.PostAsync(path ?? $"/nhsa/{message["infno"]}", message.ToJsonString());
            var answer = new HisAnswer(status, text);
            if (attempt == 5 || !answer.Error.StartsWith(OutOfTime, StringComparison.Ordinal))
            {
                return answer;
            }
        }
    }

    public Task<HisAnswer> SendAsync(string number, JsonNode? input, string? id = null) => SendAsync(Message(number, input, id));

    /// <summary>A message with the members of every object the other way round.</summary>
    public static JsonNode? Turned(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Reverse().Select(m => KeyValuePair.Create(m.Key, Turned(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Turned)]),
        _ => node?.DeepClone(),
    };

    public static JsonObject Data(params (string Name, JsonNode? Value)[] fields) =>
        new() { ["data"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };

    public static long FenOf(JsonElement number)
    {
        Assert.Equal(NumberProblem.None, ExactNumber.Read(number.GetRawText(), 2, out var fen));
        return fen;
    }

    /// <summary>The identities that a client checks, each to the fen: see docs/NATIONAL_DOOR.md.</summary>
    public static void IdentitiesHold(HisAnswer answer, int sign = 1)
    {
        long Fen(params string[] names) => names.Sum(answer.Fen);
        Assert.Equal(Fen("medfee_sumamt"), Fen("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"));
        Assert.Equal(Fen("medfee_sumamt"), Fen("fund_pay_sumamt", "psn_part_amt", "hosp_part_amt"));
        Assert.Equal(Fen("psn_part_amt"), Fen("acct_pay", "psn_cash_pay"));
        Assert.Equal(Fen("fund_pay_sumamt"), answer.Funds.Sum(f => f.Fen));
        Assert.Equal(
            Fen("fund_pay_sumamt"),
            Fen("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", "oth_pay"));
        Assert.Equal(answer.Funds.Length, answer.Funds.Select(f => f.Fund).Distinct().Count());
        Assert.Equal(Fen("maf_pay"), answer.Funds.Where(f => f.Fund == "610100").Sum(f => f.Fen));
        Assert.True(answer.Fen("medfee_sumamt") * sign > 0);
        Assert.All(answer.Funds, f => Assert.True(f.Fen * sign > 0));
    }
}
