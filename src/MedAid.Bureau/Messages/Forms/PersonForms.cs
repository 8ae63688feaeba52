using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages.Forms;

/// <summary>What is asked about a person: 1101, 2001, 5206, 5301.</summary>
public static class PersonForms
{
    private const int AgeDecimals = 2;

    /// <summary>1101, input.</summary>
    public static readonly NationalTable Question = new(Node("data", new(
        Needed("mdtrt_cert_type", Sizes.Flag), Needed("mdtrt_cert_no", Sizes.Long), Text("card_sn", Sizes.Name), Text("begntime", Sizes.Time),
        Text("psn_cert_type", Sizes.Word), Text("certno", Sizes.Code), Text("psn_name", Sizes.Person))));

    /// <summary>1101, output.</summary>
    public static readonly NationalTable Answer = new(
        Node("baseinfo", new(
            Needed("psn_no", Sizes.Id), Text("psn_cert_type", Sizes.Word), Text("certno", Sizes.Code), Text("psn_name", Sizes.Person),
            Text("gend", Sizes.Word), Text("naty", Sizes.Flag), Text("brdy", Sizes.Time), Number("age", AgeDecimals),
            Memo("exp_content", Sizes.Extension))),
        List("insuinfo", Sizes.RowsMax, new(
            SignedNumber("balc", Sizes.Money), Text("insutype", Sizes.Word), Text("psn_type", Sizes.Word), Text("psn_insu_stas", Sizes.Flag),
            Text("psn_insu_date", Sizes.Time), Text("paus_insu_date", Sizes.Time), Text("cvlserv_flag", Sizes.Flag),
            Text("insuplc_admdvs", Sizes.Word), Text("insu_admdvs", Sizes.Word), Text("emp_name", Sizes.Name))),
        List("idetinfo", Sizes.RowsMax, new(
            Text("psn_idet_type", Sizes.LongWord), Text("psn_type_lv", Sizes.Flag), Memo("memo", Sizes.Remark), Text("begntime", Sizes.Time),
            Text("endtime", Sizes.Time))));

    /// <summary>2001, input.</summary>
    public static readonly NationalTable EntitlementQuestion = new(Node("data", new(
        Needed("psn_no", Sizes.Id), Needed("insutype", Sizes.Word), Text("fixmedins_code", Sizes.Code), Needed("med_type", Sizes.Word),
        Needed("begntime", Sizes.Time), Text("endtime", Sizes.Time), Text("dise_codg", Sizes.Id), Text("dise_name", Sizes.Remark),
        Text("oprn_oprt_code", Sizes.Id), Text("oprn_oprt_name", Sizes.Remark), Text("matn_type", Sizes.Word), Text("birctrl_type", Sizes.Word))));

    /// <summary>2001, output.</summary>
    public static readonly NationalTable Entitlements = new(List("trtinfo", Sizes.RowsMax, new(
        Text("psn_no", Sizes.Id), Text("trt_chk_type", Sizes.Flag), Text("fund_pay_type", Sizes.Word), Text("trt_enjymnt_flag", Sizes.Flag),
        Text("begndate", Sizes.Time), Text("enddate", Sizes.Time), Memo("trt_chk_rslt", Sizes.Long))));

    /// <summary>5206, input.</summary>
    public static readonly NationalTable TotalsQuestion = new(Node("data", new(Needed("psn_no", Sizes.Id), Text("cum_ym", Sizes.Word))));

    /// <summary>5206, output.</summary>
    public static readonly NationalTable Totals = new(List("cuminfo", Sizes.RowsMax, new(
        Needed("insutype", Sizes.Word), Needed("year", Sizes.Word), Needed("cum_ym", Sizes.Word), Needed("cum_type_code", Sizes.LongWord),
        SignedNumber("cum", Sizes.Money) with { IsRequired = true })));

    /// <summary>5301, input.</summary>
    public static readonly NationalTable FilingsQuestion = new(Node("data", new(Needed("psn_no", Sizes.Id))));

    /// <summary>5301, output.</summary>
    public static readonly NationalTable Filings = new(List("feedetail", Sizes.RowsMax, new(
        Text("opsp_dise_code", Sizes.Id), Text("opsp_dise_name", Sizes.Remark), Text("begndate", Sizes.Time), Text("enddate", Sizes.Time))));
}
