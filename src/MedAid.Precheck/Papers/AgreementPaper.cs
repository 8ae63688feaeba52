using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>
/// 《先诊疗、后付费协议》 with the share that the patient is predicted to bear. Who may sign it is the arrangement of the region; the agreement is in
/// force once the clearing book has it under this number.
/// </summary>
internal static class AgreementPaper
{
    private const int SharePerHundredthPercent = 100;

    /// <summary>The paper, or why the patient may not sign one.</summary>
    public static Result<PaperContent> Of(OpenedVisit visit)
    {
        var facts = visit.Case.Input.Facts;
        var rule = visit.Case.Reference.Arrangements.PayLaterFor(visit.Case.Person.County, facts.ServiceDate);
        var fault = rule is null ? new Fault("PAY_LATER_NOT_OFFERED")
            : !rule.IsFor(facts.Identities) ? new Fault("PAY_LATER_IDENTITY_MISSING")
            : !rule.HoldsAt(facts) ? new Fault("PAY_LATER_HOSPITAL_NOT_COVERED")
            : !rule.When.Care.Allows((int)visit.Case.Claim.Care)
            ? Fault.Of(FieldRule.NotForCare, "先诊疗、后付费不适用于这种医疗类别，请核对医疗类别", "visit.care")
            : null;
        return fault is null
            ? Result.Done(new PaperContent(page => Write(page, visit, rule!), []))
            : Result.Refused<PaperContent>(fault);
    }

    private static void Write(PrintPage page, OpenedVisit visit, PayLaterRule rule)
    {
        var hospital = PaperPage.HospitalOf(visit);
        var (totalFen, patientFen) = (visit.Breakdown.TotalFen, visit.Breakdown.PatientFen);
        var share = PredictedShare.ShareOf(patientFen, totalFen);
        var percent = ExactNumber.Yuan((share + (SharePerHundredthPercent / 2)) / SharePerHundredthPercent);
        page.Flat($"甲方（医疗机构）：{hospital.Name}")
            .Flat("乙方（患者）：＿＿＿＿＿＿＿＿")
            .Flat($"乙方的救助身份：{PaperPage.Identities(visit)}")
            .Heading("一、先诊疗")
            .Paragraph("乙方符合住院条件，持社会保障卡、有效身份证件等资料办理入院手续，签订本协议后，无需交纳住院押金，直接住院治疗。")
            .Heading("二、预计的费用和个人负担（元）")
            .Paragraph(
                $"预计费用 {ExactNumber.Yuan(totalFen)} 元，预计个人负担 {ExactNumber.Yuan(patientFen)} 元，占 {percent}%。"
                + "这是按预计的项目和截至打印日的累计试算的，实际以出院结算为准。")
            .Ways(visit.Case.Terms, ["医疗类别"], [([Vocabulary.Care.ChineseOf(visit.Case.Claim.Care)], visit.At(hospital, visit.Case.Claim.Mode))])
            .Heading("三、后付费")
            .Paragraph("出院时由甲方按医保、大病保险、医疗救助“一站式”结算。个人负担部分记入应付，乙方可一次或分次付清。")
            .Note($"依据：{PolicySources.None.OnPapers(rule.Citation.Cite)}。")
            .Signatures("患者姓名：", "患者或家属签名：", "与患者的关系（家属签名的）：", $"{hospital.Name}（盖章）　经办人：");
    }
}
