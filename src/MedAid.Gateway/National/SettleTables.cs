using MedAid.Bureau.Messages;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Gateway.National;

/// <summary>What is read of the messages that settle, undo and ask.</summary>
internal static class SettleTables
{
    private const int IdMax = 30;
    private const int CodeMax = 50;
    private const int NameMax = 200;
    private const int WordMax = 20;
    private const int TimeMax = 30;
    private const int TextMax = 1_000;
    private const int FenDecimals = 2;

    /// <summary>The four parts of a bill, as 2207 repeats them.</summary>
    public static readonly IReadOnlyList<string> Parts = ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"];

    /// <summary>2206 门诊预结算 and 2207 门诊结算.</summary>
    public static readonly NationalTable Settle = new(Required("data", new(
    [
        Needed("psn_no", IdMax), Needed("mdtrt_id", IdMax), Needed("chrg_bchno", IdMax), Text("mdtrt_cert_type", WordMax),
        Text("mdtrt_cert_no", TextMax), Text("med_type", WordMax), Number("medfee_sumamt", FenDecimals) with { IsRequired = true },
        Text("psn_setlway", WordMax), Text("acct_used_flag", WordMax), Needed("insutype", WordMax), Text("invono", CodeMax),
        .. Parts.Select(p => Number(p, FenDecimals)),
    ])));

    /// <summary>2208 门诊结算撤销.</summary>
    public static readonly NationalTable Reverse = new(Required("data", new(
        Needed("setl_id", IdMax), Needed("mdtrt_id", IdMax), Needed("psn_no", IdMax))));

    /// <summary>2601 冲正.</summary>
    public static readonly NationalTable Undo = new(Required("data", new(
        Needed("psn_no", IdMax), Needed("omsgid", IdMax), Needed("oinfno", WordMax))));

    /// <summary>5203 结算信息查询.</summary>
    public static readonly NationalTable Settlement = new(Required("data", new(
        Needed("psn_no", IdMax), Text("setl_id", IdMax), Text("mdtrt_id", IdMax))));

    /// <summary>2001 待遇检查.</summary>
    public static readonly NationalTable Entitlement = new(Required("data", new(
        Needed("psn_no", IdMax), Needed("insutype", WordMax), Text("fixmedins_code", CodeMax), Needed("med_type", WordMax),
        Needed("begntime", TimeMax), Text("dise_codg", CodeMax), Text("dise_name", NameMax))));

    /// <summary>5206 人员累计信息查询.</summary>
    public static readonly NationalTable Cumulative = new(Required("data", new(Needed("psn_no", IdMax), Text("cum_ym", WordMax))));

    /// <summary>5301 人员慢特病备案查询.</summary>
    public static readonly NationalTable Filings = new(Required("data", new(Needed("psn_no", IdMax))));

    private static NationalField Required(string name, NationalTable table) => Node(name, table) with { IsRequired = true };
}
