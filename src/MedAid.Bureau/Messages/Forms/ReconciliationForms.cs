using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages.Forms;

/// <summary>Reconciliation and clearing: 3201 to 3206.</summary>
public static class ReconciliationForms
{
    /// <summary>3201, input. The agency is <c>setl_optins</c> or <c>clr_optins</c>, by region.</summary>
    public static readonly NationalTable Totals = new(Node("data", new(
        Text("insutype", Sizes.Word), Text("clr_type", Sizes.Word), Text("setl_optins", Sizes.Word), Text("clr_optins", Sizes.Word),
        Needed("stmt_begndate", Sizes.Time), Needed("stmt_enddate", Sizes.Time),
        SignedNumber("medfee_sumamt", Sizes.Money) with { IsRequired = true },
        SignedNumber("fund_pay_sumamt", Sizes.Money) with { IsRequired = true },
        SignedNumber("acct_pay", Sizes.Money),
        SignedNumber("cash_payamt", Sizes.Money), Number("fixmedins_setl_cnt", 0) with { IsRequired = true }, Text("refd_setl_flag", Sizes.Word),
        Memo("exp_content", Sizes.Extension))));

    /// <summary>3201, output.</summary>
    public static readonly NationalTable TotalsResult = new(Node("stmtinfo", new(
        Text("setl_optins", Sizes.Word), Text("clr_optins", Sizes.Word), Text("clr_type", Sizes.Word), Text("clr_way", Sizes.Word),
        Text("stmt_begndate", Sizes.Time), Text("stmt_enddate", Sizes.Time), Needed("stmt_rslt", Sizes.Word), Memo("stmt_rslt_dscr", Sizes.Long),
        Memo("exp_content", Sizes.Extension))));

    /// <summary>3202, input. The file was uploaded by 9101; some clients put it beside, as <c>fsUploadIn</c>.</summary>
    public static readonly NationalTable Details = new(
        Node("data", new(
            Text("setl_optins", Sizes.Word), Text("clr_optins", Sizes.Word), Text("file_qury_no", Sizes.Name), Needed("stmt_begndate", Sizes.Time),
            Needed("stmt_enddate", Sizes.Time), SignedNumber("medfee_sumamt", Sizes.Money), SignedNumber("fund_pay_sumamt", Sizes.Money),
            SignedNumber("acct_pay", Sizes.Money), SignedNumber("cash_payamt", Sizes.Money), Number("fixmedins_setl_cnt", 0),
            Text("clr_type", Sizes.Word), Text("clr_way", Sizes.Word), Text("refd_setl_flag", Sizes.Word),
            Text("fixmedins_refd_setl_flag", Sizes.Word), Memo("exp_content", Sizes.Extension))),
        Node("fsUploadIn", new(
            new NationalField("in", NationalKind.Memo, Limits.FileTextMax), Text("filename", Sizes.Name), Text("fixmedins_code", Sizes.Code))));

    /// <summary>3202, output: the file with the result is fetched by 9102.</summary>
    public static readonly NationalTable DetailsResult = new(Node("fileinfo", new(
        Needed("file_qury_no", Sizes.Name), Text("filename", Sizes.Name), Text("dld_endtime", Sizes.Time))));

    /// <summary>3203, input.</summary>
    public static readonly NationalTable Apply = new(Node("data", new(
        Needed("clr_type", Sizes.Word), Needed("clr_way", Sizes.Word), Text("setlym", Sizes.Word), Text("clr_ym", Sizes.Word), Number("psntime", 0),
        SignedNumber("medfee_sumamt", Sizes.Money) with { IsRequired = true }, SignedNumber("med_sumfee", Sizes.Money),
        SignedNumber("fund_appy_sum", Sizes.Money), SignedNumber("cash_payamt", Sizes.Money), SignedNumber("acct_pay", Sizes.Money),
        Needed("begndate", Sizes.Time), Needed("enddate", Sizes.Time), Text("clr_optins", Sizes.Word), Text("opter_id", Sizes.Id),
        Text("opter_name", Sizes.Person), Text("optins_no", Sizes.LongWord))));

    /// <summary>3203, output: under <c>result</c>, or without a node.</summary>
    public static readonly NationalTable Applied = new(
        Node("result", new(Text("clr_appy_evt_id", Sizes.Id))), Text("clr_appy_evt_id", Sizes.Id));

    /// <summary>3204 and 3205, input.</summary>
    public static readonly NationalTable Withdraw = new(Node("data", new(
        Needed("clr_appy_evt_id", Sizes.Id), Text("clr_optins", Sizes.Word))));

    /// <summary>3205, output.</summary>
    public static readonly NationalTable States = new(List("clr_appys", Sizes.RowsMax, new(
        Text("clr_appy_evt_id", Sizes.Id), Text("clr_optins", Sizes.Word), Text("clr_type", Sizes.Word), Text("clr_way", Sizes.Word),
        Text("clr_ym", Sizes.Word), Text("clr_stas", Sizes.Flag))));

    /// <summary>3206, input.</summary>
    public static readonly NationalTable AgenciesQuestion = new(Node("data", new(
        Text("clr_ym", Sizes.Word), Text("clr_type", Sizes.Word), Text("clr_way", Sizes.Word))));

    /// <summary>3206, output.</summary>
    public static readonly NationalTable Agencies = new(List("result", Sizes.RowsMax, new(
        Text("clr_optins", Sizes.Word), Text("clr_optins_name", Sizes.Name))));
}
