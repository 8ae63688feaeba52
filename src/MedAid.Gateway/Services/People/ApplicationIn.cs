using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.People.Applications;

namespace MedAid.Gateway.Services;

/// <summary>From wire messages to acts, with every bad field named.</summary>
internal static class ApplicationIn
{
    private const int ListMax = 20;

    public static Submission Submission(SubmitApplicationRequest request, RequestFields fields)
    {
        fields.Known("applicant_class", request.ApplicantClass, "申请人类别").Known("purpose", request.Purpose, "申请事项")
            .County(request.CountyCode).Words("township", request.Township, "乡镇（街道）").Words("village", request.Village, "村（居）");
        var (who, what) = ((People.Applications.ApplicantClass)(int)request.ApplicantClass, (ReliefPurpose)(int)request.Purpose);
        fields.That(
                who != People.Applications.ApplicantClass.UnfiledOutOfArea || what == ReliefPurpose.Amount,
                "purpose", FieldRule.NotForThisClass, "未备案就医的只能申请救助金额")
            .That(what != ReliefPurpose.Amount || request.Receipts is not null, "receipts", FieldRule.Required, "申请救助金额要填收据");
        return new Submission(
            who, what, new CountyCode(request.CountyCode), request.Township, request.Village, [.. request.Papers.Distinct()], [],
            request.Receipts is { } receipts ? Receipts(receipts, fields) : null)
        {
            ReceivedOn = fields.DayOrNone("received_date", request.ReceivedDate),
        };
    }

    /// <summary>The act of a step; null, and said so, if there is none.</summary>
    public static ReliefAct? Act(RecordStepRequest request, RequestFields fields)
    {
        fields.That(request.StepCase != RecordStepRequest.StepOneofCase.None, "step", FieldRule.Required, "请写明办理哪一步");
        return request.StepCase switch
        {
            RecordStepRequest.StepOneofCase.Papers => new PapersAdded([.. request.Papers.Papers.Distinct()], [])
            {
                ReceivedOn = fields.DayOrNone("papers.received_date", request.Papers.ReceivedDate),
            },
            RecordStepRequest.StepOneofCase.Visit => Visit(request.Visit, fields),
            RecordStepRequest.StepOneofCase.Publicity => Publicity(request.Publicity, fields),
            RecordStepRequest.StepOneofCase.Report => Noted(
                fields, "report.objections", request.Report.Objections, "异议", new Reported(request.Report.Objections)),
            RecordStepRequest.StepOneofCase.Proposal => Proposal(request.Proposal, fields),
            RecordStepRequest.StepOneofCase.Confirmation => Noted(
                fields, "confirmation.note", request.Confirmation.Note, "意见",
                new Confirmed(request.Confirmation.Agreed, request.Confirmation.Note, null)
                {
                    On = fields.DayOrNone("confirmation.decided_date", request.Confirmation.DecidedDate),
                }),
            RecordStepRequest.StepOneofCase.Publication => Publication(request.Publication, fields),
            RecordStepRequest.StepOneofCase.Delivery => Delivery(request.Delivery, fields),
            RecordStepRequest.StepOneofCase.Appeal => Appeal(request.Appeal, fields),
            RecordStepRequest.StepOneofCase.AppealResult => AppealResult(request.AppealResult, fields),
            RecordStepRequest.StepOneofCase.Withdrawal => Noted(
                fields, "withdrawal.reason", request.Withdrawal.Reason, "原因", new MedAid.People.Applications.Withdrawn(request.Withdrawal.Reason)),
            RecordStepRequest.StepOneofCase.None => null,
            var step => throw InvariantBrokenException.NoWordFor(step),
        };
    }

    private static ReliefReceipts Receipts(Receipts receipts, RequestFields fields)
    {
        fields.Words("receipts.hospital_code", receipts.HospitalCode, "医疗机构编码")
            .That(
                receipts.TotalFen is > 0 and <= Settlement.Limits.ItemAmountMaxFen, "receipts.total_fen", FieldRule.OutOfRange,
                "收据总额要大于零，不超过 1000 万元")
            .That(
                receipts.ReimbursedFen >= 0 && receipts.ReimbursedFen <= receipts.TotalFen, "receipts.reimbursed_fen", FieldRule.OutOfRange,
                "医保已报销金额要在零和收据总额之间");
        return new ReliefReceipts(
            new HospitalCode(receipts.HospitalCode), fields.Day("receipts.service_date", receipts.ServiceDate), receipts.TotalFen,
                receipts.ReimbursedFen);
    }

    private static HomeVisited Visit(VisitStep step, RequestFields fields)
    {
        fields.That(step.Visitors.Count is > 0 and <= ListMax, "visit.visitors", FieldRule.Required, "请写明入户调查人")
            .Words("visit.village_helper", step.VillageHelper, "村（居）协助人").Note("visit.note", step.Note, "说明");
        foreach (var visitor in step.Visitors)
        {
            fields.Words("visit.visitors", visitor, "入户调查人");
        }

        return new HomeVisited(
            fields.Day("visit.visit_date", step.VisitDate), [.. step.Visitors], step.VillageHelper, step.IllnessConfirmed, step.HardshipConfirmed,
            step.Note);
    }

    private static Publicised Publicity(PublicityStep step, RequestFields fields)
    {
        fields.Words("publicity.place", step.Place, "公示地点");
        return new Publicised(
            fields.Day("publicity.from_date", step.FromDate), fields.Day("publicity.until_date", step.UntilDate), step.Place);
    }

    private static Proposed Proposal(ProposalStep step, RequestFields fields)
    {
        foreach (var rule in step.FailedRules)
        {
            fields.Words("proposal.failed_rules.cite", rule.Cite, "规定的出处").Words("proposal.failed_rules.text", rule.Text, "规定的内容");
        }

        var (from, until) = (fields.DayOrNone("proposal.from_date", step.FromDate), fields.DayOrNone("proposal.until_date", step.UntilDate));
        var grants = from is not null || until is not null || step.AmountFen != 0;
        fields.That(step.FailedRules.Count <= ListMax, "proposal.failed_rules", FieldRule.TooMany, $"不符合的规定最多 {ListMax} 条")
            .That(
                grants != (step.FailedRules.Count > 0), "proposal", FieldRule.OnlyOne,
                "批准的写身份日期或金额，不予救助的写明不符合的规定，只写一种");
        return new Proposed(
            step.FailedRules.Count > 0 ? null : new ReliefGrant(from, until, step.AmountFen),
            [.. step.FailedRules.Select(r => new MedAid.People.Applications.FailedRule(r.Cite, r.Text))]);
    }

    private static ResultPublished Publication(PublicationStep step, RequestFields fields)
    {
        fields.Words("publication.place", step.Place, "公布地点");
        return new ResultPublished(fields.Day("publication.publication_date", step.PublicationDate), step.Place);
    }

    private static NoticeDelivered Delivery(DeliveryStep step, RequestFields fields)
    {
        fields.Words("delivery.how", step.How, "送达方式");
        return new NoticeDelivered(fields.Day("delivery.received_date", step.ReceivedDate), step.How);
    }

    private static AppealFiled Appeal(AppealStep step, RequestFields fields)
    {
        fields.Known("appeal.kind", step.Kind, "是复议还是诉讼").Words("appeal.body", step.Body, "复议机关或法院").Note("appeal.grounds", step.Grounds, "理由");
        return new AppealFiled(
            (MedAid.People.Applications.AppealKind)(int)step.Kind, fields.Day("appeal.filed_date", step.FiledDate), step.Body, step.Grounds);
    }

    private static AppealDecided AppealResult(AppealResultStep step, RequestFields fields)
    {
        fields.Known("appeal_result.outcome", step.Outcome, "结果").Note("appeal_result.note", step.Note, "说明");
        return new AppealDecided(
            (MedAid.People.Applications.AppealOutcome)(int)step.Outcome, fields.Day("appeal_result.decided_date", step.DecidedDate), step.Note);
    }

    private static ReliefAct Noted(RequestFields fields, string field, string note, string name, ReliefAct act)
    {
        fields.Note(field, note, name);
        return act;
    }
}
