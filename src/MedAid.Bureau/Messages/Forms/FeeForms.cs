using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages.Forms;

/// <summary>The lines of a bill: 2204 and 2205.</summary>
public static class FeeForms
{
    /// <summary>Lines of an upload.</summary>
    public const int LinesMax = 1_000;

    private const int HospitalCodeMax = 150;
    private const int DaysDecimals = 2;

    /// <summary>A line.</summary>
    public static readonly NationalTable Line = new(
        Needed("feedetl_sn", Sizes.Id), Needed("mdtrt_id", Sizes.Id), Needed("psn_no", Sizes.Id), Needed("chrg_bchno", Sizes.Id),
        Text("dise_codg", Sizes.Id), Text("rxno", Sizes.Id), Needed("rx_circ_flag", Sizes.Flag), Needed("fee_ocur_time", Sizes.Time),
        Needed("med_list_codg", Sizes.Code), Needed("medins_list_codg", HospitalCodeMax),
        Number("det_item_fee_sumamt", Sizes.Money) with { IsRequired = true }, Number("cnt", Sizes.Quantity) with { IsRequired = true },
        Number("pric", Sizes.Price) with { IsRequired = true }, Text("sin_dos_dscr", Sizes.Name), Text("used_frqu_dscr", Sizes.Name),
        Number("prd_days", DaysDecimals), Text("medc_way_dscr", Sizes.Name), Needed("bilg_dept_codg", Sizes.Id),
        Needed("bilg_dept_name", Sizes.Name), Needed("bilg_dr_codg", Sizes.Id), Needed("bilg_dr_name", Sizes.Person),
        Text("acord_dept_codg", Sizes.Id),
        Text("acord_dept_name", Sizes.Name),
        Text("orders_dr_code", Sizes.Id), Text("orders_dr_name", Sizes.Person), Text("hosp_appr_flag", Sizes.Flag),
        Text("tcmdrug_used_way", Sizes.Word), Text("etip_flag", Sizes.Flag), Text("etip_hosp_code", Sizes.Id), Text("dscg_tkdrug_flag", Sizes.Flag),
        Text("matn_fee_flag", Sizes.Word), Text("unchk_flag", Sizes.Flag), Memo("unchk_memo", Sizes.Remark), Memo("exp_content", Sizes.Extension));

    /// <summary>2204, input.</summary>
    public static readonly NationalTable Lines = new(List("feedetail", LinesMax, Line) with { IsRequired = true });

    /// <summary>2204, output: how each line is split.</summary>
    public static readonly NationalTable SplitLines = new(List("result", LinesMax, new(
        Needed("feedetl_sn", Sizes.Id), Number("det_item_fee_sumamt", Sizes.Money), Number("cnt", Sizes.Quantity), Number("pric", Sizes.Price),
        Number("pric_uplmt_amt", Sizes.Price), Number("selfpay_prop", Sizes.Ratio), Number("fulamt_ownpay_amt", Sizes.Money),
        Number("overlmt_amt", Sizes.Money), Number("preselfpay_amt", Sizes.Money), Number("inscp_scp_amt", Sizes.Money),
        Text("chrgitm_lv", Sizes.Flag), Text("med_chrgitm_type", Sizes.Word), Text("bas_medn_flag", Sizes.Flag),
        Text("hi_nego_drug_flag", Sizes.Flag), Text("chld_medc_flag", Sizes.Flag), Text("list_sp_item_flag", Sizes.Flag),
        Text("lmt_used_flag", Sizes.Flag), Text("drt_reim_flag", Sizes.Flag), Memo("memo", Sizes.Remark))));

    /// <summary>2205, input. The batch 0000 means all lines that are not settled.</summary>
    public static readonly NationalTable LinesEnd = new(Node("data", new(
        Needed("mdtrt_id", Sizes.Id), Needed("chrg_bchno", Sizes.Id), Needed("psn_no", Sizes.Id), Memo("exp_content", Sizes.Extension))));
}
