using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Precheck;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about advice before an order is signed: map in, one use case, map out. Both doors come through here.</summary>
internal sealed class PrecheckGrpcService(
    OrderAdvisor advisor, FeedbackWorkflow feedback, FeedbackStore store, PaperCalls papers, ClaimOpener claims, ClaimValidation validation,
    PersonTokens tokens, IRequestLog requests)
    : PrecheckService.PrecheckServiceBase, IRecall
{
    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        request is RecordCardFeedbackRequest
            ? PrecheckOut.Of(await store.FindAsync(subject, context.CancellationToken), replayed: true)
            : await papers.RecallAsync(subject, context.CancellationToken);

    public override async Task<CheckOrdersResponse> CheckOrders(CheckOrdersRequest request, ServerCallContext context)
    {
        var violations = new List<FieldViolation>();
        if (PrecheckIn.Draft(request, validation, claims.Today, violations) is not { } draft)
        {
            throw ApiError.Invalid(violations).ToException();
        }

        return PrecheckOut.Of(SettlementErrors.ValueOf(await advisor.EvaluateAsync(draft, context.CancellationToken)));
    }

    public override async Task<PrepareOrdersResponse> PrepareOrders(PrepareOrdersRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Key("hospital_code", request.HospitalCode, "机构编号")
            .KeyOrNone("department_code", request.DepartmentCode, "科室编码");
        var idNumber = fields.IdNumber("id_number", request.IdNumber);
        var day = fields.DayOrNone("service_date", request.ServiceDate);
        fields.That(!(day > claims.Today), "service_date", FieldRule.OutOfRange, "不能晚于今天");
        fields.Hospital(new HospitalCode(request.HospitalCode), IsKnown).Check();
        return PrecheckOut.Of(await advisor.PrepareAsync(
            new HospitalCode(request.HospitalCode), request.DepartmentCode, tokens.Of(idNumber), day ?? claims.Today, context.CancellationToken));
    }

    public override async Task<RecordCardFeedbackResponse> RecordCardFeedback(RecordCardFeedbackRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context);
        var draft = PrecheckIn.Feedback(request, Callers.OperatorOf(context), fields);
        fields.Hospital(draft.HospitalCode, IsKnown).Check();
        var (recorded, replayed) = Faults.DoneOf(await feedback.RecordAsync(draft, RequestKey.Of(context), context.CancellationToken));
        return PrecheckOut.Of(recorded, replayed);
    }

    public override async Task<ReportCardAcceptanceResponse> ReportCardAcceptance(
        ReportCardAcceptanceRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Key("hospital_code", request.HospitalCode, "机构编号");
        var (from, to) = (fields.Day("from_date", request.FromDate), fields.Day("to_date", request.ToDate));
        fields.That(
            to >= from && to.DayNumber - from.DayNumber < Precheck.Limits.ReportDaysMax, "to_date", FieldRule.OutOfRange,
            $"结束日期不能早于开始日期，最多 {Precheck.Limits.ReportDaysMax} 天");
        fields.Check();
        var hospital = new HospitalCode(request.HospitalCode);
        var lines = await feedback.ReportAsync(hospital, from, to, context.CancellationToken);
        fields.Hospital(hospital, code => lines.Count > 0 || IsKnown(code)).Check();
        return new ReportCardAcceptanceResponse { Acceptances = { lines.Select(PrecheckOut.Of) } };
    }

    private bool IsKnown(HospitalCode hospitalCode) => claims.Reference.Hospital(hospitalCode) is not null;

    public override Task<CheckPapersResponse> CheckPapers(CheckPapersRequest request, ServerCallContext context) =>
        papers.CheckAsync(request, context);

    public override Task<Paper> IssuePaper(IssuePaperRequest request, ServerCallContext context) => papers.IssueAsync(request, context);

    public override Task<Paper> GetPaper(GetPaperRequest request, ServerCallContext context) => papers.GetAsync(request, context);

    public override Task<Paper> RecordSignature(RecordSignatureRequest request, ServerCallContext context) => papers.SignAsync(request, context);

    public override Task<Paper> WithdrawPaper(WithdrawPaperRequest request, ServerCallContext context) => papers.WithdrawAsync(request, context);

    public override Task<ListPapersResponse> ListPapers(ListPapersRequest request, ServerCallContext context) => papers.ListAsync(request, context);
}
