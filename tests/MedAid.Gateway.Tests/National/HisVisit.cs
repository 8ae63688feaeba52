using System.Text.Json.Nodes;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>A visit as a hospital system drives it; every step answers as it came.</summary>
internal sealed class HisVisit(HisClient client)
{
    public HisClient Client => client;

    public string PersonNumber { get; private set; } = "";

    public string VisitId { get; private set; } = "";

    /// <summary>1101, 2201 and 2203A of a person.</summary>
    public static async Task<HisVisit> OpenAsync(HisClient client, string idNumber, string disease = Requests.Uraemia, string type = "14")
    {
        var visit = new HisVisit(client);
        var person = await client.SendAsync("1101", HisClient.Data(("mdtrt_cert_type", "02"), ("mdtrt_cert_no", idNumber), ("certno", "")));
        visit.PersonNumber = person.Done().Word("baseinfo", "psn_no");
        visit.VisitId = (await visit.RegisterAsync()).Done().Word("data", "mdtrt_id");
        (await visit.DescribeAsync(disease, type)).Done();
        return visit;
    }

    /// <summary>A visit that was opened before.</summary>
    public static HisVisit Known(HisClient client, string personNumber, string visitId) =>
        new(client) { PersonNumber = personNumber, VisitId = visitId };

    public Task<HisAnswer> RegisterAsync(string? id = null, string insurance = "390") => client.SendAsync("2201", HisClient.Data(
        ("psn_no", PersonNumber), ("insutype", insurance), ("begntime", "2026-03-02 08:30:00"), ("mdtrt_cert_type", "02"), ("mdtrt_cert_no", ""),
        ("ipt_otp_no", "MZ001"), ("atddr_no", "D17"), ("dr_name", "样例医师"), ("dept_code", "SN01"), ("dept_name", "肾内科"), ("caty", "A03")), id);

    public Task<HisAnswer> DescribeAsync(string disease, string type = "14") => client.SendAsync("2203A", new JsonObject
    {
        ["mdtrtinfo"] = new JsonObject
        {
            ["mdtrt_id"] = VisitId, ["psn_no"] = PersonNumber, ["med_type"] = type, ["begntime"] = "2026-03-02 08:30:00", ["dise_codg"] = disease,
            ["dise_name"] = "尿毒症透析",
        },
        ["diseinfo"] = new JsonObject
        {
            ["diag_type"] = "1", ["diag_srt_no"] = "01", ["diag_code"] = "N18.500", ["diag_name"] = "慢性肾脏病5期", ["vali_flag"] = "1",
        },
    });

    public Task<HisAnswer> SendLinesAsync(JsonObject lines, string? id = null) => client.SendAsync("2204", lines, id);

    public JsonObject SettleInput(string batch, long fen) => HisClient.Data(
        ("psn_no", PersonNumber), ("mdtrt_cert_type", "02"), ("mdtrt_cert_no", "02"), ("med_type", ""), ("medfee_sumamt", SampleBill.Yuan(fen)),
        ("psn_setlway", "01"), ("mdtrt_id", VisitId), ("chrg_bchno", batch), ("acct_used_flag", "0"), ("insutype", "390"), ("invono", ""));

    public Task<HisAnswer> QuoteAsync(string batch, long fen) => client.SendAsync("2206A", SettleInput(batch, fen));

    public Task<HisAnswer> SettleAsync(string batch, long fen, string? id = null) => client.SendAsync("2207A", SettleInput(batch, fen), id);

    public Task<HisAnswer> ReverseAsync(string settlementId, string? id = null) => client.SendAsync(
        "2208", HisClient.Data(("setl_id", settlementId), ("mdtrt_id", VisitId), ("psn_no", PersonNumber)), id);

    public Task<HisAnswer> UndoAsync(string messageId, string number, string? id = null) => client.SendAsync(
        "2601", HisClient.Data(("psn_no", PersonNumber), ("omsgid", messageId), ("oinfno", number)), id);

    public Task<HisAnswer> RemoveAsync(string batch) => client.SendAsync(
        "2205", HisClient.Data(("mdtrt_id", VisitId), ("chrg_bchno", batch), ("psn_no", PersonNumber)));

    public Task<HisAnswer> CancelAsync() => client.SendAsync(
        "2202", HisClient.Data(("psn_no", PersonNumber), ("mdtrt_id", VisitId), ("ipt_otp_no", "MZ001")));

    public Task<HisAnswer> FindAsync(string settlementId) => client.SendAsync(
        "5203", HisClient.Data(("psn_no", PersonNumber), ("setl_id", settlementId), ("mdtrt_id", VisitId)));
}
