using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages.Forms;

/// <summary>A visit until its lines: 2201, 2202, 2203.</summary>
public static class VisitForms
{
    /// <summary>2201, input.</summary>
    public static readonly NationalTable Registration = new(Node("data", new(
        Needed("psn_no", Sizes.Id), Needed("insutype", Sizes.Word), Needed("begntime", Sizes.Time), Needed("mdtrt_cert_type", Sizes.Flag),
        Text("mdtrt_cert_no", Sizes.Long), Needed("ipt_otp_no", Sizes.Id), Text("atddr_no", Sizes.Id), Text("dr_name", Sizes.Person),
        Text("dept_code", Sizes.Id), Text("dept_name", Sizes.Name), Text("caty", Sizes.LongWord), Memo("exp_content", Sizes.Extension))));

    /// <summary>2201, output.</summary>
    public static readonly NationalTable Registered = new(Node("data", new(
        Needed("mdtrt_id", Sizes.Id), Text("psn_no", Sizes.Id), Text("ipt_otp_no", Sizes.Id), Memo("exp_content", Sizes.Extension))));

    /// <summary>2202, input.</summary>
    public static readonly NationalTable RegistrationEnd = new(Node("data", new(
        Needed("psn_no", Sizes.Id), Needed("mdtrt_id", Sizes.Id), Text("ipt_otp_no", Sizes.Id), Memo("exp_content", Sizes.Extension))));

    /// <summary>2203, input.</summary>
    public static readonly NationalTable Visit = new(
        Node("mdtrtinfo", new(
            Needed("mdtrt_id", Sizes.Id), Needed("psn_no", Sizes.Id), Needed("med_type", Sizes.Word), Needed("begntime", Sizes.Time),
            Memo("main_cond_dscr", Sizes.Long), Text("dise_codg", Sizes.Id), Text("dise_name", Sizes.Remark), Text("birctrl_type", Sizes.Word),
            Text("birctrl_matn_date", Sizes.Time), Text("matn_type", Sizes.Word), Text("geso_val", Sizes.LongWord),
            Memo("exp_content", Sizes.Extension))),
        List("diseinfo", Sizes.RowsMax, new(
            Needed("diag_type", Sizes.Flag), Text("diag_srt_no", Sizes.Flag), Needed("diag_code", Sizes.LongWord), Text("diag_name", Sizes.Remark),
            Text("diag_dept", Sizes.Code), Text("dise_dor_no", Sizes.Id), Text("dise_dor_name", Sizes.Person), Text("diag_time", Sizes.Time),
            Text("vali_flag", Sizes.Flag))));
}
