using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Hosting;
using MedAid.People.LaterVisits;
using MedAid.People.Rosters;
using MedAid.People.Storage;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>The calls about persons: map in, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class PeopleGrpcService(
    PersonReader persons, RosterImporter rosters, RosterWork work, PeopleStore store, MarkStore marks, LaterVisitsFollower later,
    DetailKeyRotation keys, HospitalAndCountyNames places, TimeProvider time, IRequestLog requests)
    : PeopleService.PeopleServiceBase, IRecall
{
    public IRequestLog Requests => requests;

    /// <summary>Rosters and the change of the key are known by themselves.</summary>
    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        request is ResolveReadjudicationMarkRequest
            ? Response(new ResolvedMarks(await marks.FindAsync(subject, context.CancellationToken), 0), replayed: true)
            : null;

    public override async Task<Person> GetPerson(GetPersonRequest request, ServerCallContext context) => PeopleOut.Person(await persons.GetAsync(
        new PersonKey(request.PersonKey), request.IdNumber, request.Purpose, context, request.AsKnownTime?.ToDateTimeOffset()));

    public override async Task<ImportRosterResponse> ImportRoster(ImportRosterRequest request, ServerCallContext context)
    {
        var answer = await rosters.AcceptAsync(
            new RosterDraft(
                request.RequestId, (MedAid.People.Rosters.RosterKind)(int)request.Kind, new CountyCode(request.CountyCode), request.Identity,
                request.ListDate, request.CertifyByDate, request.UninsuredScheme, request.File.ToByteArray(),
                request.Certificate.ToByteArray(), Callers.OperatorOf(context), request.ValidateOnly),
            context.CancellationToken);
        if (answer.Refusal is { } refusal && RosterReuse.Of(refusal) is { } reuse)
        {
            throw RosterErrors.Reused(reuse, await FindAsync(reuse.ImportId, context), places).ToException();
        }

        var accepted = SettlementErrors.ValueOf(answer);
        var import = accepted.Job is null ? accepted.Import : await CarryOutAsync(accepted.Job, context.CancellationToken);
        return new ImportRosterResponse
        {
            Import = PeopleOut.Import(import),
            Replayed = accepted.Replayed,
            Faults = { accepted.Faults.Take(Settlement.Limits.PageMax).Select(PeopleOut.Fault) },
        };
    }

    public override async Task<GetRosterImportResponse> GetRosterImport(GetRosterImportRequest request, ServerCallContext context)
    {
        var page = PageOf(request);
        var import = await FindAsync(request.ImportId, context);
        var (faults, next) = page.Cut(await store.ListFaultsAsync(import.ImportId, page.Skip, page.Size + 1, context.CancellationToken));
        return new GetRosterImportResponse
        {
            Import = PeopleOut.Import(import), Faults = { faults.Select(PeopleOut.Fault) }, NextPageToken = next,
        };
    }

    public override async Task<ListRosterImportsResponse> ListRosterImports(
        ListRosterImportsRequest request, ServerCallContext context)
    {
        // New imports come first, so the token is the last one shown and not a count.
        var page = PageOf(request, place => place.Length > 0);
        var after = page.Place.Length > 0 ? page.Place : null;
        var (imports, next) = page.Cut(
            await store.ListImportsAsync(after, page.Size + 1, context.CancellationToken), import => import.ImportId);
        return new ListRosterImportsResponse { Imports = { imports.Select(PeopleOut.Import) }, NextPageToken = next };
    }

    public override async Task<ListRosterChangesResponse> ListRosterChanges(
        ListRosterChangesRequest request, ServerCallContext context)
    {
        var page = PageOf(request);
        var import = await FindAsync(request.ImportId, context);
        var (changes, next) = page.Cut(await persons.ChangesAsync(import.ImportId, page.Skip, page.Size + 1, context));
        return new ListRosterChangesResponse { Changes = { changes.Select(PeopleOut.Change) }, NextPageToken = next };
    }

    public override async Task<ListReadjudicationMarksResponse> ListReadjudicationMarks(
        ListReadjudicationMarksRequest request, ServerCallContext context)
    {
        var page = PageOf(request);
        var caughtUp = await CatchUpAsync(context.CancellationToken);
        var (found, next) = page.Cut(
            await store.ListMarksAsync(request.IncludeResolved, page.Skip, page.Size + 1, context.CancellationToken));
        return new ListReadjudicationMarksResponse
        {
            Marks = { found.Select(PeopleOut.Mark) }, NextPageToken = next, LookingBehind = !caughtUp,
        };
    }

    /// <summary>Whether the later visits of all that was settled are looked at; a damaged settlement forbids no listing.</summary>
    private async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await later.CatchUpAsync(Limits.LaterVisitsAskedTime, cancellationToken);
        }
        catch (LedgerDamagedException)
        {
            return false;
        }
    }

    public override async Task<ResolveReadjudicationMarkResponse> ResolveReadjudicationMark(
        ResolveReadjudicationMarkRequest request, ServerCallContext context)
    {
        var again = request.Outcome == PeopleV1.MarkOutcome.SettledAgain;
        var fields = new RequestFields().Write(context).Words("settlement_id", request.SettlementId, "结算编号")
            .Known("outcome", request.Outcome, "处理结果").Note("reason", request.Reason, "原因")
            .That(
                again == (request.AgainSettlementId.Length > 0), "again_settlement_id", FieldRule.OnlyWhenSettledAgain,
                "已重新结算的要写新的结算编号，其他情况不写")
            .That(request.Outcome != PeopleV1.MarkOutcome.Refused || request.Reason.Length > 0, "reason", FieldRule.Required, "不予调整的要写明原因");
        fields.Check();
        var (made, replayed) = Faults.DoneOf(await marks.ResolveAsync(
            new MarkResolution(
                request.RequestId, new SettlementId(request.SettlementId), (MedAid.People.Storage.MarkOutcome)(int)request.Outcome,
                new SettlementId(request.AgainSettlementId),
                request.Reason, Callers.OperatorOf(context), time.GetUtcNow()),
            RequestKey.Of(context), context.CancellationToken));
        return Response(made, replayed);
    }

    public override Task<GetRosterTemplateResponse> GetRosterTemplate(GetRosterTemplateRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().That(
            RosterTemplates.Names.Contains(request.Template), "template", FieldRule.UnknownWord,
            $"只有这些模板：{string.Join("、", RosterTemplates.Names)}");
        var kind = fields.Format(request.Format, RosterTemplates.Kinds);
        fields.Check();
        return Task.FromResult(new GetRosterTemplateResponse
        {
            FileName = $"{request.Template}.{OutputFormats.EndingOf(kind)}", File = ByteString.CopyFrom(RosterTemplates.File(request.Template, kind)),
        });
    }

    public override async Task<RotatePersonKeyResponse> RotatePersonKey(RotatePersonKeyRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context).Check();
        var resealed = request.ValidateOnly ? 0 : await keys.RotateAsync(request.NewKey, request.RequestId, context.CancellationToken);
        return new RotatePersonKeyResponse { KeyId = keys.Current, Resealed = resealed };
    }

    private static Page PageOf(IMessage request, Func<string, bool>? isPlace = null)
    {
        var fields = new RequestFields();
        var page = fields.Page(request, isPlace);
        fields.Check();
        return page;
    }

    private static ResolveReadjudicationMarkResponse Response(ResolvedMarks made, bool replayed) => new()
    {
        Resolved = made.Resolved, ResolvedTime = made.Resolution.Resolved.ToTimestamp(), Replayed = replayed,
    };

    /// <summary>A short import is done before the answer; a long one goes on while its caller asks how far it is.</summary>
    private async Task<MedAid.People.Rosters.RosterImport> CarryOutAsync(RosterJob job, CancellationToken cancellationToken)
    {
        var done = work.Begin(job) ?? throw new ApiError(ErrorReason.Overloaded).ToException();
        await done.WaitAsync(People.Limits.ImportAnswerTime, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await store.FindImportAsync(job.Import.ImportId, cancellationToken) ?? job.Import;
    }

    private async Task<MedAid.People.Rosters.RosterImport> FindAsync(string importId, ServerCallContext context) =>
        await store.FindImportAsync(importId, context.CancellationToken)
            ?? throw new ApiError(ErrorReason.RosterImportNotFound).ToException();
}
