using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages.Forms;

/// <summary>Settling and undoing: 2206, 2207, 2208, 2601, 5203.</summary>
public static class SettlementForms
{
    private const int ProcessMax = 4_000;
    private const int AgeDecimals = 2;

    /// <summary>
    /// The money of <c>setlinfo</c>, all in yuan with two decimals and negative in a reversal. 5203 says <c>psn_pay</c> for <c>psn_part_amt</c> and
    /// <c>cash_payamt</c> for <c>psn_cash_pay</c>.
    /// </summary>
    public static readonly IReadOnlyList<string> Amounts =
    [
        "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt", "act_pay_dedc", "hifp_pay", "cvlserv_pay",
        "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", "oth_pay", "fund_pay_sumamt", "psn_part_amt", "psn_pay", "acct_pay",
        "psn_cash_pay", "cash_payamt", "hosp_part_amt", "balc", "acct_mulaid_pay",
    ];

    /// <summary>2206 and 2207, input. The four sums are those of the lines; 2207 has them in newer versions.</summary>
    public static readonly NationalTable Settle = new(
        Node("data", new(
            Needed("psn_no", Sizes.Id), Needed("mdtrt_cert_type", Sizes.Flag), Text("mdtrt_cert_no", Sizes.Long), Text("card_sn", Sizes.Name),
            Text("psn_cert_type", Sizes.Word), Text("certno", Sizes.Code), Text("psn_name", Sizes.Person), Needed("med_type", Sizes.Word),
            Number("medfee_sumamt", Sizes.Money) with { IsRequired = true }, Needed("psn_setlway", Sizes.Word), Needed("mdtrt_id", Sizes.Id),
            Needed("chrg_bchno", Sizes.Id), Needed("acct_used_flag", Sizes.Flag), Needed("insutype", Sizes.Word), Text("invono", Sizes.LongWord),
            Number("fulamt_ownpay_amt", Sizes.Money), Number("overlmt_selfpay", Sizes.Money), Number("preselfpay_amt", Sizes.Money),
            Number("inscp_scp_amt", Sizes.Money), Text("pub_hosp_rfom_flag", Sizes.Flag), Number("age", AgeDecimals),
            Memo("exp_content", Sizes.Extension))),
        List("drug_trac_info", Sizes.RowsMax, new(
            Text("feedetl_sn", Sizes.Id), Text("drug_trac_codg", Sizes.Code), Text("trdn_flag", Sizes.Flag),
            Text("min_prcunt_type", Sizes.LongWord))));

    /// <summary><c>setlinfo</c>.</summary>
    public static readonly NationalTable SettlementInfo = new(
    [
        Text("mdtrt_id", Sizes.Id), Text("setl_id", Sizes.Id), Text("psn_no", Sizes.Id), Text("psn_name", Sizes.Person),
        Text("psn_cert_type", Sizes.Word), Text("certno", Sizes.Code), Text("gend", Sizes.Word), Text("naty", Sizes.Flag), Text("brdy", Sizes.Time),
        Number("age", AgeDecimals), Text("insutype", Sizes.Word), Text("psn_type", Sizes.Word), Text("cvlserv_flag", Sizes.Flag),
        Text("setl_time", Sizes.Time), Text("mdtrt_cert_type", Sizes.Flag), Text("med_type", Sizes.Word), Text("medins_setl_id", Sizes.Id),
        Text("clr_optins", Sizes.Word), Text("clr_way", Sizes.Word), Text("clr_type", Sizes.Word), Text("clr_type_lv2", Sizes.LongWord),
        Number("pool_prop_selfpay", Sizes.Ratio), Memo("exp_content", Sizes.Extension), .. Amounts.Select(a => SignedNumber(a, Sizes.Money)),

        // Of 5203 alone.
        Text("flxempe_flag", Sizes.Flag), Text("nwb_flag", Sizes.Flag), Text("insu_optins", Sizes.Word), Text("emp_name", Sizes.Name),
        Text("pay_loc", Sizes.Flag), Text("fixmedins_code", Sizes.Code), Text("fixmedins_name", Sizes.Name), Text("hosp_lv", Sizes.Word),
        Text("fixmedins_poolarea", Sizes.Word), Text("lmtpric_hosp_lv", Sizes.Word), Text("dedc_hosp_lv", Sizes.Word), Text("begndate", Sizes.Time),
        Text("enddate", Sizes.Time), Text("refd_setl_flag", Sizes.Flag), Text("year", Sizes.Word), Text("dise_codg", Sizes.Id),
        Text("dise_name", Sizes.Remark), Text("invono", Sizes.LongWord), Text("opter_id", Sizes.Id), Text("opter_name", Sizes.Person),
        Text("opt_time", Sizes.Time),
    ]);

    /// <summary>A row of <c>setldetail</c>, one for each fund.</summary>
    public static readonly NationalTable FundRow = new(
        Needed("fund_pay_type", Sizes.Word), Text("fund_pay_type_name", Sizes.Name), SignedNumber("inscp_scp_amt", Sizes.Money),
        SignedNumber("crt_payb_lmt_amt", Sizes.Money), SignedNumber("fund_payamt", Sizes.Money) with { IsRequired = true },
        Memo("setl_proc_info", ProcessMax), Memo("exp_content", Sizes.Extension));

    /// <summary>2206, 2207, 2208 and 5203, output. The trial of 2206 has no settlement id that counts.</summary>
    public static readonly NationalTable Settled = new(
        Node("setlinfo", SettlementInfo), List("setldetail", Sizes.RowsMax, FundRow), Memo("exp_content", Sizes.Extension));

    /// <summary>2208, input.</summary>
    public static readonly NationalTable Undo = new(Node("data", new(
        Needed("setl_id", Sizes.Id), Needed("mdtrt_id", Sizes.Id), Needed("psn_no", Sizes.Id), Memo("exp_content", Sizes.Extension))));

    /// <summary>2601, input: the message that is to be undone, by its id and its number as it was sent.</summary>
    public static readonly NationalTable Reverse = new(Node("data", new(
        Needed("psn_no", Sizes.Id), Needed("omsgid", Sizes.Id), Needed("oinfno", Sizes.Word))));

    /// <summary>5203, input.</summary>
    public static readonly NationalTable Question = new(Node("data", new(
        Needed("psn_no", Sizes.Id), Text("setl_id", Sizes.Id), Text("mdtrt_id", Sizes.Id))));
}
