using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Link;

/// <summary>
/// What the messages of a visit say. The same task gives the same messages: numbers of lines and of the batch follow from the task's number.
/// </summary>
/// <param name="link">The link.</param>
/// <param name="region">How its bureau speaks.</param>
/// <param name="task">The task.</param>
/// <param name="person">The person at the bureau.</param>
internal sealed class LinkMessages(BureauLink link, Region region, BureauTask task, BureauPerson person)
{
    private const string IdCard = "02";
    private const string IdCardOfPerson = "01";
    private const string Yes = "1";
    private const string No = "0";
    private const string ByItem = "01";
    private const string MainDiagnosis = "1";
    private const string OutpatientDiagnosis = "1";

    /// <summary>The kind of insurance (<c>insutype</c>) of a scheme, or empty.</summary>
    public static string InsuranceOf(string scheme) => scheme switch { "resident" => "390", "employee" => "310", _ => "" };

    /// <summary>Who a person is (1101).</summary>
    public static JsonObject Person(PersonIdentity identity, DateOnly day) => Data(
        ("mdtrt_cert_type", IdCard), ("mdtrt_cert_no", identity.IdNumber), ("card_sn", ""), ("begntime", Day(day)), ("psn_cert_type", IdCardOfPerson),
        ("certno", identity.IdNumber), ("psn_name", identity.Name));

    /// <summary>Sign in (9001).</summary>
    public static JsonObject SignIn(BureauLink link) => Node("signIn", ("opter_no", link.Operator), ("mac", ""), ("ip", ""));

    /// <summary>A question what stands of a visit (5203).</summary>
    public JsonObject Question(string mdtrtId) => Data(
        ("psn_no", person.BureauPersonNumber), ("setl_id", ""), ("mdtrt_id", mdtrtId));

    /// <summary>Undo a message of which nobody knows whether it was carried out (2601).</summary>
    public JsonObject Reverse(string messageId) => Data(
        ("psn_no", person.BureauPersonNumber), ("omsgid", messageId), ("oinfno", region.Lettered(Infno.Settle)));

    /// <summary>Undo a settlement (2208).</summary>
    public JsonObject Cancel(string setlId, string mdtrtId) => Data(
        ("setl_id", setlId), ("mdtrt_id", mdtrtId), ("psn_no", person.BureauPersonNumber));

    /// <summary>Take the lines of the batch back (2205).</summary>
    public JsonObject TakeBack() => Data(
        ("mdtrt_id", task.MdtrtId), ("chrg_bchno", Batch), ("psn_no", person.BureauPersonNumber));

    /// <summary>A registration (2201).</summary>
    public JsonObject Register(LinkVisit visit) => Data(
        ("psn_no", person.BureauPersonNumber), ("insutype", person.Insurance), ("begntime", Time(visit.ServiceDate)), ("mdtrt_cert_type", IdCard),
        ("mdtrt_cert_no", person.Identity.IdNumber), ("ipt_otp_no", visit.Visit.VisitId), ("atddr_no", Some(visit.Doctor)),
        ("dr_name", Some(visit.Doctor)), ("dept_code", Some(visit.Department)), ("dept_name", Some(visit.Department)), ("caty", "A03"));

    /// <summary>What the visit is about (2203).</summary>
    public JsonObject Describe(LinkVisit visit)
    {
        var input = Node(
            "mdtrtinfo", ("mdtrt_id", task.MdtrtId), ("psn_no", person.BureauPersonNumber), ("med_type", CareType(visit)),
            ("begntime", Time(visit.ServiceDate)), ("main_cond_dscr", ""), ("dise_codg", visit.Disease), ("dise_name", visit.Disease));
        var codes = visit.Diagnoses.Count > 0 ? visit.Diagnoses : [Some(visit.Disease)];
        input["diseinfo"] = new JsonArray(
        [
            .. codes.Select((code, i) => Fields(
                ("diag_type", i == 0 ? OutpatientDiagnosis : "2"), ("diag_srt_no", (i + 1).ToString(CultureInfo.InvariantCulture)),
                ("diag_code", code),
                ("diag_name", code), ("diag_dept", Some(visit.Department)), ("dise_dor_no", Some(visit.Doctor)),
                ("dise_dor_name", Some(visit.Doctor)), ("diag_time", Time(visit.ServiceDate)), ("vali_flag", MainDiagnosis))),
        ]);
        return input;
    }

    /// <summary>A part of the lines (2204).</summary>
    public JsonObject Upload(LinkVisit visit) => new()
    {
        ["feedetail"] = new JsonArray(
            [.. visit.Lines.Skip(task.Parts * LinkLimits.LinesOfUploadMax).Take(LinkLimits.LinesOfUploadMax).Select(line => Line(visit, line))]),
    };

    /// <summary>The settlement (2207). Of a visit that MedAid split it says how; another the platform splits.</summary>
    public JsonObject Settle(LinkVisit visit)
    {
        var input = Data(
            ("psn_no", person.BureauPersonNumber), ("mdtrt_cert_type", IdCard), ("mdtrt_cert_no", person.Identity.IdNumber),
            ("med_type", CareType(visit)), ("medfee_sumamt", Money(visit.Figures.MedfeeFen)), ("psn_setlway", ByItem), ("mdtrt_id", task.MdtrtId),
            ("chrg_bchno", Batch), ("acct_used_flag", visit.UsesAccount ? Yes : No), ("insutype", person.Insurance), ("invono", ""),
            ("fulamt_ownpay_amt", Money(visit.Charges.OutOfScopeFen)), ("overlmt_selfpay", Money(visit.Charges.OverCeilingFen)),
            ("preselfpay_amt", Money(visit.Charges.FirstSelfPayFen)), ("inscp_scp_amt", Money(visit.Charges.InScopeFen)));
        if (task.Kind == TaskKind.Report)
        {
            input["data"]!["exp_content"] = Split(visit);
        }

        return input;
    }

    /// <summary>The batch of charges, of the task alone.</summary>
    private string Batch => string.Create(CultureInfo.InvariantCulture, $"MA{task.Number:D12}");

    private string CareType(LinkVisit visit) => link.CareTypes[visit.Care];

    /// <summary>MedAid's split, so that the bureau books what was paid at the window.</summary>
    private JsonObject Split(LinkVisit visit) => new()
    {
        ["medaid_setldetail"] = new JsonArray(
        [
            .. visit.Figures.Funds.OrderBy(f => f.Key).Select(f => Fields(
                ("fund_pay_type", region.Funds.Write(f.Key)!.Code), ("fund_pay_type_name", region.Funds.Write(f.Key)!.Name),
                ("inscp_scp_amt", Money(visit.Charges.InScopeFen)), ("crt_payb_lmt_amt", Money(0)), ("fund_payamt", Money(f.Value)),
                ("setl_proc_info", ""))),
        ]),
        ["medaid_setlinfo"] = Fields(
            ("medfee_sumamt", Money(visit.Figures.MedfeeFen)), ("fund_pay_sumamt", Money(FundsFen(visit))),
            ("psn_part_amt", Money(visit.Figures.PersonalFen)), ("acct_pay", Money(visit.Figures.AccountFen)),
            ("psn_cash_pay", Money(visit.Figures.PersonalFen - visit.Figures.AccountFen)), ("hosp_part_amt", Money(visit.Figures.HospitalFen))),
    };

    private long FundsFen(LinkVisit visit) => visit.Figures.FundsFen + (region.Sums.FundSumHasAccount ? visit.Figures.AccountFen : 0);

    private JsonObject Line(LinkVisit visit, LinkLine line) => Fields(
        ("feedetl_sn", string.Create(CultureInfo.InvariantCulture, $"{Batch}L{line.ItemNumber}")), ("mdtrt_id", task.MdtrtId),
        ("psn_no", person.BureauPersonNumber), ("chrg_bchno", Batch), ("dise_codg", line.Disease.Length > 0 ? line.Disease : visit.Disease),
        ("rxno", ""), ("rx_circ_flag", No), ("fee_ocur_time", Time(visit.ServiceDate)), ("med_list_codg", line.Code), ("medins_list_codg", line.Code),
        ("det_item_fee_sumamt", Money(line.AmountFen)), ("cnt", Number(line.Quantity)), ("pric", Number(line.Price)),
        ("bilg_dept_codg", Some(visit.Department)), ("bilg_dept_name", Some(visit.Department)), ("bilg_dr_codg", Some(visit.Doctor)),
        ("bilg_dr_name", Some(visit.Doctor)), ("hosp_appr_flag", line.Approval.ToString(CultureInfo.InvariantCulture)));

    private static JsonObject Data(params ReadOnlySpan<(string Name, JsonNode? Value)> fields) => Node("data", fields);

    private static JsonObject Node(string node, params ReadOnlySpan<(string Name, JsonNode? Value)> fields) => new() { [node] = Fields(fields) };

    private static JsonObject Fields(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
        {
            json[name] = value;
        }

        return json;
    }

    /// <summary>A field that the bureau requires and the hospital's system may have left out.</summary>
    private static string Some(string text) => text.Length > 0 ? text : "0";

    private static JsonNode Money(long fen) => Number(ExactNumber.Yuan(fen));

    /// <summary>A number as it is written, without a binary fraction in between.</summary>
    private static JsonNode Number(string text) => JsonNode.Parse(text)!;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateOnly day) => $"{Day(day)} 00:00:00";
}
