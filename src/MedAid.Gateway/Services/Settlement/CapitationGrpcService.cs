using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about capitation contracts: check the fields, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class CapitationGrpcService(
    CapitationWorkflow workflow, CapitationStore store, PersonTokens tokens, PersonReader persons, TimeProvider time, IRequestLog requests)
    : CapitationService.CapitationServiceBase, IRecall
{
    private const string Purpose = "按人头打包";
    private const string DefaultScheme = "resident";

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) => request is ChangeCapitationRequest
        ? Response(await store.FindChangeAsync(long.Parse(subject, CultureInfo.InvariantCulture), context.CancellationToken), replayed: true)
        : await ResponseAsync((await store.FindClaimAsync(subject, context.CancellationToken))!, replayed: true, context);

    public override async Task<ChangeCapitationResponse> ChangeCapitation(ChangeCapitationRequest request, ServerCallContext context)
    {
        var fields = Fields(context, request.HospitalCode, request.Programme);
        var id = fields.IdNumber("id_number", request.IdNumber);
        fields.Known("kind", request.Kind, "是加入、退出还是撤回");
        var day = fields.Day("day", request.Day);
        fields.Check();
        var (change, replayed) = Faults.DoneOf(await workflow.ChangeAsync(
            new CapitationDraft(tokens.Of(id), new HospitalCode(request.HospitalCode), request.Programme,
                (Settlement.Capitation.CapitationChangeKind)(int)request.Kind, day,
                Callers.OperatorOf(context)),
            RequestKey.Of(context), context.CancellationToken));
        return Response(change, replayed);
    }

    public override async Task<ListCapitationRollResponse> ListCapitationRoll(ListCapitationRollRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("hospital_code", request.HospitalCode, "机构编号").Text("programme", request.Programme, "项目");
        var page = fields.Page(request, place => place.Length > 0);
        fields.Check();
        var changes = await store.ChangesAsync(new HospitalCode(request.HospitalCode), request.Programme, context.CancellationToken);
        var (shown, next) = page.Cut(
            [
                .. changes.GroupBy(c => c.PersonKey).OrderBy(p => p.Key)
                    .Where(p => string.CompareOrdinal(p.Key.Text, page.Place) > 0),
            ],
            person => person.Key.Text);
        await persons.NoteAsync(shown.Select(p => p.Key), Purpose, context);
        return CapitationOut.Roll(new HospitalCode(request.HospitalCode), shown, next);
    }

    public override async Task<BuildCapitationClaimResponse> BuildCapitationClaim(
        BuildCapitationClaimRequest request, ServerCallContext context)
    {
        var fields = Fields(context, request.HospitalCode, request.Programme);
        var month = fields.Month("month", request.Month, ChinaTime.Today(time));
        fields.Check();
        var scheme = request.Scheme.Length == 0 ? DefaultScheme : request.Scheme;
        var (claim, replayed) = Faults.DoneOf(await workflow.BuildAsync(
            new CapitationClaimDraft(new HospitalCode(request.HospitalCode), request.Programme, scheme, month,
                Callers.OperatorOf(context)), RequestKey.Of(context),
            context.CancellationToken));
        return await ResponseAsync(claim, replayed, context);
    }

    public override async Task<SettlementV1.CapitationClaim> GetCapitationClaim(GetCapitationClaimRequest request, ServerCallContext context)
    {
        var claim = await store.FindClaimAsync(request.ClaimId, context.CancellationToken) ?? throw Faults.Error(CapitationFault.ClaimNotFound);
        await persons.NoteAsync(claim.Lines.Select(l => l.PersonKey), Purpose, context);
        return CapitationOut.Claim(claim);
    }

    private static RequestFields Fields(ServerCallContext context, string hospital, string programme) =>
        new RequestFields().Write(context).Text("hospital_code", hospital, "机构编号")
            .Text("programme", programme, "项目");

    private static ChangeCapitationResponse Response(Settlement.Capitation.CapitationChange change, bool replayed) =>
        new() { Change = CapitationOut.Change(change), Replayed = replayed };

    private async Task<BuildCapitationClaimResponse> ResponseAsync(Settlement.Capitation.CapitationClaim claim,
        bool replayed, ServerCallContext context)
    {
        await persons.NoteAsync(claim.Lines.Select(l => l.PersonKey), Purpose, context);
        return new BuildCapitationClaimResponse { Claim = CapitationOut.Claim(claim), Replayed = replayed };
    }
}
