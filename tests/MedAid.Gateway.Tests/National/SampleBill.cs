using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>samples/dialysis-visit.json as lines of 2204; samples/README.md works its figures out.</summary>
internal static class SampleBill
{
    public const long GrossFen = 825_30;

    /// <summary>The lines, from one to another, counted from 1.</summary>
    public static JsonObject Lines(string visitId, string personNumber, string batch, int from = 1, int to = 18, string tag = "L")
    {
        var items = JsonNode.Parse(File.ReadAllText(Clone.Sample("dialysis-visit.json")))!["visit"]!["items"]!.AsArray();
        return new JsonObject
        {
            ["feedetail"] = new JsonArray([.. items.Skip(from - 1).Take(to - from + 1).Select(i => Line(i!, visitId, personNumber, batch, tag))]),
        };
    }

    /// <summary>One line, wholly in scope.</summary>
    public static JsonObject OneLine(string visitId, string personNumber, string batch, long fen, string id = "L1", string day = "2026-03-02") => new()
    {
        ["feedetail"] = new JsonArray(new JsonObject
        {
            ["feedetl_sn"] = id, ["mdtrt_id"] = visitId, ["psn_no"] = personNumber, ["chrg_bchno"] = batch, ["fee_ocur_time"] = $"{day} 09:00:00",
            ["med_list_codg"] = Requests.Monitoring, ["medins_list_codg"] = "XT01", ["det_item_fee_sumamt"] = Yuan(fen), ["cnt"] = "1",
            ["pric"] = Yuan(fen), ["bilg_dept_codg"] = "SN01", ["bilg_dept_name"] = "肾内科", ["bilg_dr_codg"] = "D17", ["bilg_dr_name"] = "样例医师",
            ["rx_circ_flag"] = "0",
        }),
    };

    public static string Yuan(long fen) => ExactNumber.Yuan(fen);

    private static JsonObject Line(JsonNode item, string visitId, string personNumber, string batch, string tag) => new()
    {
        ["feedetl_sn"] = string.Create(CultureInfo.InvariantCulture, $"{tag}{(int)item["itemNumber"]!:D2}"),
        ["mdtrt_id"] = visitId, ["psn_no"] = personNumber, ["chrg_bchno"] = batch, ["dise_codg"] = Requests.Uraemia,
        ["fee_ocur_time"] = "2026-03-02 09:00:00", ["med_list_codg"] = (string)item["code"]!, ["medins_list_codg"] = (string)item["code"]!,
        ["det_item_fee_sumamt"] = Yuan(long.Parse((string)item["amountFen"]!, CultureInfo.InvariantCulture)), ["cnt"] = (string)item["quantity"]!,
        ["pric"] = (string)item["unitPriceYuan"]!, ["hosp_appr_flag"] = item["approval"] is null ? "0" : "1", ["bilg_dept_codg"] = "SN01",
        ["bilg_dr_codg"] = "D17", ["rx_circ_flag"] = "0",
    };
}
