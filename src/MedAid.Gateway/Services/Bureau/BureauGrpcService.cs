using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Bureau.Link;
using MedAid.Contract.Bureau.V1;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about the bureau's platform: check the fields, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class BureauGrpcService(
    SettleThroughBureau through, LinkDesk desk, LinkFollower follower, LinkBookHolder links, LinkHealth health, PersonReader persons,
    TimeProvider time, IRequestLog requests)
    : BureauService.BureauServiceBase, IRecall
{
    private const string Purpose = "医保平台待处理清单";

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) => request is ResolveMessageRequest
        ? await ToldAsync(await desk.FindResolvedAsync(subject, context.CancellationToken), replayed: true, context)
        : null;

    public override async Task<SettleThroughResponse> SettleThrough(SettleThroughRequest request, ServerCallContext context)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(request.RequestId, violations);
        new RequestFields().All(violations)
            .That(
                request.Visit is not { UpstreamPayments.Count: > 0 }, "visit.upstream_payments", FieldRule.OnlyOne,
                "平台的支付由本系统向医保平台取得，请删去").Check();
        var (answer, replayed) = Faults.DoneOf(await through.SettleAsync(
            RequestKey.Of(context), SettlementIn.Draft(request.Visit), Limits.BureauWait, context.CancellationToken));
        if (answer.Refused is { } refused)
        {
            SettlementErrors.ValueOf(refused);
        }

        if (answer.Settled is { } settled)
        {
            return new SettleThroughResponse
            {
                Settlement = SettlementOut.Settlement(settled), Replayed = replayed, BureauSettlementId = answer.Task?.SetlId ?? "",
            };
        }

        throw Error(answer, request.RequestId).ToException();
    }

    public override async Task<BureauStatus> GetBureauStatus(GetBureauStatusRequest request, ServerCallContext context)
    {
        // First: what is taken over after this is among what is counted then.
        var behind = await follower.BehindAsync(context.CancellationToken);
        var counts = (await desk.CountAsync(context.CancellationToken)).ToLookup(c => c.LinkId);
        var book = links.Current;
        var ids = book.All.Select(l => l.LinkId).Union(counts.Select(c => c.Key)).Order(StringComparer.Ordinal);
        return new BureauStatus
        {
            Links = { ids.Select(id => BureauOut.Link(id, book.Find(id), health.SightOf(id), [.. counts[id]])) },
            BehindMessages = behind,
        };
    }

    public override async Task<ListPendingMessagesResponse> ListPendingMessages(ListPendingMessagesRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().KeyOrNone("link_id", request.LinkId, "链路");
        var page = fields.Page(request, Page.IsNumber);
        fields.Check();
        var after = page.Place.Length > 0 ? long.Parse(page.Place, CultureInfo.InvariantCulture) : 0;
        var tasks = await desk.ListAsync(after, page.Size + 1, request.LinkId, request.ParkedOnly, context.CancellationToken);
        var (shown, next) = page.Cut(tasks, t => t.Task.Number.ToString(CultureInfo.InvariantCulture));
        await persons.NoteAsync(shown.Select(t => t.Task.PersonKey), Purpose, context);
        return new ListPendingMessagesResponse { Tasks = { shown.Select(BureauOut.Task) }, NextPageToken = next };
    }

    public override async Task<ResolveMessageResponse> ResolveMessage(ResolveMessageRequest request, ServerCallContext context)
    {
        var head = new RequestFields().That(request.TaskNumber > 0, "task_number", FieldRule.Required, "请写明任务编号")
            .Known("decision", request.Decision, "是重试、两边一致，还是都没有").Words("note", request.Note, "原因")
            .Words("checked_by", request.CheckedBy, "复核人").Head(context, time);
        var (resolved, replayed) = Faults.DoneOf(await desk.ResolveAsync(
            new TaskResolution(request.TaskNumber, (TaskDecision)(int)request.Decision, request.Note, request.CheckedBy), head,
            context.CancellationToken));
        return await ToldAsync(resolved, replayed, context);
    }

    private static ApiError Error(ThroughAnswer answer, string requestId) => answer.Task switch
    {
        null => new ApiError(ErrorReason.NoUpstreamLink),
        { State: TaskState.NotDone } task => new ApiError(ErrorReason.BureauNotSettled)
        {
            Chinese = SentenceOf(task), Subject = task.Reason, Metadata = new Dictionary<string, string> { ["cause"] = task.Reason },
        },
        _ => new ApiError(ErrorReason.OutcomeUnknown)
        {
            Chinese = "医保平台的结果待确认，系统会自动查清并办完或撤销；请稍后用同一请求再问，切勿另行结算。",
            Metadata = new Dictionary<string, string> { ["request_id"] = requestId },
        },
    };

    private static string SentenceOf(BureauTask task) =>
        $"医保平台没有结算，本系统也没有结算{(task.Evidence.Length == 0 ? "" : $"：{task.Evidence.Split('\n')[^1]}")}。请处理后用新的请求编号重新提交。";

    private async Task<ResolveMessageResponse> ToldAsync(TaskHistory history, bool replayed, ServerCallContext context)
    {
        await persons.NoteAsync([history.Task.PersonKey], Purpose, context);
        return new ResolveMessageResponse { Task = BureauOut.Task(history), Replayed = replayed };
    }
}
