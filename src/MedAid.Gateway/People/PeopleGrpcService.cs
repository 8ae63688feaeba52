using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.People.V1;
using MedAid.Gateway.Grpc;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Settlement;
using MedAid.People;
using MedAid.People.Ports;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;
using MarkOutcome = MedAid.Contract.People.V1.MarkOutcome;
using PageLimits = MedAid.Settlement.Limits;
using PeopleLimits = MedAid.People.Limits;

namespace MedAid.Gateway.People;

/// <summary>The calls about persons: map in, one use case, map out. Both doors come through here.</summary>
internal sealed class PeopleGrpcService(
    PersonDesk persons, RosterDesk rosters, RosterWork work, IPeopleStore store, IMarkStore marks, Callers callers, DetailVault vault,
    Settings settings, TimeProvider time, IRequestLog requests)
    : PeopleService.PeopleServiceBase, IRecall
{
    public IRequestLog Requests => requests;

    /// <summary>Rosters and the change of the key are known by themselves.</summary>
    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        request is ResolveReadjudicationMarkRequest
            ? Told(new ResolvedMarks(await marks.FindAsync(subject, context.CancellationToken), 0), replayed: true)
            : null;

    public override async Task<Person> GetPerson(GetPersonRequest request, ServerCallContext context)
    {
        var answer = await persons.GetAsync(
            request.PersonKey, request.IdNumber, request.AsKnownTime?.ToDateTimeOffset(), request.Purpose, callers.Of(context),
            context.CancellationToken);
        return PeopleOut.Person(SettlementErrors.ValueOf(answer ?? throw new WireError(ErrorReason.PersonNotOnRecord).ToException()));
    }

    public override async Task<ImportRosterResponse> ImportRoster(ImportRosterRequest request, ServerCallContext context)
    {
        var accepted = SettlementErrors.ValueOf(await rosters.AcceptAsync(
            new RosterDraft(
                request.RequestId, (MedAid.People.Rosters.RosterKind)(int)request.Kind, request.CountyCode, request.Identity,
                request.ListDate, request.CertifyByDate, request.UninsuredScheme, request.File.ToByteArray(),
                request.Certificate.ToByteArray(), callers.Of(context).Operator, request.ValidateOnly),
            context.CancellationToken));
        var import = accepted.Job is null ? accepted.Import : await CarryOutAsync(accepted.Job, context.CancellationToken);
        return new ImportRosterResponse
        {
            Import = PeopleOut.Import(import),
            Replayed = accepted.Replayed,
            Faults = { accepted.Faults.Take(PageLimits.PageMax).Select(PeopleOut.Fault) },
        };
    }

    public override async Task<GetRosterImportResponse> GetRosterImport(GetRosterImportRequest request, ServerCallContext context)
    {
        var import = await FindAsync(request.ImportId, context);
        var (skip, limit) = Paging.Read(request.PageSize, request.PageToken, import.ImportId);
        var faults = await store.ListFaultsAsync(import.ImportId, skip, limit + 1, context.CancellationToken);
        var (page, next) = Paging.Cut(faults, skip, limit, import.ImportId);
        return new GetRosterImportResponse
        {
            Import = PeopleOut.Import(import), Faults = { page.Select(PeopleOut.Fault) }, NextPageToken = next,
        };
    }

    public override async Task<ListRosterImportsResponse> ListRosterImports(
        ListRosterImportsRequest request, ServerCallContext context)
    {
        // New imports come first, so the token is the last one shown and not a count.
        var (_, limit) = Paging.Read(request.PageSize, "", "");
        var after = request.PageToken.Length > 0 ? request.PageToken : null;
        if (after is not null && (await store.FindImportAsync(after, context.CancellationToken))?.ImportId != after)
        {
            throw WireError.Invalid(new FieldProblem("page_token", "page_token 不是上一页返回的，请从第一页重新查询", "FORMAT")).ToException();
        }

        var imports = await store.ListImportsAsync(after, limit + 1, context.CancellationToken);
        return new ListRosterImportsResponse
        {
            Imports = { imports.Take(limit).Select(PeopleOut.Import) },
            NextPageToken = imports.Count > limit ? imports[limit - 1].ImportId : "",
        };
    }

    public override async Task<ListRosterChangesResponse> ListRosterChanges(
        ListRosterChangesRequest request, ServerCallContext context)
    {
        var import = await FindAsync(request.ImportId, context);
        var (skip, limit) = Paging.Read(request.PageSize, request.PageToken, $"changes {import.ImportId}");
        var changes = await persons.ChangesAsync(import.ImportId, skip, limit + 1, callers.Of(context), context.CancellationToken);
        var (page, next) = Paging.Cut(changes, skip, limit, $"changes {import.ImportId}");
        return new ListRosterChangesResponse { Changes = { page.Select(PeopleOut.Change) }, NextPageToken = next };
    }

    public override async Task<ListReadjudicationMarksResponse> ListReadjudicationMarks(
        ListReadjudicationMarksRequest request, ServerCallContext context)
    {
        var list = $"marks {request.IncludeResolved}";
        var (skip, limit) = Paging.Read(request.PageSize, request.PageToken, list);
        var marks = await store.ListMarksAsync(request.IncludeResolved, skip, limit + 1, context.CancellationToken);
        var (page, next) = Paging.Cut(marks, skip, limit, list);
        return new ListReadjudicationMarksResponse { Marks = { page.Select(PeopleOut.Mark) }, NextPageToken = next };
    }

    public override async Task<ResolveReadjudicationMarkResponse> ResolveReadjudicationMark(
        ResolveReadjudicationMarkRequest request, ServerCallContext context)
    {
        var again = request.Outcome == MarkOutcome.SettledAgain;
        var fields = new PeopleFields().RequestId(request.RequestId).Text("settlement_id", request.SettlementId, "结算编号")
            .Known("outcome", request.Outcome, "处理结果").Note("reason", request.Reason, "原因")
            .That(
                again == (request.AgainSettlementId.Length > 0), "again_settlement_id", "ONLY_WHEN_SETTLED_AGAIN",
                "已重新结算的要写新的结算编号，其他情况不写")
            .That(request.Outcome != MarkOutcome.Refused || request.Reason.Length > 0, "reason", "REQUIRED", "不予调整的要写明原因");
        var by = fields.Operator(callers, context);
        fields.Check();
        var (made, replayed) = Faults.DoneOf(await marks.ResolveAsync(
            new MarkResolution(
                request.RequestId, request.SettlementId, (MedAid.People.Ports.MarkOutcome)(int)request.Outcome, request.AgainSettlementId,
                request.Reason, by, time.GetUtcNow()),
            RequestKey.Of(context), context.CancellationToken));
        return Told(made, replayed);
    }

    public override Task<GetRosterTemplateResponse> GetRosterTemplate(GetRosterTemplateRequest request, ServerCallContext context)
    {
        var format = request.Format.Length > 0 ? request.Format : RosterTemplates.Formats[0];
        var problems = new List<FieldProblem>();
        if (!RosterTemplates.Names.Contains(request.Template))
        {
            problems.Add(new FieldProblem("template", $"只有这些模板：{string.Join("、", RosterTemplates.Names)}", "UNKNOWN_WORD"));
        }

        if (!RosterTemplates.Formats.Contains(format))
        {
            problems.Add(new FieldProblem("format", $"只能是 {string.Join("、", RosterTemplates.Formats)}", "UNKNOWN_WORD"));
        }

        return problems.Count > 0
            ? throw WireError.Invalid(problems).ToException()
            : Task.FromResult(new GetRosterTemplateResponse
            {
                FileName = $"{request.Template}.{format}", File = ByteString.CopyFrom(RosterTemplates.File(request.Template, format)),
            });
    }

    public override async Task<RotatePersonKeyResponse> RotatePersonKey(RotatePersonKeyRequest request, ServerCallContext context)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(request.RequestId, violations);
        if (violations.Count > 0)
        {
            throw WireError.Invalid([.. violations.Select(v => new FieldProblem(v.Field, v.Description, v.Rule))]).ToException();
        }

        if (request.ValidateOnly)
        {
            return new RotatePersonKeyResponse { KeyId = vault.Keys.Current };
        }

        // Whatever another gateway sealed has to be opened here, before anything changes.
        var keys = DetailKeyFile.Read(settings);
        var missing = (await store.KeyIdsAsync(context.CancellationToken)).Where(id => !keys.Has(id)).ToArray();
        if (missing.Length > 0)
        {
            throw new WireError(ErrorReason.DetailKeysMissing)
            {
                Metadata = new Dictionary<string, string> { ["key_ids"] = string.Join(' ', missing) },
            }.ToException();
        }

        vault.Keys = request.NewKey ? DetailKeyFile.Add(settings, request.RequestId) : keys;
        var resealed = await persons.RotateAsync(context.CancellationToken);
        return new RotatePersonKeyResponse { KeyId = vault.Keys.Current, Resealed = resealed };
    }

    private static ResolveReadjudicationMarkResponse Told(ResolvedMarks made, bool replayed) => new()
    {
        Resolved = made.Resolved, ResolvedTime = made.Resolution.Resolved.ToTimestamp(), Replayed = replayed,
    };

    /// <summary>A short import is done before the answer; a long one goes on while its caller asks how far it is.</summary>
    private async Task<MedAid.People.Rosters.RosterImport> CarryOutAsync(RosterJob job, CancellationToken cancellationToken)
    {
        var done = work.Begin(job) ?? throw new WireError(ErrorReason.Overloaded).ToException();
        await done.WaitAsync(PeopleLimits.ImportAnswerTime, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await store.FindImportAsync(job.Import.ImportId, cancellationToken) ?? job.Import;
    }

    private async Task<MedAid.People.Rosters.RosterImport> FindAsync(string importId, ServerCallContext context) =>
        await store.FindImportAsync(importId, context.CancellationToken)
            ?? throw new WireError(ErrorReason.RosterImportNotFound).ToException();
}
