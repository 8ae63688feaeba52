using Google.Protobuf;
using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about corrections: check the fields, one decision, map out.</summary>
internal sealed class CorrectionGrpcService(ClearingBookService clearing, PersonReader persons, KnownHospitalsAndCounties places)
    : CorrectionService.CorrectionServiceBase, IRecall
{
    private const int NoteMax = Settlement.Limits.ReasonMax;

    public IRequestLog Requests => clearing;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context)
    {
        var known = await clearing.RecallAsync(subject, context.CancellationToken);
        return request is WithdrawClaimRequest
            ? ClearingOut.Record(known, true, written: true)
            : await ResponseAsync(known, replayed: true, written: true, context);
    }

    public override Task<CorrectionRecord> ProposeCorrection(ProposeCorrectionRequest request, ServerCallContext context)
    {
        Fields(context, request.Note)
            .That(request.RecordNumber > 0, "record_number", FieldRule.Required, "要写明往来账记录号").Check();
        return WriteAsync(
            (books, head) => CorrectionDecisions.Propose(books, head, request.RecordNumber, request.Note), context);
    }

    public override Task<CorrectionRecord> DecideCorrection(DecideCorrectionRequest request, ServerCallContext context)
    {
        Fields(context, request.Note).Text("correction_id", request.CorrectionId, "冲正申请").Check();
        return WriteAsync(
            (books, head) => CorrectionDecisions.Decide(books, head, request.CorrectionId, request.Approved, request.Note), context);
    }

    public override async Task<ListCorrectionsResponse> ListCorrections(ListCorrectionsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request, Page.IsNumber);
        (await places.CheckAsync(fields, new HospitalCode(request.HospitalCode), default, context.CancellationToken)).Check();
        var (found, next) = await clearing.ReadAsync(
            books => page.CutByNumber(
                books.Corrections.Proposals.Values
                    .Where(c => request.IncludeDecided || c.Open)
                    .Where(c => request.HospitalCode.Length == 0 || c.Record.HospitalCode.Text == request.HospitalCode),
                c => c.Proposal.Number, c => CorrectionOut.Message(books, c)),
            context.CancellationToken);
        await NoteAsync(found.Select(c => new PersonKey(c.Record.PersonKey)), context);
        return new ListCorrectionsResponse { Corrections = { found }, NextPageToken = next };
    }

    public override async Task<ListBookRecordsResponse> ListBookRecords(ListBookRecordsRequest request, ServerCallContext context)
    {
        string[] given = [request.PaymentId, request.ClaimId, request.ReceivableId];
        var fields = new RequestFields();
        var page = fields.Page(request, Page.IsNumber);
        fields.That(given.Count(g => g.Length > 0) == 1, "payment_id", FieldRule.OnlyOne, "银行流水号、申报批次、应收编号要写一个，只写一个").Check();
        var (found, next) = await clearing.ReadAsync(
            books => page.CutByNumber(books.Corrections.Records.Values.Where(IsAsked), r => r.Number, r => CorrectionOut.Record(books, r)),
            context.CancellationToken);
        return new ListBookRecordsResponse { Records = { found }, NextPageToken = next };

        bool IsAsked(ClearingRecord record) => (Corrections.CanCorrect(record) || record.Kind == RecordKind.ClaimBuilt)
            && (request.PaymentId.Length == 0 || CorrectionOut.PaymentOf(record) == request.PaymentId)
            && (request.ClaimId.Length == 0 || record.ClaimId == request.ClaimId)
            && (request.ReceivableId.Length == 0 || record.Moves.Any(m => m.ReceivableId == request.ReceivableId));
    }

    public override async Task<WriteResponse> WithdrawClaim(WithdrawClaimRequest request, ServerCallContext context)
    {
        Fields(context, request.Note).Text("claim_id", request.ClaimId, "申报批次", NoteMax).Check();
        var (record, replayed, written) = await AskAsync(
            (books, head) => CorrectionDecisions.Withdraw(books, head, request.ClaimId, request.Note), context);
        return ClearingOut.Record(record, replayed, written);
    }

    private static RequestFields Fields(ServerCallContext context, string note) =>
        new RequestFields().Write(context).Text("note", note, "原因", NoteMax);

    private Task NoteAsync(IEnumerable<PersonKey> personKeys, ServerCallContext context) => persons.NoteAsync(
        personKeys.Where(k => !k.IsEmpty), "冲正申请", context);

    private async Task<CorrectionRecord> WriteAsync(Func<ClearingState, RecordHead, Decision> decide, ServerCallContext context)
    {
        var (record, replayed, written) = await AskAsync(decide, context);
        return await ResponseAsync(record, replayed, written, context);
    }

    private async Task<(ClearingRecord Record, bool Replayed, bool Written)> AskAsync(
        Func<ClearingState, RecordHead, Decision> decide, ServerCallContext context)
    {
        var key = RequestKey.Of(context);
        var (record, replayed) = Faults.DoneOf(await clearing.WriteAsync(key, Callers.OperatorOf(context), decide, context.CancellationToken));
        return (record, replayed, replayed || !key.ValidateOnly);
    }

    private Task<CorrectionRecord> ResponseAsync(ClearingRecord record, bool replayed, bool written, ServerCallContext context) =>
        clearing.LookAsync(books => CorrectionOut.Written(books, record, replayed, written), context.CancellationToken);
}
