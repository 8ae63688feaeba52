using MedAid.Bureau.Messages;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Gateway.National;

/// <summary>What is read of the messages of the reconciliation.</summary>
internal static class StatementTables
{
    private const int IdMax = 60;
    private const int NameMax = 200;
    private const int WordMax = 20;
    private const int FenDecimals = 2;

    /// <summary>3201 对总账. Guangzhou has another name for the agency.</summary>
    public static readonly NationalTable Totals = new(Required("data", new(
        Needed("insutype", WordMax), Text("clr_type", WordMax), Text("setl_optins", WordMax), Text("clr_optins", WordMax),
        Needed("stmt_begndate", WordMax), Needed("stmt_enddate", WordMax), Signed("medfee_sumamt"), Signed("fund_pay_sumamt"), Optional("acct_pay"),
        Number("fixmedins_setl_cnt", 0) with { IsRequired = true }, Text("refd_setl_flag", WordMax))));

    /// <summary>3202 对明细账.</summary>
    public static readonly NationalTable Details = new(Required("data", new(
        Text("setl_optins", WordMax), Text("clr_optins", WordMax), Needed("file_qury_no", IdMax), Needed("stmt_begndate", WordMax),
        Needed("stmt_enddate", WordMax), Signed("medfee_sumamt"), Signed("fund_pay_sumamt"), Optional("cash_payamt"), Optional("acct_pay"),
        Number("fixmedins_setl_cnt", 0) with { IsRequired = true }, Text("insutype", WordMax), Text("clr_type", WordMax),
        Text("refd_setl_flag", WordMax))));

    /// <summary>9102 文件下载.</summary>
    public static readonly NationalTable Download = new(Required("fsDownloadIn", new(
        Needed("file_qury_no", IdMax), Text("filename", NameMax), Text("fixmedins_code", IdMax))));

    /// <summary>9101 文件上传.</summary>
    public static readonly NationalTable Upload = new(Required("fsUploadIn", new(
        Needed("filename", NameMax), Text("fixmedins_code", IdMax),
        new NationalField("in", NationalKind.Memo, MedAid.Bureau.Limits.FileTextMax, IsRequired: true))));

    private static NationalField Required(string name, NationalTable table) => Node(name, table) with { IsRequired = true };

    private static NationalField Signed(string name) => SignedNumber(name, FenDecimals) with { IsRequired = true };

    private static NationalField Optional(string name) => SignedNumber(name, FenDecimals);
}
