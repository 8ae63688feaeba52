using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Proof;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls of the finance office: check the fields, one decision, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class ClearingGrpcService(
    ClearingBookService clearing, BookProofs proofs, ClaimOpener clock, AdvanceWatch watch, KnownHospitalsAndCounties places,
    HospitalAndCountyNames names)
    : ClearingService.ClearingServiceBase, IRecall
{
    private const int NoteMax = Settlement.Limits.ReasonMax;

    public IRequestLog Requests => clearing;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        ClearingOut.Record(await clearing.RecallAsync(subject, context.CancellationToken), true, written: true);

    public override async Task<ListReceivablesResponse> ListReceivables(ListReceivablesRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request, IsPlace);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), context)).Check();
        var standing = (MedAid.Clearing.Books.ReceivableStanding)(int)request.Standing;
        var (receivables, next) = await clearing.ReadAsync(
            books => page.Cut([.. books.Receivables.Values
                .Where(r => request.CountyCode.Length == 0 || r.CountyCode.Text == request.CountyCode)
                .Where(r => request.HospitalCode.Length == 0 || r.HospitalCode.Text == request.HospitalCode)
                .Where(r => standing == 0 || r.Fen(standing) > 0)
                .Select(r => (Place: $"{PlainText.Day(r.ServiceDate)}.{r.ReceivableId}", Receivable: r))
                .Where(r => string.CompareOrdinal(r.Place, page.Place) > 0)
                .OrderBy(r => r.Place, StringComparer.Ordinal).Take(page.Size + 1)
                .Select(r => (r.Place, Message: ClearingOut.Receivable(r.Receivable)))], r => r.Place),
            context.CancellationToken);
        return new ListReceivablesResponse { Receivables = { receivables.Select(r => r.Message) }, NextPageToken = next };
    }

    public override async Task<AgeReceivablesResponse> AgeReceivables(AgeReceivablesRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var asOf = request.AsOfDate.Length == 0 ? clock.Today : fields.Day("as_of_date", request.AsOfDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), default, context)).Check();
        var (counties, loads) = await clearing.ReadAsync(
            books => (Ageing.Of(BookCopy.AtEndOf(books, asOf), asOf, new HospitalCode(request.HospitalCode)), watch.Look(books)),
            context.CancellationToken);
        return new AgeReceivablesResponse
        {
            AsOfDate = PlainText.Day(asOf),
            Counties = { counties.Select(ClearingOut.Age) },
            AdvanceLoads =
            {
                loads.Where(l => request.HospitalCode.Length == 0 || l.HospitalCode.Text == request.HospitalCode).Select(ClearingOut.Load),
            },
        };
    }

    public override Task<ListCountiesResponse> ListCounties(ListCountiesRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request);
        fields.Check();
        var (counties, next) = page.Cut(
        [
            .. names.Counties.OrderBy(c => c.Key, StringComparer.Ordinal).Skip(page.Skip)
                .Select(c => new County { CountyCode = c.Key, Name = c.Value }),
        ]);
        return Task.FromResult(new ListCountiesResponse { Counties = { counties }, NextPageToken = next });
    }

    public override async Task<ClearingV1.Claim> GetClaim(GetClaimRequest request, ServerCallContext context)
    {
        new RequestFields().Text("claim_id", request.ClaimId, "申报批次", NoteMax).Check();
        var found = await clearing.ReadAsync(
            books => books.Claims.TryGetValue(request.ClaimId, out var claim) ? ClearingOut.Claim(books, claim) : null, context.CancellationToken);
        ClearingErrors.ThrowIfRefused(found is null ? ClearingRefusal.ClaimNotFound : ClearingRefusal.None, request.ClaimId);
        return found!;
    }

    public override async Task<WriteResponse> BuildClaim(BuildClaimRequest request, ServerCallContext context)
    {
        var fields = Fields(context)
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码");
        var month = fields.Month("period", request.Period, clock.Today);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), context)).Check();
        return await WriteAsync(
            (books, head) => ClaimDecisions.Build(books, head, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode),
                month), context);
    }

    public override Task<WriteResponse> RecordReply(RecordReplyRequest request, ServerCallContext context)
    {
        var fields = Fields(context).Text("claim_id", request.ClaimId, "申报批次", NoteMax)
            .That(request.Lines.Count > 0, "lines", FieldRule.Required, "回复至少要有一条明细")
            .That(request.Lines.Count <= Clearing.Limits.LinesMax, "lines", FieldRule.TooMany, $"一次最多回复 {Clearing.Limits.LinesMax} 条明细");
        for (var i = 0; i < Math.Min(request.Lines.Count, Clearing.Limits.LinesMax); i++)
        {
            var line = request.Lines[i];
            fields.Text($"lines[{i}].receivable_id", line.ReceivableId, "应收编号", NoteMax)
                .LineAmount($"lines[{i}].accepted_fen", line.AcceptedFen).TextOrNone($"lines[{i}].reason", line.Reason, "原因", NoteMax);
        }

        fields.Check();
        return WriteAsync(
            (books, head) => ClaimDecisions.Reply(
                books, head, request.ClaimId,
                [.. request.Lines.Select(l => new MedAid.Clearing.Decisions.ReplyLine(l.ReceivableId, l.AcceptedFen, l.Reason))]), context);
    }

    public override Task<WriteResponse> DecideRefused(DecideRefusedRequest request, ServerCallContext context)
    {
        Fields(context).Text("note", request.Note, "原因", NoteMax)
            .That(request.ReceivableIds.Count > 0, "receivable_ids", FieldRule.Required, "至少要选一笔应收")
            .Texts("receivable_ids", request.ReceivableIds, "应收编号")
            .That(KindOf(request.Decision) is not null, "decision", FieldRule.UnknownWord, "要写明怎样处理").Check();
        return WriteAsync(
            (books, head) => RefusedDecisions.Of(
                books, head, KindOf(request.Decision)!.Value, [.. request.ReceivableIds], request.Note, request.Decision == RefusedDecision.Won),
            context);
    }

    public override async Task<WriteResponse> RecordPayment(RecordPaymentRequest request, ServerCallContext context)
    {
        var fields = Fields(context).Key("payment_id", request.PaymentId, "银行流水号")
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码")
            .Texts("claim_ids", request.ClaimIds, "申报批次")
            .Amounts("received_fen", request.ReceivedFen, "set_off_fen", request.SetOffFen)
            .Amounts("retained_fen", request.RetainedFen, "deducted_fen", request.DeductedFen);
        var day = fields.PastDay("paid_date", request.PaidDate, clock.Today);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), context)).Check();
        return await WriteAsync(
            (books, head) => PaymentDecisions.Record(books, head, new PaymentNotice(
                request.PaymentId, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), day, request.ReceivedFen,
                    [.. request.ClaimIds],
                request.RetainedFen, request.DeductedFen, request.SetOffFen)),
            context);
    }

    public override Task<WriteResponse> MatchPayment(MatchPaymentRequest request, ServerCallContext context)
    {
        Fields(context).Text("payment_id", request.PaymentId, "银行流水号").Check();
        return WriteAsync((books, head) => PaymentDecisions.Match(books, head, request.PaymentId), context);
    }

    public override async Task<WriteResponse> ReleaseRetention(ReleaseRetentionRequest request, ServerCallContext context)
    {
        var fields = Fields(context).Key("payment_id", request.PaymentId, "银行流水号")
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码")
            .Amount("received_fen", request.ReceivedFen);
        var day = fields.PastDay("paid_date", request.PaidDate, clock.Today);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), context)).Check();
        return await WriteAsync(
            (books, head) => PaymentDecisions.Release(
                books, head, request.PaymentId, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), day, request.ReceivedFen),
            context);
    }

    public override async Task<WriteResponse> RefundCounty(RefundCountyRequest request, ServerCallContext context)
    {
        var fields = Fields(context).Key("payment_id", request.PaymentId, "银行流水号")
            .Text("hospital_code", request.HospitalCode, "机构编号").Text("county_code", request.CountyCode, "县区编码")
            .Amount("amount_fen", request.AmountFen);
        var day = fields.PastDay("paid_date", request.PaidDate, clock.Today);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), context)).Check();
        return await WriteAsync(
            (books, head) => RefundDecisions.Pay(
                books, head, request.PaymentId, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), day, request.AmountFen),
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

    /// <summary>Whether a text is a day with a receivable, as pages end.</summary>
    private static bool IsPlace(string place) => place.Split('.', 2) is [var day, { Length: > 0 }]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private Task<RequestFields> PlacesAsync(RequestFields fields, HospitalCode hospitalCode, CountyCode countyCode, ServerCallContext context) =>
        places.CheckAsync(fields, hospitalCode, countyCode, context.CancellationToken);

    private static RequestFields Fields(ServerCallContext context) => new RequestFields().Write(context);

    private static RecordKind? KindOf(RefusedDecision decision) => decision switch
    {
        RefusedDecision.Corrected => RecordKind.Corrected,
        RefusedDecision.Disputed => RecordKind.Disputed,
        RefusedDecision.Won or RefusedDecision.Lost => RecordKind.DisputeDecided,
        RefusedDecision.Charged => RecordKind.Charged,
        RefusedDecision.WrittenOff => RecordKind.WrittenOff,
        _ => null,
    };

    private async Task<WriteResponse> WriteAsync(Func<ClearingState, RecordHead, Decision> decide, ServerCallContext context)
    {
        var key = RequestKey.Of(context);
        var (record, replayed) = Faults.DoneOf(await clearing.WriteAsync(key, Callers.OperatorOf(context), decide, context.CancellationToken));
        return ClearingOut.Record(record, replayed, written: replayed || !key.ValidateOnly);
    }
}
