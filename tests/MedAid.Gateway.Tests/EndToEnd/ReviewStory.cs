using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The insurance office goes over settled visits, through a gateway whatever its database. Two boxes of a restricted drug at 61.00, of a patient without
/// its diagnosis, by doctor D7: 122.00.
/// </summary>
internal sealed class ReviewStory(GatewayProcess gateway)
{
    private const string Restricted = "XA10BKD001A001010100015";
    private const string Day = "2026-02-10";

    private readonly ReviewService.ReviewServiceClient review = new(gateway.Channel);

    public async Task The_day_is_gone_over_by_both_doors_and_each_finding_is_on_the_list_once()
    {
        await gateway.Settlements.SettleAsync(Visit("review-1", Requests.Jia));
        var reversed = await gateway.Settlements.SettleAsync(Visit("review-2", Requests.Yi));
        await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "review-2-undo", HospitalCode = Requests.CountyHospital, SettlementId = reversed.Settlement.SettlementId, Reason = "录入错误",
        });

        Assert.Equal((1, 1), Counts(await RunAsync("try", validateOnly: true)));
        Assert.Empty((await ListAsync()).Findings);
        var runs = await Task.WhenAll(RunAsync("run-a"), RunAsync("run-b"));
        Assert.Equal(1, runs.Sum(r => r.AddedFindings));
        Assert.Equal([(1, 1, 0), (1, 1, 0)], runs.Select(r => (r.Visits, r.Findings, r.UncheckedVisits)));
        Assert.Equal((1, 0), Counts(await RunAsync("run-c")));
        var again = await RunAsync("run-a");
        Assert.Equal((runs[0].AddedFindings, true), (again.AddedFindings, again.Replayed));

        var listed = Assert.Single((await ListAsync()).Findings);
        Assert.Equal(
            ("restricted-drug", "限定支付", "NK", "D7", Day, Restricted, 122_00L, ReviewState.Open, false),
            (listed.CheckId, listed.Title, listed.DepartmentCode, listed.DoctorCode, listed.Date, listed.ItemCode, listed.AmountFen, listed.State, listed.Withdrawn));
        Assert.Equal("《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》二（三）", listed.SourceLabel);
        var byJson = await gateway.GetAsync($"/v1/review-findings?hospitalCode={Requests.CountyHospital}&fromDate={Day}&toDate={Day}");
        Assert.Equal((200, listed), (byJson.Code, Assert.Single(byJson.Read<ListReviewFindingsResponse>().Findings)));
        Assert.DoesNotContain(Requests.Jia, byJson.Text, StringComparison.Ordinal);
    }

    public async Task An_outcome_is_kept_corrected_and_told_again()
    {
        var id = Assert.Single((await ListAsync()).Findings).FindingId;
        var deduct = new RecordReviewOutcomeRequest { RequestId = "outcome-1", FindingId = id, State = ReviewState.Deducted };
        Assert.Equal(["amount_fen REQUIRED"], (await DoorError.ByGrpcAsync(review.RecordReviewOutcomeAsync(deduct))).Fields);
        deduct.AmountFen = 122_01;
        Assert.Equal(["amount_fen OUT_OF_RANGE"], (await DoorError.ByGrpcAsync(review.RecordReviewOutcomeAsync(deduct))).Fields);
        var unknown = new RecordReviewOutcomeRequest(deduct) { FindingId = "restricted-drug.000000000000000000000000" };
        Assert.Equal("FINDING_NOT_FOUND", (await DoorError.ByGrpcAsync(review.RecordReviewOutcomeAsync(unknown))).Reason);

        deduct.AmountFen = 61_00;
        var first = await review.RecordReviewOutcomeAsync(deduct);
        Assert.Equal((ReviewState.Deducted, 61_00, DefaultOperator.Name), (first.Finding.State, first.Finding.Outcomes[0].AmountFen, first.Finding.Outcomes[0].RecordedBy));
        Assert.Empty((await ListAsync(ReviewState.Open)).Findings);
        var second = new RecordReviewOutcomeRequest { RequestId = "outcome-2", FindingId = id, State = ReviewState.NoFault, Note = "病历有诊断" };
        Assert.Equal(["correction_reason REQUIRED"], (await DoorError.ByGrpcAsync(review.RecordReviewOutcomeAsync(second))).Fields);
        second.CorrectionReason = "医师补交病历";
        Assert.Equal([ReviewState.Deducted, ReviewState.NoFault], (await review.RecordReviewOutcomeAsync(second)).Finding.Outcomes.Select(o => o.State));
        var again = await review.RecordReviewOutcomeAsync(deduct);
        Assert.Equal((true, first.Finding), (again.Replayed, again.Finding));
        Assert.Equal(2, Assert.Single((await ListAsync(ReviewState.NoFault)).Findings).Outcomes.Count);
    }

    public async Task A_month_is_drawn_from_once_it_was_read_and_a_reversed_visit_is_withdrawn()
    {
        var draw = new SampleVisitsRequest { HospitalCode = Requests.CountyHospital, Month = "2026-02", Seed = "2026-1" };
        Assert.Equal(["month OUT_OF_RANGE"], (await DoorError.ByGrpcAsync(review.SampleVisitsAsync(draw))).Fields);
        var (token, calls) = ("", 0);
        do
        {
            var answer = await review.RunReviewAsync(new()
            {
                RequestId = $"month-{++calls}", HospitalCode = Requests.CountyHospital, FromDate = "2026-02-01", ToDate = "2026-02-28", ContinueToken = token,
            });
            Assert.Equal(0, answer.AddedFindings);
            token = answer.ContinueToken;
        }
        while (token.Length > 0);
        Assert.Equal(2, calls);
        var drawn = await review.SampleVisitsAsync(draw);
        Assert.Equal(("D7", "NK", 122_00L, 1), (drawn.Visits[0].DoctorCode, drawn.Visits[0].DepartmentCode, drawn.Visits[0].AmountFen, drawn.OfVisits));
        Assert.Equal(drawn, await review.SampleVisitsAsync(draw));

        await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "review-1-undo", HospitalCode = Requests.CountyHospital, SettlementId = drawn.Visits[0].SettlementId, Reason = "录入错误",
        });
        Assert.Equal((true, 0), Assert.Single((await ListAsync()).Findings) is var gone ? (gone.Withdrawn, gone.StandingVisits) : default);
        Assert.Equal(0, (await review.SampleVisitsAsync(draw)).OfVisits);
    }

    /// <summary>
    /// One of two visits of a day is damaged on the disk: the other is gone over, the damaged one is named, and again when the call is repeated.
    /// A list of settlements has it by its columns. <paramref name="run"/> runs a statement past the gateway and the guards of its tables.
    /// </summary>
    public async Task A_damaged_visit_is_named_and_the_others_are_gone_over(Func<string, Task> run)
    {
        var damaged = (await gateway.Settlements.SettleAsync(Visit("review-3", Requests.Jia))).Settlement;
        await gateway.Settlements.SettleAsync(Visit("review-4", Requests.Yi));
        var isIt = $"WHERE settlement_id = '{damaged.SettlementId}'";
        await run($"CREATE TABLE saved_document AS SELECT document FROM settlement {isIt}");
        gateway.Declare("BookKeeping[1305]");
        await run($"UPDATE settlement SET document = substr(document, 1, 1) {isIt}");

        var first = await RunAsync("run-damaged");
        Assert.Equal((1, 1, 1), (first.Visits, first.Findings, first.AddedFindings));
        Assert.Equal([damaged.SettlementId], first.UnreadableSettlementIds);
        var again = await RunAsync("run-damaged");
        Assert.Equal((true, damaged.SettlementId), (again.Replayed, Assert.Single(again.UnreadableSettlementIds)));

        var listed = await gateway.Settlements.ListSettlementsAsync(new() { FromDate = Day, ToDate = Day, State = SettlementState.Settled });
        var head = Assert.Single(listed.UnreadableSettlements);
        Assert.Equal(
            (damaged.SettlementId, SettlementKind.Settlement, damaged.HospitalCode, damaged.VisitId, Day, damaged.SettledTime),
            (head.SettlementId, head.Kind, head.HospitalCode, head.VisitId, head.ServiceDate, head.SettledTime));
        Assert.Contains(listed.Settlements, s => s.RequestId == "review-4");
        Assert.DoesNotContain(listed.Settlements, s => s.SettlementId == damaged.SettlementId);

        // Restored, it is gone over like the others.
        await run($"UPDATE settlement SET document = (SELECT document FROM saved_document) {isIt}; DROP TABLE saved_document");
        var restored = await RunAsync("run-restored");
        Assert.Equal((2, 2, 1), (restored.Visits, restored.Findings, restored.AddedFindings));
        Assert.Empty(restored.UnreadableSettlementIds);
    }

    public async Task What_is_wrong_with_a_run_is_named_all_at_once()
    {
        var wrong = new RunReviewRequest { RequestId = "wrong", HospitalCode = "H 1", FromDate = "2026-02-30", ToDate = "2999-01-01", ContinueToken = "next" };
        Assert.Equal(
            ["hospital_code FORMAT", "from_date DATE", "to_date OUT_OF_RANGE", "to_date OUT_OF_RANGE", "continue_token FORMAT"],
            (await DoorError.ByGrpcAsync(review.RunReviewAsync(wrong))).Fields);
        var stranger = new RunReviewRequest { RequestId = "wrong", HospitalCode = "H00000000000", FromDate = Day, ToDate = Day };
        Assert.Equal(["hospital_code UNKNOWN_HOSPITAL"], (await DoorError.ByGrpcAsync(review.RunReviewAsync(stranger))).Fields);
        var draw = new SampleVisitsRequest { HospitalCode = "H00000000000", Month = "2026-02", Seed = "1" };
        Assert.Equal(["hospital_code UNKNOWN_HOSPITAL"], (await DoorError.ByGrpcAsync(review.SampleVisitsAsync(draw))).Fields);
        var list = new ListReviewFindingsRequest { HospitalCode = "H00000000000" };
        Assert.Equal(["hospital_code UNKNOWN_HOSPITAL"], (await DoorError.ByGrpcAsync(review.ListReviewFindingsAsync(list))).Fields);
        var neither = new RecordReviewOutcomeRequest { RequestId = "wrong", State = ReviewState.Open, AmountFen = 1, CorrectionReason = " " };
        Assert.Equal(
            ["finding_id REQUIRED", "state UNKNOWN_WORD", "amount_fen ONLY_ONE", "correction_reason REQUIRED"],
            (await DoorError.ByGrpcAsync(review.RecordReviewOutcomeAsync(neither))).Fields);
    }

    private static SettleRequest Visit(string requestId, string idNumber)
    {
        var request = Requests.Outpatient(requestId, idNumber, Day, 122_00);
        request.Visit.Items.Clear();
        var item = Requests.Item(1, Restricted, 61_00, 2);
        (item.Approval, item.Category) = (Approval.Insured, "");
        request.Visit.Items.Add(item);
        (request.Visit.DepartmentCode, request.Visit.DoctorCode) = ("NK", "D7");
        request.Visit.DiagnosisCodes.Add("I10");
        return request;
    }

    private static (int Found, int Added) Counts(RunReviewResponse of) => (of.Findings, of.AddedFindings);

    private async Task<RunReviewResponse> RunAsync(string requestId, bool validateOnly = false) => await review.RunReviewAsync(new()
    {
        RequestId = requestId, HospitalCode = Requests.CountyHospital, FromDate = Day, ToDate = Day, ValidateOnly = validateOnly,
    });

    private async Task<ListReviewFindingsResponse> ListAsync(ReviewState state = ReviewState.Unspecified) =>
        await review.ListReviewFindingsAsync(new() { HospitalCode = Requests.CountyHospital, State = state });
}
