using MedAid.Bureau.Messages;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Gateway.National;

/// <summary>
/// What is read of the messages of a visit, 1101 to 2205, and of the session: names and lengths of the national interface. Fields that no
/// answer depends on are not read.
/// </summary>
internal static class VisitTables
{
    /// <summary>Decimals of a unit price.</summary>
    public const int PriceDecimals = 6;

    /// <summary>Decimals of a quantity.</summary>
    public const int QuantityDecimals = 4;

    private const int IdMax = 30;
    private const int CodeMax = 50;
    private const int NameMax = 200;
    private const int ItemCodeMax = 150;
    private const int TimeMax = 30;
    private const int WordMax = 20;
    private const int TextMax = 1_000;
    private const int FenDecimals = 2;
    private const int LinesMax = MedAid.Settlement.Limits.ItemsMax;
    private const int DiagnosesMax = MedAid.Settlement.Limits.DiagnosesMax;

    /// <summary>9001 签到.</summary>
    public static readonly NationalTable SignIn = new(
        Required("signIn", new(Needed("opter_no", CodeMax), Text("mac", CodeMax), Text("ip", CodeMax))));

    /// <summary>9002 签退.</summary>
    public static readonly NationalTable SignOut = new(Required("signOut", new(Needed("sign_no", IdMax), Needed("opter_no", CodeMax))));

    /// <summary>1101 人员信息获取.</summary>
    public static readonly NationalTable Person = new(Required("data", new(
        Text("mdtrt_cert_type", WordMax), Text("mdtrt_cert_no", TextMax), Text("psn_cert_type", WordMax), Text("certno", CodeMax),
        Text("psn_name", CodeMax), Text("begntime", TimeMax))));

    /// <summary>2201 门诊挂号.</summary>
    public static readonly NationalTable Registration = new(Required("data", new(
        Needed("psn_no", IdMax), Needed("insutype", WordMax), Needed("begntime", TimeMax), Text("mdtrt_cert_type", WordMax),
        Text("mdtrt_cert_no", TextMax), Needed("ipt_otp_no", IdMax))));

    /// <summary>2202 门诊挂号撤销.</summary>
    public static readonly NationalTable Cancellation = new(Required("data", new(
        Needed("psn_no", IdMax), Needed("mdtrt_id", IdMax), Text("ipt_otp_no", IdMax))));

    /// <summary>2203 门诊就诊信息.</summary>
    public static readonly NationalTable Treatment = new(
        Required("mdtrtinfo", new(
            Needed("mdtrt_id", IdMax), Needed("psn_no", IdMax), Needed("med_type", WordMax), Text("begntime", TimeMax), Text("dise_codg", CodeMax),
            Text("dise_name", NameMax))),
        List("diseinfo", DiagnosesMax, new(Text("diag_code", CodeMax), Text("diag_srt_no", WordMax), Text("vali_flag", WordMax))));

    /// <summary>2204 门诊费用明细.</summary>
    public static readonly NationalTable Lines = new(List("feedetail", LinesMax, new(
        Needed("feedetl_sn", IdMax), Needed("mdtrt_id", IdMax), Needed("psn_no", IdMax), Needed("chrg_bchno", IdMax), Text("dise_codg", CodeMax),
        Text("rxno", IdMax), Needed("fee_ocur_time", TimeMax), Needed("med_list_codg", CodeMax), Text("medins_list_codg", ItemCodeMax),
        Number("det_item_fee_sumamt", FenDecimals) with { IsRequired = true }, Number("cnt", QuantityDecimals) with { IsRequired = true },
        Number("pric", PriceDecimals) with { IsRequired = true }, Text("bilg_dept_codg", CodeMax), Text("bilg_dr_codg", CodeMax),
        Text("hosp_appr_flag", WordMax))) with { IsRequired = true });

    /// <summary>2205 门诊费用明细撤销.</summary>
    public static readonly NationalTable Removal = new(Required("data", new(
        Needed("mdtrt_id", IdMax), Needed("chrg_bchno", IdMax), Needed("psn_no", IdMax))));

    private static NationalField Required(string name, NationalTable table) => Node(name, table) with { IsRequired = true };
}
