using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Simulator.Books;
using MedAid.Simulator.Split;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>2201 to 2205: a visit before it is settled.</summary>
internal sealed class VisitTransactions(Office office)
{
    private const int CodeMax = 150;
    private const int LinesMax = 1_000;
    private const int DiagnosesMax = 100;
    private const int FenDecimals = 2;
    private const int PriceDecimals = 6;
    private const int QuantityDecimals = 4;
    private const string AllOpen = "0000";

    private static readonly NationalTable Registration = new(Node("data", new NationalTable(
        Needed("psn_no", CodeMax), Needed("insutype", CodeMax), Text("begntime", CodeMax), Text("mdtrt_cert_type", CodeMax),
        Text("ipt_otp_no", CodeMax))));

    private static readonly NationalTable Named = new(Node("data", new NationalTable(
        Needed("psn_no", CodeMax), Needed("mdtrt_id", CodeMax), Text("ipt_otp_no", CodeMax), Text("chrg_bchno", CodeMax))));

    private static readonly NationalTable Description = new(
        Node("mdtrtinfo", new NationalTable(
            Needed("mdtrt_id", CodeMax), Needed("psn_no", CodeMax), Needed("med_type", CodeMax), Text("dise_codg", CodeMax))),
        List("diseinfo", DiagnosesMax, new NationalTable(Text("diag_code", CodeMax))));

    private static readonly NationalTable Lines = new(List("feedetail", LinesMax, new NationalTable(
        Needed("feedetl_sn", CodeMax), Needed("mdtrt_id", CodeMax), Needed("psn_no", CodeMax), Needed("chrg_bchno", CodeMax),
        Needed("med_list_codg", CodeMax), Number("det_item_fee_sumamt", FenDecimals), Number("cnt", QuantityDecimals), Number("pric", PriceDecimals),
        Text("hosp_appr_flag", CodeMax))));

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All =>
    [
        new("2201", Registration, Register), new("2202", Named, CancelRegistration), new("2203", Description, Describe), new("2204", Lines, AddLines),
        new("2205", Named, RemoveLines),
    ];

    /// <summary>The visit that a message names; refused where it is not that hospital's and person's.</summary>
    public static BookedVisit VisitOf(Call call, BookState state, string id, string personNumber)
    {
        var visit = state.Visit(id);
        return visit is null || visit.Registered.Hospital != call.Hospital ? throw new BureauRefusalException("FSI-未查询到就诊登记信息（mdtrt_id）")
            : visit.Registered.PersonNumber != personNumber ? throw new BureauRefusalException("FSI-人员编号与就诊登记不符")
            : visit.IsCancelled ? throw new BureauRefusalException("FSI-该挂号已撤销")
            : visit;
    }

    private Carried Register(Call call, BookState state)
    {
        var person = office.PersonOf(call.Data["psn_no"]);
        if (person.Insurance != call.Data["insutype"])
        {
            throw new BureauRefusalException("FSI-该人员没有参加此险种（insutype）");
        }

        var id = office.NewId(state, call.Request.District);
        return new Carried(
            new JsonObject
            {
                ["data"] = new JsonObject { ["mdtrt_id"] = id, ["psn_no"] = person.Number, ["ipt_otp_no"] = call.Data["ipt_otp_no"] },
            },
            new Registered(
                id, person.Number, call.Hospital, person.Insurance, call.Data["ipt_otp_no"], office.Clock.Now, call.Request.District));
    }

    private static Carried CancelRegistration(Call call, BookState state)
    {
        var visit = VisitOf(call, state, call.Data["mdtrt_id"], call.Data["psn_no"]);
        return visit.Settlements.Any(s => s.IsStanding) ? throw new BureauRefusalException("FSI-该就诊已结算，请先撤销结算（2208）")
            : visit.Lines.Count > 0 ? throw new BureauRefusalException("FSI-该就诊还有费用明细，请先撤销明细（2205）")
            : new Carried(null, new RegistrationCancelled(visit.Id));
    }

    private static Carried Describe(Call call, BookState state)
    {
        var about = call.Input.Node("mdtrtinfo");
        var visit = VisitOf(call, state, about["mdtrt_id"], about["psn_no"]);
        return new Carried(null, new VisitDescribed(visit.Id, about["med_type"], about["dise_codg"]));
    }

    private Carried AddLines(Call call, BookState state)
    {
        var rows = call.Input.Rows("feedetail");
        if (rows.Count == 0 || rows.Any(r => r["mdtrt_id"] != rows[0]["mdtrt_id"] || r["psn_no"] != rows[0]["psn_no"]))
        {
            throw new BureauRefusalException("FSI-feedetail 应至少一条，且属于同一次就诊");
        }

        var visit = VisitOf(call, state, rows[0]["mdtrt_id"], rows[0]["psn_no"]);
        var (settled, lines) = (visit.SettledBatches.ToHashSet(StringComparer.Ordinal), new List<UploadedLine>());
        foreach (var row in rows)
        {
            var id = row["feedetl_sn"];
            Require(!visit.Lines.ContainsKey(id) && lines.All(l => l.Id != id), $"FSI-费用明细流水号重复：{row.Path}.feedetl_sn");
            Require(!settled.Contains(row["chrg_bchno"]), $"FSI-收费批次已结算：{row.Path}.chrg_bchno");
            var (price, quantity) = (row.Scaled("pric", PriceDecimals), row.Scaled("cnt", QuantityDecimals));
            Require(
                Catalogue.AmountFen(price, quantity) == row.Fen("det_item_fee_sumamt"), $"FSI-单价乘数量不等于金额：{row.Path}.det_item_fee_sumamt");
            lines.Add(office.Catalogue.Line(
                id, row["chrg_bchno"], row["med_list_codg"], row.Fen("det_item_fee_sumamt"), price, quantity, row["hosp_appr_flag"]));
        }

        return new Carried(
            new JsonObject { ["result"] = Json.List(rows.Zip(lines, Result)) }, new LinesAdded(visit.Id, lines));
    }

    private static Carried RemoveLines(Call call, BookState state)
    {
        var visit = VisitOf(call, state, call.Data["mdtrt_id"], call.Data["psn_no"]);
        var batch = call.Data["chrg_bchno"];
        Require(batch.Length > 0, "FSI-data.chrg_bchno 必填");
        Require(!visit.SettledBatches.Contains(batch), "FSI-该收费批次已结算，不能撤销明细");
        var lines = visit.OpenLines(batch == AllOpen ? "" : batch);
        Require(lines.Count > 0, "FSI-没有可以撤销的费用明细");
        return new Carried(null, new LinesRemoved(visit.Id, [.. lines.Select(l => l.Id)]));
    }

    private JsonObject Result(NationalRow row, UploadedLine line)
    {
        var item = office.Catalogue.Find(row["med_list_codg"]);
        return new JsonObject
        {
            ["feedetl_sn"] = line.Id, ["det_item_fee_sumamt"] = MessageJson.Yuan(line.AmountFen), ["cnt"] = Json.Number(row["cnt"]),
            ["pric"] = Json.Number(row["pric"]), ["pric_uplmt_amt"] = Json.Number(Catalogue.CeilingOf(item)),
            ["selfpay_prop"] = Json.Number(item is null or { Class: "C" } ? "1.0000" : item.FirstOwn.ToString()),
            ["fulamt_ownpay_amt"] = MessageJson.Yuan(line.WhollyOwnFen), ["overlmt_amt"] = MessageJson.Yuan(line.OverLimitFen),
            ["preselfpay_amt"] = MessageJson.Yuan(line.FirstOwnFen),
            ["inscp_scp_amt"] = MessageJson.Yuan(line.AmountFen - line.WhollyOwnFen - line.OverLimitFen - line.FirstOwnFen),
            ["chrgitm_lv"] = item?.Class switch { "A" => "01", "B" => "02", _ => "03" }, ["med_chrgitm_type"] = "14", ["bas_medn_flag"] = "0",
            ["hi_nego_drug_flag"] = "0", ["chld_medc_flag"] = "0", ["list_sp_item_flag"] = "0",
            ["lmt_used_flag"] = item is { IsRestricted: true } ? "1" : "0", ["drt_reim_flag"] = "0", ["memo"] = item is null ? "目录里没有该项目" : "",
        };
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new BureauRefusalException(sentence);
        }
    }
}
