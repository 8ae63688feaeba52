using Google.Protobuf;
using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>Files of the finance office: check the fields, make or take the file, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class SheetGrpcService(
    ClearingBookService clearing, ReplyImport replies, PaymentImport payments, PersonReader persons, HospitalAndCountyNames places,
    KnownHospitalsAndCounties known, PaperBases bases)
    : SheetService.SheetServiceBase
{
    // The number of a line is put behind the key, and together they are a key.
    private const int PaymentsRequestIdMax = 56;

    public override async Task<SheetFile> GetClaimSheet(GetClaimSheetRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var kind = fields.Format(request.Format, ClaimFiles.Kinds);
        fields.Check();
        var paper = await clearing.ReadAsync(
            books => books.Claims.TryGetValue(request.ClaimId, out var claim) ? ClaimPaper.Of(books, claim) : null, context.CancellationToken);
        ClearingErrors.ThrowIfRefused(
            paper is null ? ClearingRefusal.ClaimNotFound : paper.Claim.Withdrawn ? ClearingRefusal.ClaimWithdrawn : ClearingRefusal.None,
            request.ClaimId);
        if (kind != OutputFormat.Html)
        {
            paper = await bases.CompleteAsync(paper!, context.CancellationToken);
            paper = request.WithNames ? await WithNamesAsync(paper, request.Purpose, context) : paper;
        }

        return new SheetFile
        {
            FileName = $"{request.ClaimId}.{OutputFormats.EndingOf(kind)}", MediaType = OutputFormats.MediaTypeOf(kind),
            File = ByteString.CopyFrom(ClaimFiles.Of(paper!, places, kind)),
        };
    }

    public override async Task<ImportReplyResponse> ImportReply(ImportReplyRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context)
            .That(request.File.Length > 0, "file", FieldRule.Required, "没有文件").Check();
        var order = new FileOrder(RequestKey.Of(context), Callers.OperatorOf(context), request.File.ToByteArray(), request.TakeGoodLines);
        var report = await replies.RunAsync(order, request.ClaimId, context.CancellationToken);
        ClearingErrors.ThrowIfRefused(report.Refusal, request.RequestId);
        return SheetOut.Reply(report);
    }

    public override async Task<ImportPaymentsResponse> ImportPayments(ImportPaymentsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context)
            .That(
                request.RequestId.Length <= PaymentsRequestIdMax, "request_id", FieldRule.Format,
                $"导入到账的请求号最多 {PaymentsRequestIdMax} 位，每行的编号由它加行号组成")
            .Text("hospital_code", request.HospitalCode, "机构编号").That(request.File.Length > 0, "file", FieldRule.Required, "没有文件");
        (await known.CheckAsync(fields, new HospitalCode(request.HospitalCode), default, context.CancellationToken)).Check();
        var order = new FileOrder(RequestKey.Of(context), Callers.OperatorOf(context), request.File.ToByteArray(), request.TakeGoodLines);
        var report = await payments.RunAsync(order, new HospitalCode(request.HospitalCode), context.CancellationToken);
        ClearingErrors.ThrowIfRefused(report.Refusal, request.RequestId);
        return SheetOut.Payments(report);
    }

    private async Task<ClaimPaper> WithNamesAsync(ClaimPaper paper, string purpose, ServerCallContext context)
    {
        new RequestFields().Text("purpose", purpose, "查询事由", People.Limits.WordMax).Check();
        var shown = await persons.LabelAsync(paper.Lines.Select(l => l.Origin.PersonKey), purpose, context);
        return paper with
        {
            Lines =
            [
                .. from line in paper.Lines
                   let person = shown.GetValueOrDefault(line.Origin.PersonKey)
                   select line with { Name = person.Name ?? "", IdNumber = person.IdNumber ?? "" },
            ],
        };
    }
}
