namespace MedAid.Core.Policy;

/// <summary>The words of measures in forms, and in which unit each is told.</summary>
public static class ReportWords
{
    /// <summary>Words of <see cref="ReportMeasure"/>.</summary>
    public static WordList<ReportMeasure> Measures { get; } = new(
        ("people", ReportMeasure.People, "人数"),
        ("visits", ReportMeasure.Visits, "人次"),
        ("gross", ReportMeasure.Gross, "总费用"),
        ("in_scope", ReportMeasure.InScope, "政策范围内费用"),
        ("drug", ReportMeasure.Drug, "药品费用"),
        ("drug_in_scope", ReportMeasure.DrugInScope, "药品政策范围内费用"),
        ("patient", ReportMeasure.Patient, "个人负担"),
        ("waived", ReportMeasure.Waived, "医院减免"),
        ("hospital_borne", ReportMeasure.HospitalBorne, "医院承担"),
        ("paid", ReportMeasure.Paid, "支付"),
        ("due", ReportMeasure.Due, "应拨付医院"),
        ("ratio", ReportMeasure.Ratio, "比例"),
        ("sum", ReportMeasure.Sum, "合计"),
        ("entered_count", ReportMeasure.EnteredCount, "录入的数"),
        ("entered_yuan", ReportMeasure.EnteredYuan, "录入的金额"),
        ("entered_text", ReportMeasure.EnteredText, "录入的文字"),
        ("text", ReportMeasure.Text, "文字"));

    /// <summary>Whether a clerk enters it.</summary>
    public static bool IsEntered(ReportMeasure measure) =>
        measure is ReportMeasure.EnteredCount or ReportMeasure.EnteredYuan or ReportMeasure.EnteredText;

    /// <summary>Whether it is words.</summary>
    public static bool IsText(ReportMeasure measure) => measure is ReportMeasure.EnteredText or ReportMeasure.Text;

    /// <summary>Whether it is money.</summary>
    public static bool IsYuan(ReportMeasure measure) => measure is not (ReportMeasure.People or ReportMeasure.Visits or ReportMeasure.Ratio
        or ReportMeasure.EnteredCount or ReportMeasure.EnteredText or ReportMeasure.Text);

    /// <summary>The unit behind a heading; empty: it has none, or the title says it.</summary>
    public static string UnitOf(ReportMeasure measure) => measure == ReportMeasure.People ? "人"
        : measure == ReportMeasure.Visits ? "人次"
        : measure == ReportMeasure.Ratio ? "%"
        : IsYuan(measure) ? "元"
        : "";
}
