using MedAid.Bureau.Messages;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Gateway.National;

/// <summary>
/// The messages 3101, 3102 and 3103 as data: of each node the fields that are read, with their lengths, and code tables. What the platform's own
/// dictionaries say is not public; values marked as assumed are to be compared with those of the province.
/// </summary>
internal static class AuditTables
{
    /// <summary>Characters of the text of a row.</summary>
    public const int ContentMax = 500;

    /// <summary>Persons of a message.</summary>
    public const int PatientsMax = 10;

    private const int CodeMax = 50;
    private const int NameMax = 200;
    private const int TimeMax = 30;
    private const int WordMax = 20;
    private const int VisitsMax = 100;
    private const int RulesMax = 5_000;
    private const int PriceDecimals = 6;
    private const int QuantityDecimals = 4;
    private const int AmountDecimals = 2;

    /// <summary>诊断.</summary>
    public static readonly NationalTable Diagnosis = new(
        Text("dise_codg", CodeMax, "diagnosis_codes"), Text("maindise_flag", WordMax), Text("dias_srt_no", WordMax));

    /// <summary>处方（医嘱）.</summary>
    public static readonly NationalTable Order = new(
        Text("rx_id", CodeMax), Text("hilist_code", CodeMax, "code"), Text("hosplist_code", CodeMax), Text("hilist_name", NameMax, "name"),
        Text("hosplist_name", NameMax), Number("pric", PriceDecimals, "unit_price_yuan"), Number("cnt", QuantityDecimals, "quantity"),
        Number("sumamt", AmountDecimals, "amount_fen"), Text("drord_begn_date", TimeMax), Text("drord_stop_date", TimeMax),
        Text("drord_dept_codg", CodeMax, "department_code"), Text("curr_drord_flag", WordMax), Text("dise_codg", CodeMax, "disease_code"));

    /// <summary>就诊.</summary>
    public static readonly NationalTable Encounter = new(
        Text("mdtrt_id", CodeMax, "visit_id"), Text("medins_id", CodeMax, "hospital_code"), Text("adm_date", TimeMax), Text("dscg_date", TimeMax),
        Text("dscg_main_dise_codg", CodeMax), Text("adm_dept_codg", CodeMax, "department_code"), Text("med_mdtrt_type", WordMax),
        Text("med_type", WordMax, "care"), Text("opsp_dise_code", CodeMax, "disease_code"), Text("dise_codg", CodeMax),
        List("fsi_diagnose_dtos", MedAid.Precheck.Limits.DiagnosesMax, Diagnosis), List("fsi_order_dtos", MedAid.Precheck.Limits.OrdersMax, Order));

    /// <summary>参保人. The person is found by the number of the identity document: certno, else patn_id.</summary>
    public static readonly NationalTable Patient = new(
        Text("patn_id", CodeMax, "id_number"), Text("certno", CodeMax), Text("curr_mdtrt_id", CodeMax, "visit_id"),
        List("fsi_encounter_dtos", VisitsMax, Encounter));

    /// <summary>3101 and 3102; some clients put the nodes beside data instead of into each other.</summary>
    public static readonly NationalTable Audit = new(
        Node("data", new(
            Text("trig_scen", WordMax), Text("task_id", CodeMax), Words("rule_ids", RulesMax),
            List("patient_dtos", PatientsMax, Patient))),
        List("patient_dtos", PatientsMax, Patient), List("fsi_encounter_dtos", VisitsMax, Encounter),
        List("fsi_diagnose_dtos", MedAid.Precheck.Limits.DiagnosesMax, Diagnosis), List("fsi_order_dtos", MedAid.Precheck.Limits.OrdersMax, Order));

    /// <summary>An answer to a row.</summary>
    public static readonly NationalTable Warning = new(
        Needed("warn_rslt_id", CodeMax, "card_id"), Needed("dspo_way", WordMax, "disposition"),
        Text("dspo_way_rea", MedAid.Precheck.Limits.OwnReasonMax, "own_reason"));

    /// <summary>3103.</summary>
    public static readonly NationalTable Feedback = new(
        Node("data", new(Text("warn_type", WordMax, "warn_type"), List("warns", MedAid.Precheck.Limits.AnswersMax, Warning))));

    /// <summary>Every node, for the names of bad fields.</summary>
    public static readonly IReadOnlyList<NationalTable> Nodes = [Order, Patient, Encounter, Diagnosis, Warning];

    /// <summary>trig_scen 触发场景, with the care that it is about where the message names no med_type.</summary>
    public static readonly IReadOnlyDictionary<string, Care> Scenes = new Dictionary<string, Care>
    {
        ["1"] = Care.Outpatient, ["2"] = Care.Outpatient, ["3"] = Care.Inpatient, ["4"] = Care.Inpatient, ["5"] = Care.Inpatient,
        ["6"] = Care.Outpatient, ["7"] = Care.Outpatient, ["8"] = Care.Inpatient, ["9"] = Care.Inpatient, ["10"] = Care.Outpatient,
    };

    /// <summary>med_type 医疗类别; local ones of a province are not among them.</summary>
    public static readonly IReadOnlyDictionary<string, Care> CareTypes = new Dictionary<string, Care>
    {
        ["11"] = Care.Outpatient, ["12"] = Care.Outpatient, ["13"] = Care.Outpatient, ["19"] = Care.Outpatient, ["41"] = Care.Outpatient,
        ["51"] = Care.Outpatient, ["91"] = Care.Outpatient, ["93"] = Care.Outpatient, ["14"] = Care.OutpatientChronic,
        ["140104"] = Care.OutpatientChronic, ["140201"] = Care.OutpatientChronic, ["140401"] = Care.OutpatientChronic,
        ["21"] = Care.Inpatient, ["22"] = Care.Inpatient, ["23"] = Care.Inpatient, ["24"] = Care.Inpatient, ["52"] = Care.Inpatient,
        ["53"] = Care.Inpatient, ["92"] = Care.Inpatient, ["28"] = Care.DaySurgery,
    };

    /// <summary>sev_deg 严重程度 of the cards that become rows (assumed: 1 明确违规, 2 高度可疑, 3 轻度可疑). A mere remark is none.</summary>
    public static readonly IReadOnlyDictionary<CardIndicator, string> Severities = new Dictionary<CardIndicator, string>
    {
        [CardIndicator.Critical] = "1", [CardIndicator.Warning] = "3",
    };

    /// <summary>vola_amt_stas 违规金额计算状态: worked out (assumed).</summary>
    public const string AmountKnown = "1";

    /// <summary>vola_bhvr_type 违规行为分类: about the visit (assumed).</summary>
    public const string AboutVisit = "1";

    /// <summary>The same, about an item (assumed).</summary>
    public const string AboutItem = "2";

    /// <summary>vola_item_type 违规明细类型: the item itself (assumed).</summary>
    public const string TheItem = "1";
}
