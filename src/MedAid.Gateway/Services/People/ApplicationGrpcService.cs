using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.People.Applications;
using MedAid.People.Storage;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about applications on paper: map in, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class ApplicationGrpcService(ReliefWorkflow workflow, ReliefStore store, PersonReader persons, IRequestLog requests)
    : ApplicationService.ApplicationServiceBase, IRecall
{
    private const string Purpose = "医疗救助申请";

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        Answer(new Recorded<ReliefApplication>((await store.FindAsync(subject, context.CancellationToken))!, [], 0), replayed: true);

    public override async Task<RecordStepResponse> SubmitApplication(SubmitApplicationRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context);
        var idNumber = fields.IdNumber("id_number", request.IdNumber);
        var submission = ApplicationIn.Submission(request, fields);
        var papers = workflow.PapersOf(new CountyCode(request.CountyCode));
        fields.That(papers is not null, "county_code", FieldRule.NoPaperList, "本地还没有申请材料清单，请在参照目录的 papers 下放入")
            .That(papers?.Knows(submission.Papers) ?? true, "papers", FieldRule.UnknownWord, "有清单上没有的材料编码，请查询材料清单");
        var by = Callers.OperatorOf(context);
        fields.Check();
        return Answer(await workflow.SubmitAsync(idNumber, submission, RequestKey.Of(context), by, context.CancellationToken));
    }

    public override async Task<RecordStepResponse> RecordStep(RecordStepRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context).Words("application_id", request.ApplicationId, "申请编号");
        var act = ApplicationIn.Act(request, fields);
        var by = Callers.OperatorOf(context);
        fields.Check();
        if (act is PapersAdded added)
        {
            await CheckPapersAsync(request.ApplicationId, added, context);
        }

        return Answer(await workflow.RecordAsync(request.ApplicationId, act!, RequestKey.Of(context), by, context.CancellationToken));
    }

    public override async Task<Application> GetApplication(GetApplicationRequest request, ServerCallContext context)
    {
        var application = await FoundAsync(request.ApplicationId, context);
        return ApplicationOut.Of(application, PapersOf(application), withSteps: true, await NameAsync(application, context));
    }

    public override async Task<ListApplicationsResponse> ListApplications(ListApplicationsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request);
        fields.Check();
        ReliefState? state = request.State == ApplicationState.Unspecified ? null : (ReliefState)(int)request.State;
        var (shown, next) = page.Cut(await store.ListAsync(
            new CountyCode(request.CountyCode), state, new PersonKey(request.PersonKey), page.Skip, page.Size + 1, context.CancellationToken));
        await persons.NoteAsync(shown.Select(a => a.PersonKey), Purpose, context);
        return new ListApplicationsResponse
        {
            Applications = { shown.Select(a => ApplicationOut.Of(a, PapersOf(a), withSteps: false)) }, NextPageToken = next,
        };
    }

    public override async Task<GetRefusalNoticeResponse> GetRefusalNotice(GetRefusalNoticeRequest request, ServerCallContext context)
    {
        var application = await FoundAsync(request.ApplicationId, context);
        var notice = application.Notice ?? throw new ApiError(ErrorReason.RefusalNoticeNotFound).ToException();
        var name = await NameAsync(application, context);
        return new GetRefusalNoticeResponse
        {
            NoticeNumber = notice.Number.ToString(),
            Text = notice.ToText(name, application.SubmittedOn, application.Submission.Township),
            Html = notice.ToHtml(name, application.SubmittedOn, application.Submission.Township),
            ReviewByDate = PlainText.Day(notice.ReviewBy),
            SuitByDate = PlainText.Day(notice.SuitBy),
        };
    }

    public override Task<ListPapersResponse> ListPapers(ListPapersRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().County(request.CountyCode);
        var page = fields.Page(request);
        fields.Check();
        var (papers, next) = page.Cut([.. (workflow.PapersOf(new CountyCode(request.CountyCode))?.Papers ?? []).Skip(page.Skip)]);
        return Task.FromResult(new ListPapersResponse { Papers = { papers.Select(ApplicationOut.Paper) }, NextPageToken = next });
    }

    private async Task CheckPapersAsync(string applicationId, PapersAdded added, ServerCallContext context)
    {
        var county = (await store.FindAsync(applicationId, context.CancellationToken))?.Submission.County;
        new RequestFields()
            .That(added.Papers.Count > 0, "papers.papers", FieldRule.Required, "请写明补交了哪些材料")
            .That(
                county is not { } home || workflow.PapersOf(home)?.Knows(added.Papers) == true, "papers.papers", FieldRule.UnknownWord,
                "有清单上没有的材料编码，请查询材料清单")
            .Check();
    }

    private async Task<ReliefApplication> FoundAsync(string applicationId, ServerCallContext context) =>
        await store.FindAsync(applicationId, context.CancellationToken)
            ?? throw new ApiError(ErrorReason.ReliefApplicationNotFound).ToException();

    private PaperList? PapersOf(ReliefApplication application) => workflow.PapersOf(application.Submission.County);

    private async Task<string> NameAsync(ReliefApplication application, ServerCallContext context) =>
        (await persons.LabelAsync([application.PersonKey], Purpose, context))[new PersonKey(application.PersonKey.Text)].Name ?? "";

    private RecordStepResponse Answer(Result<Recorded<ReliefApplication>> result)
    {
        var (recorded, replayed) = Faults.DoneOf(result);
        return Answer(recorded, replayed);
    }

    private RecordStepResponse Answer(Recorded<ReliefApplication> recorded, bool replayed) => new()
    {
        Application = ApplicationOut.Of(recorded.Value, PapersOf(recorded.Value), withSteps: true), Replayed = replayed, Marks = recorded.Marks,
    };
}
