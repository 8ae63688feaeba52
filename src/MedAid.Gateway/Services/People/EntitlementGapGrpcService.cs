using Google.Protobuf;
using Grpc.Core;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.People.EntitlementGaps;
using MedAid.People.Storage;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>The calls of the search for entitlement gaps: map in, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class EntitlementGapGrpcService(
    EntitlementGapFinder finder, UremiaRegister uremia, Performance performance, FactsFollower follower,
    PersonReader persons, HospitalAndCountyNames names,
    TimeProvider time, IRequestLog requests)
    : EntitlementGapService.EntitlementGapServiceBase, IRecall
{
    private const string Purpose = "排查应享未享";
    private const string UremiaPurpose = "尿毒症患者建档立卡";

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) => request switch
    {
        BuildFindingListRequest => new BuildFindingListResponse
        {
            List = await ShowAsync(await FindListAsync(subject, context), context), Replayed = true,
        },
        AcknowledgeFindingListRequest => await ShowAsync(await FindListAsync(subject, context), context),
        FileUremiaRequest or EndUremiaRequest => await ShowUremiaAsync(new PersonKey(subject), null, context),
        _ => await TellAsync(subject, context),
    };

    public override async Task<ListFindingsResponse> ListFindings(ListFindingsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().KnownOrAny("kind", request.Kind).KnownOrAny("standing", request.Standing)
            .County(request.CountyCode, optional: true);
        var page = fields.Page(request);
        fields.Check();
        var filter = new FindingFilter(
            request.Kind == 0 ? null : (People.EntitlementGaps.FindingKind)(int)request.Kind, new CountyCode(request.CountyCode),
            request.Standing == 0 ? null : (MedAid.People.EntitlementGaps.FindingStanding)(int)request.Standing, new PersonKey(request.PersonKey));
        var (found, signsCurrent) = await finder.ListAsync(filter, page.Skip, page.Size + 1, context.CancellationToken);
        var (shown, next) = page.Cut(found);
        var labels = await persons.LabelAsync(shown.Select(f => f.Snapshot.PersonKey), Purpose, context);
        return new ListFindingsResponse
        {
            Findings = { shown.Select(f => EntitlementGapOut.Finding(f, labels)) }, NextPageToken = next, IndicatorsChanged = !signsCurrent,
        };
    }

    public override Task<PeopleV1.Finding> GetFinding(GetFindingRequest request, ServerCallContext context) =>
        TellAsync(request.FindingId, context);

    public override async Task<BuildFindingListResponse> BuildFindingList(BuildFindingListRequest request, ServerCallContext context)
    {
        var head = new RequestFields().Known("receiver", request.Receiver).County(request.CountyCode)
            .Head(context, time);
        var (list, replayed) = Faults.DoneOf(await finder.BuildListAsync(
            head, (Receiver)(int)request.Receiver, new CountyCode(request.CountyCode), context.CancellationToken));
        return new BuildFindingListResponse { List = await ShowAsync(list, context), Replayed = replayed };
    }

    public override async Task<ListFindingListsResponse> ListFindingLists(ListFindingListsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().KnownOrAny("receiver", request.Receiver).County(request.CountyCode, optional: true);
        var page = fields.Page(request);
        fields.Check();
        var heads = await finder.ListListsAsync(
            request.Receiver == 0 ? null : (Receiver)(int)request.Receiver, new CountyCode(request.CountyCode), request.OverdueOnly,
            page.Skip, page.Size + 1,
            context.CancellationToken);
        var (shown, next) = page.Cut(heads);
        return new ListFindingListsResponse
        {
            Lists = { shown.Select(h => EntitlementGapOut.Head(h, finder.Terms, finder.Today)) }, NextPageToken = next,
        };
    }

    public override async Task<FindingList> GetFindingList(GetFindingListRequest request, ServerCallContext context) =>
        await ShowAsync(await FindListAsync(request.ListId, context), context);

    public override async Task<DownloadFindingListResponse> DownloadFindingList(
        DownloadFindingListRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var kind = fields.Format(request.Format, ListSheet.Kinds);
        fields.Check();
        var list = await FindListAsync(request.ListId, context);
        PersonKey[] keys = [.. list.Lines.Select(l => l.Snapshot.PersonKey)];
        var labels = await persons.LabelAsync(keys, Purpose, context);
        var places = await finder.PlacesAsync(keys, context.CancellationToken);
        return new DownloadFindingListResponse
        {
            FileName = $"{list.Head.ListId}.{OutputFormats.EndingOf(kind)}",
            File = ByteString.CopyFrom(ListSheet.File(list, labels, places, names.Counties, kind)),
        };
    }

    public override async Task<FindingList> AcknowledgeFindingList(AcknowledgeFindingListRequest request, ServerCallContext context)
    {
        var fields = new RequestFields()
            .That(request.Answers.Count is > 0 and <= People.Limits.ListLinesMax, "answers", FieldRule.Required, "至少要反馈一行，一次最多 1000 行")
            .That(
                request.Answers.Select(a => a.LineNumber).Distinct().Count() == request.Answers.Count, "answers", FieldRule.Duplicate, "同一行只能反馈一次");
        for (var i = 0; i < request.Answers.Count; i++)
        {
            var answer = request.Answers[i];
            fields.Known($"answers[{i}].outcome", answer.Outcome).Reason(
                $"answers[{i}].note", answer.Note, needed: answer.Outcome == Contract.People.V1.LineOutcome.NotApplicable);
        }

        var head = fields.Head(context, time);
        var written = await finder.AcknowledgeAsync(
            head, request.ListId, [.. request.Answers.Select(a => (a.LineNumber, (People.EntitlementGaps.LineOutcome)(int)a.Outcome, a.Note))],
            context.CancellationToken);
        return await ShowAsync(await FindListAsync(Faults.ValueOf(written), context), context);
    }

    public override async Task<PeopleV1.Finding> ReferToAid(ReferToAidRequest request, ServerCallContext context)
    {
        var head = new RequestFields().Reason("note", request.Note, needed: false).Head(context, time);
        var written = await finder.ReferAsync(head, request.FindingId, request.Note, context.CancellationToken);
        return await TellAsync(Faults.ValueOf(written), context);
    }

    public override async Task<PeopleV1.Finding> DecideAid(DecideAidRequest request, ServerCallContext context)
    {
        var head = new RequestFields()
            .That(
                request.GrantedFen is >= 0 and <= Settlement.Limits.ItemAmountMaxFen,
                "granted_fen", FieldRule.OutOfRange, "救助金额以分为单位，不能为负，也不能过大；不予救助写 0")
            .Reason("reason", request.Reason, needed: request.GrantedFen == 0)
            .Head(context, time);
        var written = await finder.DecideAidAsync(
            head, request.FindingId, request.GrantedFen, request.Reason, context.CancellationToken);
        return await TellAsync(Faults.ValueOf(written), context);
    }

    public override async Task<ListUremiaFilesResponse> ListUremiaFiles(ListUremiaFilesRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().County(request.CountyCode, optional: true);
        var page = fields.Page(request);
        fields.Check();
        var files = await uremia.ListAsync(new CountyCode(request.CountyCode), request.IncludeEnded, context.CancellationToken);
        var (shown, next) = page.Cut([.. files.Skip(page.Skip).Take(page.Size + 1)]);
        var labels = await persons.LabelAsync(shown.Select(f => f.PersonKey), UremiaPurpose, context);
        return new ListUremiaFilesResponse { Files = { shown.Select(f => EntitlementGapOut.File(f, labels)) }, NextPageToken = next };
    }

    public override async Task<PeopleV1.UremiaFile> FileUremia(FileUremiaRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Reason("note", request.Note, needed: true).That(
            (request.PersonKey.Length > 0) != (request.IdNumber.Length > 0), "person_key", FieldRule.Required, "请写明人员编号或身份证号码，只写一个");
        var day = PastDay(fields, "since_date", request.SinceDate);
        var head = fields.Head(context, time);
        var act = await uremia.OpeningAsync(head, new PersonKey(request.PersonKey), request.IdNumber, day, request.Note, context.CancellationToken)
            ?? throw new ApiError(ErrorReason.PersonNotOnRecord).ToException();
        var written = await uremia.FileAsync(head, act, context.CancellationToken);
        return await ShowUremiaAsync(new PersonKey(Faults.ValueOf(written)), head.Key.ValidateOnly ? act : null, context);
    }

    public override async Task<PeopleV1.UremiaFile> EndUremia(EndUremiaRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Known("end", request.End).Reason("note", request.Note, needed: false);
        var day = PastDay(fields, "end_date", request.EndDate);
        var head = fields.Head(context, time);
        var county = (await uremia.FindAsync(new PersonKey(request.PersonKey), context.CancellationToken))?.CountyCode ?? default;
        var act = new UremiaAct(
            new PersonKey(request.PersonKey), county, day, (MedAid.People.EntitlementGaps.UremiaEnd)(int)request.End, request.Note,
            head.Operator, head.Time);
        var written = await uremia.EndAsync(head, act, context.CancellationToken);
        return await ShowUremiaAsync(new PersonKey(Faults.ValueOf(written)), head.Key.ValidateOnly ? act : null, context);
    }

    public override async Task<CheckImplementationResponse> CheckImplementation(
        CheckImplementationRequest request, ServerCallContext context)
    {
        new RequestFields().County(request.CountyCode).Check();
        var check = await finder.CheckAsync(new CountyCode(request.CountyCode), context.CancellationToken);
        var open = check.Open.Take(Settlement.Limits.PageMax).ToArray();
        var labels = await persons.LabelAsync(open.Select(s => s.Finding.Snapshot.PersonKey), Purpose, context);
        var overdue = await finder.ListListsAsync(
            null, new CountyCode(request.CountyCode), overdueOnly: true, 0, Settlement.Limits.PageMax, context.CancellationToken);
        return new CheckImplementationResponse
        {
            CountyCode = check.CountyCode.Text,
            Kinds = { check.Kinds.Select(EntitlementGapOut.Kind) },
            OpenFindings = { open.Select(s => EntitlementGapOut.Whole(s, [], labels)) },
            OverdueLists = { overdue.Select(h => EntitlementGapOut.Head(h, finder.Terms, finder.Today)) },
        };
    }

    public override async Task<MeasurePerformanceResponse> MeasurePerformance(
        MeasurePerformanceRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().County(request.CountyCode, optional: true);
        var first = fields.Day("from_date", request.FromDate);
        var last = fields.Day("to_date", request.ToDate);
        fields.That(first <= last, "to_date", FieldRule.OutOfRange, "止日不能早于起日").Check();
        var measures = await performance.OfAsync(new CountyCode(request.CountyCode), first, last, context.CancellationToken);
        return new MeasurePerformanceResponse { Measures = { measures.Select(EntitlementGapOut.Measure) } };
    }

    public override async Task<RebuildFactsResponse> RebuildFacts(RebuildFactsRequest request, ServerCallContext context)
    {
        if (request.Start)
        {
            new RequestFields().Operator(context).Check();
            await follower.RebuildAsync(context.CancellationToken);
        }

        var state = await follower.CatchUpAsync(People.Limits.RebuildAnswerTime, context.CancellationToken);
        return new RebuildFactsResponse { Done = state.CaughtUp, OutboxNumber = state.Checkpoint.OutboxNumber };
    }

    private async Task<PeopleV1.Finding> TellAsync(string findingId, ServerCallContext context)
    {
        var (found, proofs) = await finder.FindWithListsAsync(findingId, context.CancellationToken)
            ?? throw new ApiError(ErrorReason.FindingNotFound).ToException();
        return EntitlementGapOut.Whole(found, proofs, await persons.LabelAsync([found.Finding.Snapshot.PersonKey], Purpose, context));
    }

    private async Task<ReferralList> FindListAsync(string listId, ServerCallContext context) =>
        await finder.FindListAsync(listId, context.CancellationToken)
            ?? throw new ApiError(ErrorReason.FindingListNotFound).ToException();

    private async Task<FindingList> ShowAsync(ReferralList list, ServerCallContext context)
    {
        PersonKey[] keys = [.. list.Lines.Select(l => l.Snapshot.PersonKey)];
        var labels = await persons.LabelAsync(keys, Purpose, context);
        return EntitlementGapOut.List(list, finder.Terms, finder.Today, labels, await finder.PlacesAsync(keys, context.CancellationToken));
    }

    /// <summary>The file after an act; of one that was only tried, the file as it is, or what would be in it.</summary>
    private async Task<PeopleV1.UremiaFile> ShowUremiaAsync(PersonKey key, UremiaAct? tried, ServerCallContext context)
    {
        var file = await uremia.FindAsync(key, context.CancellationToken)
            ?? new MedAid.People.EntitlementGaps.UremiaFile(key, tried?.CountyCode ?? default, tried?.Day ?? default, null, null, false, tried, null);
        return EntitlementGapOut.File(file, await persons.LabelAsync([key], UremiaPurpose, context));
    }

    private DateOnly PastDay(RequestFields fields, string field, string text)
    {
        var day = fields.Day(field, text);
        fields.That(day <= finder.Today, field, FieldRule.OutOfRange, "日期不能晚于今天");
        return day;
    }
}
