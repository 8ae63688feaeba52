using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Precheck.Review;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about the review of settled visits: map in, one use case, map out. Both doors come through here.</summary>
internal sealed class ReviewGrpcService(
    ReviewWorkflow review, ReviewStore store, KnownHospitalsAndCounties places, IRequestLog requests, TimeProvider time)
    : ReviewService.ReviewServiceBase, IRecall
{
    private const char Between = '|';

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) => request is RunReviewRequest
        ? Of(await store.FindPieceAsync(subject, context.CancellationToken), replayed: true)
        : new RecordReviewOutcomeResponse { Finding = Of(await store.FindAsync(subject, context.CancellationToken)), Replayed = true };

    public override async Task<RunReviewResponse> RunReview(RunReviewRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context).Key("hospital_code", request.HospitalCode, "机构编号");
        var from = fields.Day("from_date", request.FromDate);
        var to = fields.PastDay("to_date", request.ToDate, ChinaTime.Today(time));
        fields.That(
            to >= from && to.DayNumber - from.DayNumber < Precheck.Limits.ReviewDaysMax, "to_date", FieldRule.OutOfRange,
            $"结束日期不能早于开始日期，最多 {Precheck.Limits.ReviewDaysMax} 天");
        var days = new ReviewDays(new HospitalCode(request.HospitalCode), from, to);
        var place = request.ContinueToken.Length == 0 ? "" : Paging.PlaceOf(request.ContinueToken, ListOf(days));
        var isPlace = request.ContinueToken.Length == 0 || (place is not null && ReviewWorkflow.IsPlace(place));
        fields.That(isPlace, "continue_token", FieldRule.Format, "continue_token 不是上一次返回的，或机构、日期已改变，请从头运行");
        await RequireAsync(fields, days.HospitalCode, context);
        var (piece, replayed) = Faults.DoneOf(await review.RunAsync(
            days, place!, Callers.OperatorOf(context), RequestKey.Of(context), context.CancellationToken));
        return Of(piece, replayed);
    }

    public override async Task<ListReviewFindingsResponse> ListReviewFindings(ListReviewFindingsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Key("hospital_code", request.HospitalCode, "机构编号").KeyOrNone("check_id", request.CheckId, "检查")
            .KeyOrNone("doctor_code", request.DoctorCode, "医师编码").KnownOrAny("state", request.State);
        var (from, to) = (fields.DayOrNone("from_date", request.FromDate), fields.DayOrNone("to_date", request.ToDate));
        var page = fields.Page(request, place => PlaceOf(place) is not null);
        await RequireAsync(fields, new HospitalCode(request.HospitalCode), context);
        var filter = new ReviewFilter(
            new HospitalCode(request.HospitalCode), from, to, request.CheckId, request.DoctorCode,
            request.State == ReviewState.Unspecified ? null : request.State == ReviewState.Open, KindOf(request.State),
            page.Place.Length > 0 ? PlaceOf(page.Place) : null, page.Size + 1);
        var (found, next) = page.Cut(
            await store.ListAsync(filter, context.CancellationToken),
            f => $"{PlainText.Day(f.Finding.Day)}{Between}{f.Finding.FindingId}");
        return new ListReviewFindingsResponse { Findings = { found.Select(Of) }, NextPageToken = next };
    }

    public override async Task<RecordReviewOutcomeResponse> RecordReviewOutcome(RecordReviewOutcomeRequest request, ServerCallContext context)
    {
        const int noteMax = Precheck.Limits.OwnReasonMax;
        var isSampled = request.SettlementId.Length > 0;
        var isDeducted = request.State == ReviewState.Deducted;
        var fields = new RequestFields().KeyOrNone("finding_id", request.FindingId, "发现编号")
            .KeyOrNone("settlement_id", request.SettlementId, "结算编号")
            .That(request.FindingId.Length > 0 || isSampled, "finding_id", FieldRule.Required, "请写明是哪一项发现；抽查的写结算编号（settlement_id）")
            .That(request.FindingId.Length == 0 || !isSampled, "settlement_id", FieldRule.OnlyOne, "发现编号和结算编号只能写一个")
            .Known("state", request.State, "结论")
            .That(request.State != ReviewState.Open, "state", FieldRule.UnknownWord, "结论只能是无问题、教育、扣减、移送")
            .Amount("amount_fen", request.AmountFen)
            .That(!isDeducted || request.AmountFen != 0, "amount_fen", FieldRule.Required, "扣减的要写金额，单位是分")
            .That(isDeducted || request.AmountFen == 0, "amount_fen", FieldRule.OnlyOne, "不扣减的不写金额，请去掉")
            .Note("note", request.Note, "说明", noteMax).Note("correction_reason", request.CorrectionReason, "更正原因", noteMax)
            .That(
                request.CorrectionReason.Length == 0 || SeenText.IsAny(request.CorrectionReason), "correction_reason", FieldRule.Required,
                "更正原因不能空")
            .That(
                !isSampled || request.State == ReviewState.NoFault || SeenText.IsAny(request.Note), "note", FieldRule.Required,
                "抽查有问题的，请写明是什么问题");
        var head = fields.Head(context, time);
        var draft = new OutcomeDraft(
            request.FindingId, new SettlementId(request.SettlementId), KindOf(request.State)!.Value, request.AmountFen, request.Note,
            request.CorrectionReason);
        var (found, replayed) = Faults.DoneOf(await review.RecordAsync(draft, head, context.CancellationToken));
        return new RecordReviewOutcomeResponse { Finding = Of(found), Replayed = replayed };
    }

    public override async Task<SampleVisitsResponse> SampleVisits(SampleVisitsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Key("hospital_code", request.HospitalCode, "机构编号").Key("seed", request.Seed, "抽样种子");
        var month = fields.Month("month", request.Month, ChinaTime.Today(time));
        await RequireAsync(fields, new HospitalCode(request.HospitalCode), context);
        var sample = Faults.ValueOf(await review.SampleAsync(
            new HospitalCode(request.HospitalCode), month, request.Seed, context.CancellationToken));
        return new SampleVisitsResponse
        {
            Visits =
            {
                sample.Visits.Select(v => new SampledVisit
                {
                    DoctorCode = v.Doctor, DepartmentCode = v.Department, SettlementId = v.SettlementId.Text, VisitId = v.VisitId,
                    ServiceDate = PlainText.Day(v.Day), AmountFen = v.AmountFen,
                }),
            },
            OfVisits = sample.OfVisits,
            ReviewedTime = sample.Reviewed.ToTimestamp(),
        };
    }

    /// <summary>Throws if a field is bad or the hospital is not known.</summary>
    private async Task RequireAsync(RequestFields fields, HospitalCode hospitalCode, ServerCallContext context) =>
        (await places.CheckAsync(fields, hospitalCode, default, context.CancellationToken)).Check();

    private static string ListOf(ReviewDays days) =>
        $"review\n{days.HospitalCode}\n{PlainText.Day(days.From)}\n{PlainText.Day(days.To)}";

    private static ReviewOutcomeKind? KindOf(ReviewState state) =>
        state > ReviewState.Open ? (ReviewOutcomeKind)((int)state - (int)ReviewState.Open) : null;

    private static ReviewState StateOf(ReviewOutcomeKind? kind) =>
        kind is { } known ? (ReviewState)((int)known + (int)ReviewState.Open) : ReviewState.Open;

    private static (DateOnly Day, string FindingId)? PlaceOf(string place)
    {
        var at = place.IndexOf(Between, StringComparison.Ordinal);
        return at > 0 && DateOnly.TryParseExact(place[..at], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, place[(at + 1)..])
            : null;
    }

    private RunReviewResponse Of(ReviewPiece piece, bool replayed) => new()
    {
        ContinueToken = piece.Next.Length == 0 ? "" : Paging.TokenOf(ListOf(piece.Days), piece.Next),
        Visits = piece.Visits,
        UncheckedVisits = piece.Unchecked,
        UndiagnosedVisits = piece.Undiagnosed,
        UnreadableSettlementIds = { piece.Unreadable.Select(id => id.Text) },
        Findings = piece.Found,
        AddedFindings = piece.Added,
        ChecksVersion = review.Book.Version,
        Replayed = replayed,
    };

    private Contract.Precheck.V1.ReviewFinding Of(ListedFinding listed)
    {
        var of = listed.Finding;
        return new Contract.Precheck.V1.ReviewFinding
        {
            FindingId = of.FindingId,
            CheckId = of.CheckId,
            Title = review.TitleOf(of.CheckId),
            HospitalCode = of.HospitalCode.Text,
            DepartmentCode = of.Department,
            DoctorCode = of.Doctor,
            Date = PlainText.Day(of.Day),
            ItemCode = of.ItemCode,
            Text = of.Text,
            SourceLabel = of.Basis,
            AmountFen = of.AmountFen,
            Visits =
            {
                of.Visits.Select(v => new ReviewedVisit
                {
                    SettlementId = v.SettlementId.Text, HospitalCode = v.HospitalCode.Text, VisitId = v.VisitId,
                    ServiceDate = PlainText.Day(v.Day), ItemNumber = v.ItemNumber, AmountFen = v.AmountFen,
                }),
            },
            State = StateOf(listed.Outcomes.Count > 0 ? listed.Outcomes[^1].Kind : null),
            Withdrawn = listed.IsWithdrawn,
            StandingVisits = listed.VisitsStanding,
            Outcomes =
            {
                listed.Outcomes.Select(o => new Contract.Precheck.V1.ReviewOutcome
                {
                    Number = o.Number, State = StateOf(o.Kind), AmountFen = o.AmountFen, Note = o.Note, CorrectionReason = o.CorrectionReason,
                    RecordedBy = o.Operator, RecordedTime = o.Noted.ToTimestamp(),
                }),
            },
        };
    }
}
