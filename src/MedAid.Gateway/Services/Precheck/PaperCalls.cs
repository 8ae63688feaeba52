using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Precheck.Papers;
using MedAid.Settlement.Claims;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>The calls about papers that patients sign, part of <see cref="PrecheckGrpcService"/>: check the fields, one use case, map out.</summary>
internal sealed class PaperCalls(
    PaperWorkflow desk, PaperStore store, PaperWatch watch, OpenVisits visits, ClaimOpener claims, ClaimValidation validation)
{
    // The page before the newest: nothing is numbered so high.
    private static readonly PaperNumber Newest = new(int.MaxValue, 0);

    public async Task<CheckPapersResponse> CheckAsync(CheckPapersRequest request, ServerCallContext context)
    {
        var visit = await OpenAsync(request.Visit, new RequestFields(), context);
        return new CheckPapersResponse
        {
            Papers = { (await watch.NeedsAsync(visit.Case, context.CancellationToken)).Select(PaperOut.Of) },
        };
    }

    public async Task<Contract.Precheck.V1.Paper> IssueAsync(IssuePaperRequest request, ServerCallContext context)
    {
        var isConsent = request.Kind == Contract.Precheck.V1.PaperKind.ItemConsent;
        var fields = new RequestFields().Write(context).Known("kind", request.Kind, "哪一种文书").KnownOrAny("size", request.Size)
            .KnownOrAny("cross_county_reason", request.CrossCountyReason)
            .That(
                request.CrossCountyReason == 0 || request.Kind == Contract.Precheck.V1.PaperKind.CrossCountyNotice, "cross_county_reason",
                FieldRule.OnlyOne, "跨县的理由只写在告知书上，请去掉")
            .That(isConsent || request.ItemNumbers.Count == 0, "item_numbers", FieldRule.OnlyOne, "只有知情同意书写明细序号，请去掉")
            .That(
                request.ItemNumbers.Count <= Precheck.Limits.ConsentLinesMax && request.ItemNumbers.All(n => n > 0), "item_numbers",
                FieldRule.OutOfRange, $"明细序号从 1 起，一次最多 {Precheck.Limits.ConsentLinesMax} 行")
            .That(
                request.DiagnosisCodes.Count <= Precheck.Limits.DiagnosesMax, "diagnosis_codes", FieldRule.TooMany,
                $"一次最多 {Precheck.Limits.DiagnosesMax} 个诊断");
        for (var i = 0; i < Math.Min(request.DiagnosisCodes.Count, Precheck.Limits.DiagnosesMax); i++)
        {
            fields.Key($"diagnosis_codes[{i}]", request.DiagnosisCodes[i], "诊断编码");
        }

        var visit = await OpenAsync(request.Visit, fields, context);
        var order = new PaperOrder(
            (MedAid.Precheck.Papers.PaperKind)(int)request.Kind, request.Size == PaperSize.A5 ? PageSize.A5 : PageSize.A4,
            (MedAid.Precheck.Papers.CrossCountyReason)(int)request.CrossCountyReason, [.. request.ItemNumbers], [.. request.DiagnosisCodes]);
        var (paper, replayed) = Faults.DoneOf(
            await desk.IssueAsync(order, visit, RequestKey.Of(context), Callers.OperatorOf(context), context.CancellationToken));
        return PaperOut.Of(paper, replayed);
    }

    public async Task<Contract.Precheck.V1.Paper> GetAsync(GetPaperRequest request, ServerCallContext context)
    {
        new RequestFields().Key("paper_id", request.PaperId, "文书编号").Check();
        return PaperOut.Of(
            await store.FindAsync(request.PaperId, context.CancellationToken) ?? throw new ApiError(ErrorReason.PaperNotFound).ToException());
    }

    public async Task<Contract.Precheck.V1.Paper> SignAsync(RecordSignatureRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context).Key("paper_id", request.PaperId, "文书编号").Key("hospital_code", request.HospitalCode, "机构编号")
            .Known("signer", request.Signer, "谁签的字").Note("relation", request.Relation, "与患者的关系", Precheck.Limits.RelationMax)
            .That(
                request.Relation.Length == 0 || request.Signer == PaperSigner.Relative, "relation", FieldRule.OnlyOne,
                "患者本人签字的不写与患者的关系，请去掉")
            .KeyOrNone("file_number", request.FileNumber, "存档编号")
            .That(request.FileNumber.Length > 0 || request.Scan.Length > 0, "file_number", FieldRule.Required, "请写存档编号，或附签字扫描件")
            .That(
                request.Scan.Length <= Precheck.Limits.ScanBytesMax, "scan", FieldRule.TooLong,
                $"签字扫描件最大 {Precheck.Limits.ScanBytesMax >> 10} KiB，请降低分辨率或裁剪");
        var day = fields.DayOrNone("signed_date", request.SignedDate);
        fields.Check();
        var draft = new SignatureDraft(
            new HospitalCode(request.HospitalCode), (Signer)(int)request.Signer, request.Relation, day, request.FileNumber, request.Scan.Memory);
        var (paper, replayed) = Faults.DoneOf(
            await desk.SignAsync(request.PaperId, draft, RequestKey.Of(context), Callers.OperatorOf(context), context.CancellationToken));
        return PaperOut.Of(paper, replayed);
    }

    public async Task<Contract.Precheck.V1.Paper> WithdrawAsync(WithdrawPaperRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context).Key("paper_id", request.PaperId, "文书编号").Key("hospital_code", request.HospitalCode, "机构编号")
            .Words("reason", request.Reason, "作废原因", MedAid.Settlement.Limits.ReasonMax).Check();
        var (paper, replayed) = Faults.DoneOf(await desk.WithdrawAsync(
            request.PaperId, new HospitalCode(request.HospitalCode), request.Reason, RequestKey.Of(context), Callers.OperatorOf(context),
            context.CancellationToken));
        return PaperOut.Of(paper, replayed);
    }

    public async Task<ListPapersResponse> ListAsync(ListPapersRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Key("hospital_code", request.HospitalCode, "机构编号").KeyOrNone("visit_id", request.VisitId, "就诊 ID")
            .KnownOrAny("state", request.State);
        var page = fields.Page(request, place => NumberAt(place) is not null);
        fields.Check();
        var filter = new PaperFilter(
            new HospitalCode(request.HospitalCode), request.VisitId,
            request.State == Contract.Precheck.V1.PaperState.Unspecified ? null : (MedAid.Precheck.Papers.PaperState)(int)request.State);
        var before = page.Place.Length > 0 ? NumberAt(page.Place)!.Value : Newest;
        var (papers, next) = page.Cut(
            await store.ListAsync(filter, before, page.Size + 1, context.CancellationToken), p => $"{p.Number}");
        fields.Hospital(filter.HospitalCode, code => papers.Length > 0 || claims.Reference.Hospital(code) is not null).Check();
        return new ListPapersResponse { Papers = { papers.Select(p => PaperOut.Of(p)) }, NextPageToken = next };
    }

    /// <summary>The paper that an earlier call made or changed, as it is now.</summary>
    public async Task<IMessage?> RecallAsync(string paperId, CancellationToken cancellationToken) =>
        PaperOut.Of((await store.FindAsync(paperId, cancellationToken))!, replayed: true);

    private static PaperNumber? NumberAt(string place) => place.Split('-') is [var year, var number]
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var ofYear)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ofNumber)
        ? new PaperNumber(ofYear, ofNumber)
        : null;

    /// <summary>The visit as a quote opens it; throws if a field is bad or a quote would be refused.</summary>
    private async Task<OpenedVisit> OpenAsync(SettlementV1.Visit? visit, RequestFields fields, ServerCallContext context)
    {
        var violations = new List<FieldViolation>();
        var claim = validation.Check(SettlementIn.Draft(visit), claims.Today, violations);
        fields.All(violations).Check();
        return SettlementErrors.ValueOf(await visits.OpenAsync(claim!, context.CancellationToken));
    }
}
