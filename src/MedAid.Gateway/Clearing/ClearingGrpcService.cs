using Google.Protobuf;
using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Proof;
using MedAid.Clearing.Reports;
using MedAid.Contract.Clearing.V1;
using MedAid.Gateway.Grpc;
using MedAid.Settlement.Claims;
using ClaimMessage = MedAid.Contract.Clearing.V1.Claim;

namespace MedAid.Gateway.Clearing;

/// <summary>The calls of the finance office: check the fields, one decision at the desk, map out. Both doors come through here.</summary>
internal sealed class ClearingGrpcService(ClearingDesk desk, BookProofs proofs, ClaimDesk clock, AdvanceWatch watch)
    : ClearingService.ClearingServiceBase, IRecall
{
    private const int NoteMax = MedAid.Settlement.Limits.ReasonMax;

    public async Task<IMessage?> RecallAsync(IMessage request, RequestKey key, ServerCallContext context) =>
        await desk.RecallAsync(key.RequestId, key.ContentHash, context.CancellationToken) is { } known ? Told(known, key) : null;

    public override async Task<ListReceivablesResponse> ListReceivables(ListReceivablesRequest request, ServerCallContext context)
    {
        new ClearingFields()
            .That(request.PageSize is >= 0 and <= MedAid.Settlement.Limits.PageMax, "page_size", "OUT_OF_RANGE", "每页条数要在 1 和 1000 之间")
            .Check();
        var size = request.PageSize == 0 ? MedAid.Settlement.Limits.PageDefault : request.PageSize;
        var standing = (MedAid.Clearing.Books.Standing)(int)request.Standing;
        var page = await desk.ReadAsync(
            books => books.Receivables.Values
                .Where(r => request.CountyCode.Length == 0 || r.CountyCode == request.CountyCode)
                .Where(r => request.HospitalCode.Length == 0 || r.HospitalCode == request.HospitalCode)
                .Where(r => standing == 0 || r.Fen(standing) > 0)
                .Select(r => (Token: $"{ClearingOut.Day(r.ServiceDate)}.{r.ReceivableId}", Receivable: r))
                .Where(r => string.CompareOrdinal(r.Token, request.PageToken) > 0)
                .OrderBy(r => r.Token, StringComparer.Ordinal).Take(size + 1)
                .Select(r => (r.Token, Message: ClearingOut.Receivable(r.Receivable))).ToArray(),
            context.CancellationToken);
        return new ListReceivablesResponse
        {
            Receivables = { page.Take(size).Select(r => r.Message) },
            NextPageToken = page.Length > size ? page[size - 1].Token : "",
        };
    }

    public override async Task<AgeReceivablesResponse> AgeReceivables(AgeReceivablesRequest request, ServerCallContext context)
    {
        var fields = new ClearingFields();
        var asOf = request.AsOfDate.Length == 0 ? clock.Today : fields.Day("as_of_date", request.AsOfDate);
        fields.Check();
        var (counties, loads) = await desk.ReadAsync(
            books => (Ageing.Of(books, asOf, request.HospitalCode), watch.Look(books)), context.CancellationToken);
        return new AgeReceivablesResponse
        {
            AsOfDate = ClearingOut.Day(asOf),
            Counties = { counties.Select(ClearingOut.Age) },
            AdvanceLoads =
            {
                loads.Where(l => request.HospitalCode.Length == 0 || l.HospitalCode == request.HospitalCode).Select(ClearingOut.Load),
            },
        };
    }

    public override async Task<ClaimMessage> GetClaim(GetClaimRequest request, ServerCallContext context)
    {
        var found = await desk.ReadAsync(
            books => books.Claims.TryGetValue(request.ClaimId, out var claim) ? ClearingOut.Claim(books, claim) : null, context.CancellationToken);
        ClearingErrors.ThrowIfRefused(found is null ? ClearingRefusal.ClaimNotFound : ClearingRefusal.None, request.ClaimId);
        return found!;
    }

    public override Task<WriteResponse> BuildClaim(BuildClaimRequest request, ServerCallContext context)
    {
        var fields = Fields(request.RequestId, request.Operator)
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码");
        var month = fields.Month("period", request.Period);
        fields.Check();
        return WriteAsync(
            request.Operator,
            (books, head) => ClaimDecisions.Build(books, head, request.HospitalCode, request.CountyCode, month), context);
    }

    public override Task<WriteResponse> RecordReply(RecordReplyRequest request, ServerCallContext context)
    {
        Fields(request.RequestId, request.Operator).Text("claim_id", request.ClaimId, "申报批次", NoteMax)
            .That(request.Lines.Count > 0, "lines", "REQUIRED", "回复至少要有一条明细")
            .That(request.Lines.All(l => l.Reason.Length <= NoteMax), "lines.reason", "TOO_LONG", $"原因最多 {NoteMax} 个字").Check();
        return WriteAsync(
            request.Operator,
            (books, head) => ClaimDecisions.Reply(
                books, head, request.ClaimId,
                [.. request.Lines.Select(l => new MedAid.Clearing.Decisions.ReplyLine(l.ReceivableId, l.AcceptedFen, l.Reason))]), context);
    }

    public override Task<WriteResponse> DecideRefused(DecideRefusedRequest request, ServerCallContext context)
    {
        Fields(request.RequestId, request.Operator).Text("note", request.Note, "原因", NoteMax)
            .That(request.ReceivableIds.Count > 0, "receivable_ids", "REQUIRED", "至少要选一笔应收")
            .That(KindOf(request.Decision) is not null, "decision", "UNKNOWN_VALUE", "要写明怎样处理").Check();
        return WriteAsync(
            request.Operator,
            (books, head) => RefusedDecisions.Of(
                books, head, KindOf(request.Decision)!.Value, [.. request.ReceivableIds], request.Note, request.Decision == RefusedDecision.Won),
            context);
    }

    public override Task<WriteResponse> RecordPayment(RecordPaymentRequest request, ServerCallContext context)
    {
        var fields = Fields(request.RequestId, request.Operator).Text("payment_id", request.PaymentId, "银行流水号")
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码");
        var day = fields.Day("paid_date", request.PaidDate);
        fields.Check();
        return WriteAsync(
            request.Operator,
            (books, head) => PaymentDecisions.Record(books, head, new PaymentNotice(
                request.PaymentId, request.HospitalCode, request.CountyCode, day, request.ReceivedFen, [.. request.ClaimIds],
                request.RetainedFen, request.DeductedFen, request.SetOffFen)),
            context);
    }

    public override Task<WriteResponse> MatchPayment(MatchPaymentRequest request, ServerCallContext context)
    {
        Fields(request.RequestId, request.Operator).Text("payment_id", request.PaymentId, "银行流水号").Check();
        return WriteAsync(
            request.Operator,
            (books, head) => PaymentDecisions.Match(books, head, request.PaymentId), context);
    }

    public override Task<WriteResponse> ReleaseRetention(ReleaseRetentionRequest request, ServerCallContext context)
    {
        var fields = Fields(request.RequestId, request.Operator).Text("payment_id", request.PaymentId, "银行流水号")
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码");
        var day = fields.Day("paid_date", request.PaidDate);
        fields.Check();
        return WriteAsync(
            request.Operator,
            (books, head) => PaymentDecisions.Release(
                books, head, request.PaymentId, request.HospitalCode, request.CountyCode, day, request.ReceivedFen),
            context);
    }

    public override Task<WriteResponse> RefundCounty(RefundCountyRequest request, ServerCallContext context)
    {
        var fields = Fields(request.RequestId, request.Operator).Text("payment_id", request.PaymentId, "银行流水号")
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码");
        var day = fields.Day("paid_date", request.PaidDate);
        fields.Check();
        return WriteAsync(
            request.Operator,
            (books, head) => RefundDecisions.Pay(
                books, head, request.PaymentId, request.HospitalCode, request.CountyCode, day, request.AmountFen),
            context);
    }

    public override async Task<VerifyBookResponse> VerifyBook(VerifyBookRequest request, ServerCallContext context)
    {
        var answer = await proofs.AskAsync(request.ProofId, context.CancellationToken);
        var response = new VerifyBookResponse { ProofId = answer.ProofId, State = ProofState.Running, Percent = answer.Percent };
        if (answer.Found is { } found)
        {
            (response.State, response.Percent, response.Remark) = (ProofState.Done, 100, BookProof.WithoutHead);
            (response.Records, response.Settlements, response.Head) = (found.Records, found.Ledger.Settlements, found.Head);
            response.Differences.Add(found.Differences);
        }

        return response;
    }

    private static ClearingFields Fields(string requestId, string operatorName) =>
        new ClearingFields().RequestId(requestId).Text("operator", operatorName, "经办人");

    private static RecordKind? KindOf(RefusedDecision decision) => decision switch
    {
        RefusedDecision.Corrected => RecordKind.Corrected,
        RefusedDecision.Disputed => RecordKind.Disputed,
        RefusedDecision.Won or RefusedDecision.Lost => RecordKind.DisputeDecided,
        RefusedDecision.Charged => RecordKind.Charged,
        RefusedDecision.WrittenOff => RecordKind.WrittenOff,
        _ => null,
    };

    private async Task<WriteResponse> WriteAsync(
        string operatorName, Func<ClearingBooks, RecordHead, Decision> decide, ServerCallContext context)
    {
        var key = RequestKey.Of(context);
        return Told(key.ValidateOnly
            ? await desk.TryAsync(key.RequestId, key.ContentHash, operatorName, decide, context.CancellationToken)
            : await desk.WriteAsync(key.RequestId, key.ContentHash, operatorName, decide, context.CancellationToken), key);
    }

    private static WriteResponse Told(ClearingAnswer answer, RequestKey key)
    {
        ClearingErrors.ThrowIfRefused(answer.Refusal, answer.Subject);
        return ClearingOut.Record(answer.Record!, answer.Replayed, written: !key.ValidateOnly);
    }
}
