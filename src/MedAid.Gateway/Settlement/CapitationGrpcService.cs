using Grpc.Core;
using MedAid.Gateway.Clearing;
using MedAid.Gateway.Grpc;
using MedAid.Gateway.People;
using MedAid.Gateway.Wire.Errors.V1;
using MedAid.Gateway.Wire.Settlement.V1;
using MedAid.People.Ports;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using ClaimMessage = MedAid.Gateway.Wire.Settlement.V1.CapitationClaim;
using Kind = MedAid.Settlement.Capitation.CapitationChangeKind;

namespace MedAid.Gateway.Settlement;

/// <summary>The calls about capitation contracts: check the fields, one use case, map out. Both doors come through here.</summary>
internal sealed class CapitationGrpcService(
    CapitationDesk desk, ICapitationStore store, PersonTokens tokens, IPeopleStore people, Callers callers, TimeProvider time)
    : CapitationService.CapitationServiceBase
{
    private const string Purpose = "按人头打包";
    private const string DefaultScheme = "resident";

    public override async Task<ChangeCapitationResponse> ChangeCapitation(ChangeCapitationRequest request, ServerCallContext context)
    {
        var id = request.IdNumber.ToUpperInvariant();
        var fields = Fields(request.RequestId, request.Operator, request.HospitalCode, request.Programme)
            .That(IdNumber.IsValid(id), "id_number", "CHECKSUM", "身份证号码不对，请核对")
            .That(Enum.IsDefined((Kind)(int)request.Kind), "kind", "REQUIRED", "请写明是加入、退出还是撤回");
        var day = fields.Day("day", request.Day);
        fields.Check();
        var token = tokens.Of(id);

        // The person stands in the hash by token, so that nobody can try numbers out against it.
        var hash = ClearingFields.HashOf(new ChangeCapitationRequest(request) { RequestId = "", IdNumber = token });
        var outcome = await desk.ChangeAsync(
            new CapitationDraft(
                request.RequestId, hash, token, request.HospitalCode, request.Programme, (Kind)(int)request.Kind, day, request.Operator),
            request.ValidateOnly, context.CancellationToken);
        ThrowIfRefused(outcome.Refusal, "");
        return new ChangeCapitationResponse { Change = CapitationOut.Change(outcome.Kept!), Replayed = outcome.Replayed };
    }

    public override async Task<ListCapitationRollResponse> ListCapitationRoll(ListCapitationRollRequest request, ServerCallContext context)
    {
        new ClearingFields().Text("hospital_code", request.HospitalCode, "机构编号").Text("programme", request.Programme, "项目").Check();
        var changes = await store.ChangesAsync(request.HospitalCode, request.Programme, context.CancellationToken);
        await NoteAsync(changes.Select(c => c.PersonKey), context);
        return CapitationOut.Roll(request.HospitalCode, changes);
    }

    public override async Task<BuildCapitationClaimResponse> BuildCapitationClaim(
        BuildCapitationClaimRequest request, ServerCallContext context)
    {
        var fields = Fields(request.RequestId, request.Operator, request.HospitalCode, request.Programme);
        var month = fields.Month("month", request.Month);
        fields.Check();
        var scheme = request.Scheme.Length == 0 ? DefaultScheme : request.Scheme;
        var hash = ClearingFields.HashOf(new BuildCapitationClaimRequest(request) { RequestId = "", Scheme = scheme });
        var outcome = await desk.BuildAsync(
            new CapitationClaimDraft(request.RequestId, hash, request.HospitalCode, request.Programme, scheme, month, request.Operator),
            request.ValidateOnly, context.CancellationToken);

        // A month that another call has claimed is no refusal: there is the claim.
        ThrowIfRefused(outcome.Kept is null ? outcome.Refusal : CapitationRefusal.None, request.HospitalCode);
        await NoteAsync(outcome.Kept!.Lines.Select(l => l.PersonKey), context);
        return new BuildCapitationClaimResponse { Claim = CapitationOut.Claim(outcome.Kept), Replayed = outcome.Replayed };
    }

    public override async Task<ClaimMessage> GetCapitationClaim(GetCapitationClaimRequest request, ServerCallContext context)
    {
        var claim = await store.FindClaimAsync(request.ClaimId, context.CancellationToken);
        ThrowIfRefused(claim is null ? CapitationRefusal.CapitationClaimNotFound : CapitationRefusal.None, "");
        await NoteAsync(claim!.Lines.Select(l => l.PersonKey), context);
        return CapitationOut.Claim(claim);
    }

    private static ClearingFields Fields(string requestId, string operatorName, string hospital, string programme) =>
        new ClearingFields().RequestId(requestId).Text("operator", operatorName, "经办人").Text("hospital_code", hospital, "机构编号")
            .Text("programme", programme, "项目");

    private static void ThrowIfRefused(CapitationRefusal refusal, string hospital)
    {
        if (refusal != CapitationRefusal.None)
        {
            throw new WireError((ErrorReason)(int)refusal)
            {
                Subject = refusal == CapitationRefusal.HospitalNotFound ? hospital : "",
            }.ToException();
        }
    }

    private Task NoteAsync(IEnumerable<string> personKeys, ServerCallContext context)
    {
        var viewer = callers.Of(context);
        var now = time.GetUtcNow();
        return people.AuditAsync(
            [
                .. personKeys.Distinct(StringComparer.Ordinal)
                    .Select(key => new PersonAccess(now, viewer.Operator, viewer.Role, key, Purpose, context.Method)),
            ],
            context.CancellationToken);
    }
}
