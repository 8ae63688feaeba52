using Google.Protobuf;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Settlement;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Advice before an order is signed, through a gateway whatever its database, on samples/orders.json.</summary>
internal sealed class PrecheckStory(GatewayProcess gateway)
{
    /// <summary>Nobody waits for a crowded machine: the limit of time is tested with a clock that stands still.</summary>
    public static readonly (string, string) Patient = ("PrecheckMilliseconds", "60000");

    private readonly PrecheckService.PrecheckServiceClient precheck = new(gateway.Channel);

    /// <summary>Asks how often cards of the county hospital were accepted, yesterday to tomorrow.</summary>
    public static ReportCardAcceptanceRequest Lately()
    {
        var today = ChinaTime.Today(TimeProvider.System);
        return new()
        {
            HospitalCode = Requests.CountyHospital, FromDate = today.AddDays(-1).ToString("yyyy-MM-dd", null),
            ToDate = today.AddDays(1).ToString("yyyy-MM-dd", null),
        };
    }

    public async Task The_money_of_cards_is_that_of_quotes_by_both_doors()
    {
        var orders = Orders("money");
        var advice = await precheck.CheckOrdersAsync(orders);
        Assert.Equal((NoOpinion.Unspecified, Care.OutpatientChronic), (advice.NoOpinion, advice.Care));
        Assert.Equal(await QuotedAsync(orders.Visit), advice.PatientFen);
        Assert.Equal(5, advice.Orders.Count);
        string[] checks = [.. advice.Cards.Select(c => c.CheckId)];
        Assert.Equal(["over-quantity", "restricted-drug", "outside-catalogue", "over-ceiling", "centrally-procured"], checks);
        foreach (var suggestion in advice.Cards.SelectMany(c => c.Suggestions))
        {
            Assert.Equal(await QuotedAsync(With(orders.Visit, suggestion)), suggestion.PatientFen);
        }

        var byJson = await gateway.PostAsync("/v1/orders:check", Requests.Json(orders));
        Assert.Equal((200, advice), (byJson.Code, byJson.Read<CheckOrdersResponse>()));
    }

    public async Task What_was_answered_is_kept_told_again_and_not_repeated()
    {
        var orders = Orders("answered");
        var card = (await precheck.CheckOrdersAsync(orders)).Cards.Single(c => c.CheckId == "restricted-drug");
        var request = Answer("answer-1", orders, card, CardDisposition.GoOn);
        var lacking = await DoorError.ByGrpcAsync(precheck.RecordCardFeedbackAsync(request));
        Assert.Equal(["answers[0].reason_code REQUIRED"], lacking.Fields);

        request.Answers[0].ReasonCode = card.OverrideReasons[0].Code;
        var tried = await precheck.RecordCardFeedbackAsync(new RecordCardFeedbackRequest(request) { ValidateOnly = true });
        Assert.Equal(("", false), (tried.FeedbackId, tried.Replayed));
        Assert.Contains(card, (await precheck.CheckOrdersAsync(orders)).Cards);

        var recorded = await precheck.RecordCardFeedbackAsync(request);
        var again = await precheck.RecordCardFeedbackAsync(request);
        Assert.Equal((recorded.FeedbackId, true, recorded.RecordedTime, recorded.Answers), (again.FeedbackId, again.Replayed, again.RecordedTime, again.Answers));
        Assert.Equal(DefaultOperator.Name, recorded.RecordedBy);
        request.Answers[0].OwnReason = "另有原因";
        var twice = new RecordCardFeedbackRequest(request) { RequestId = "answer-2" };
        twice.Answers.Add(new CardAnswer(twice.Answers[0]) { Disposition = CardDisposition.GoBack });
        Assert.Equal(["answers[1].card_id DUPLICATE"], (await DoorError.ByGrpcAsync(precheck.RecordCardFeedbackAsync(twice))).Fields);
        twice.Answers.RemoveAt(1);
        twice.Answers[0].SuggestionId = "1";
        Assert.Equal(["answers[0].suggestion_id ONLY_ONE"], (await DoorError.ByGrpcAsync(precheck.RecordCardFeedbackAsync(twice))).Fields);
        (twice.Answers[0].Disposition, twice.Answers[0].SuggestionId) = (CardDisposition.GoBack, "4");
        Assert.Equal(["answers[0].suggestion_id UNKNOWN_WORD"], (await DoorError.ByGrpcAsync(precheck.RecordCardFeedbackAsync(twice))).Fields);
        Assert.Equal("REQUEST_ID_REUSED", (await DoorError.ByGrpcAsync(precheck.RecordCardFeedbackAsync(request))).Reason);

        Assert.DoesNotContain((await precheck.CheckOrdersAsync(orders)).Cards, c => c.CardId == card.CardId);
        Assert.Contains((await precheck.CheckOrdersAsync(Orders("another"))).Cards, c => c.CardId == card.CardId);
    }

    /// <summary>Twenty answers of a department that all go on: the check steps back there and nowhere else.</summary>
    public async Task A_check_that_a_department_never_heeds_steps_back_there()
    {
        var orders = Orders("heeded");
        orders.DepartmentCode = "NEVER";
        var card = (await precheck.CheckOrdersAsync(orders)).Cards.Single(c => c.CheckId == "outside-catalogue");
        Assert.Equal(CardIndicator.Warning, card.Indicator);
        var request = Answer("unheeded", Orders("elsewhere"), card, CardDisposition.GoOn);
        request.DepartmentCode = orders.DepartmentCode;
        request.Answers[0].ReasonCode = "urgent";
        for (var visit = 1; visit <= 20; visit++)
        {
            // Each visit counts once, however often its card is answered.
            for (var time = 1; time <= (visit == 20 ? 3 : 1); time++)
            {
                (request.RequestId, request.VisitId) = ($"unheeded-{visit}-{time}", $"unheeded-{visit}");
                await precheck.RecordCardFeedbackAsync(request);
            }

            if (visit == 19)
            {
                Assert.Equal(CardIndicator.Warning, (await precheck.CheckOrdersAsync(orders)).Cards.Single(c => c.CardId == card.CardId).Indicator);
            }
        }

        var after = await precheck.CheckOrdersAsync(orders);
        Assert.Equal(CardIndicator.Info, after.Cards.Single(c => c.CardId == card.CardId).Indicator);
        Assert.Contains("答复 20 次、采纳 0 次", Assert.Single(after.Notes), StringComparison.Ordinal);
        orders.DepartmentCode = "OTHER";
        Assert.Equal(CardIndicator.Warning, (await precheck.CheckOrdersAsync(orders)).Cards.Single(c => c.CardId == card.CardId).Indicator);

        var day = (await precheck.RecordCardFeedbackAsync(request)).RecordedTime.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", null);
        var report = await precheck.ReportCardAcceptanceAsync(new() { HospitalCode = Requests.CountyHospital, FromDate = day, ToDate = day });
        var line = report.Acceptances.Single(a => a is { CheckId: "outside-catalogue", DepartmentCode: "NEVER" });
        Assert.Equal((20, 0, true), (line.Answers, line.Accepted, line.SteppedBack));
    }

    public async Task What_is_wrong_with_a_draft_is_named_all_at_once()
    {
        var orders = Orders("wrong");
        orders.Visit.ServiceDate = "2026-02-30";
        orders.DepartmentCode = "肾 内";
        (orders.Visit.Items[4].DaysOfSupply, orders.Visit.Items[4].DailyDoseMg) = (400, "much");
        orders.RunningOrders.Add(new RunningOrder { Code = "X1", StopDate = "tomorrow" });
        var fields = (await DoorError.ByGrpcAsync(precheck.CheckOrdersAsync(orders))).Fields;
        Assert.Equal(
            [
                "visit.service_date DATE", "visit.items[4].days_of_supply OUT_OF_RANGE", "visit.items[4].daily_dose_mg NOT_A_NUMBER",
                "department_code FORMAT", "running_orders[0].stop_date DATE",
            ],
            fields);
        var stranger = Orders("stranger");
        stranger.Visit.HospitalCode = "H00000000000";
        Assert.Equal("HOSPITAL_NOT_FOUND", (await DoorError.ByGrpcAsync(precheck.CheckOrdersAsync(stranger))).Reason);
        var feedback = Answer("stranger", stranger, new Card { CardId = $"off-path.{new string('0', 24)}" }, CardDisposition.GoBack);
        Assert.Equal(["hospital_code UNKNOWN_HOSPITAL"], (await DoorError.ByGrpcAsync(precheck.RecordCardFeedbackAsync(feedback))).Fields);
        var lately = Lately();
        lately.HospitalCode = "H00000000000";
        Assert.Equal(["hospital_code UNKNOWN_HOSPITAL"], (await DoorError.ByGrpcAsync(precheck.ReportCardAcceptanceAsync(lately))).Fields);
        var papers = new ListPapersRequest { HospitalCode = "H00000000000" };
        Assert.Equal(["hospital_code UNKNOWN_HOSPITAL"], (await DoorError.ByGrpcAsync(precheck.ListPapersAsync(papers))).Fields);
    }

    /// <summary>By gRPC, by HTTP/JSON and by the hook of CDS Hooks; the cards and the money afterwards are those before.</summary>
    public async Task A_visit_that_is_opened_is_read_ahead_and_changes_no_card_and_no_money()
    {
        var orders = Orders("opened");
        var before = await precheck.CheckOrdersAsync(orders);
        var visit = new PrepareOrdersRequest
        {
            HospitalCode = orders.Visit.HospitalCode, IdNumber = orders.Visit.IdNumber, ServiceDate = orders.Visit.ServiceDate, DepartmentCode = "SN01",
        };
        var held = await precheck.PrepareOrdersAsync(visit);
        Assert.Equal((300, ""), (held.HeldSeconds, held.Reason));
        Assert.Equal(before, await precheck.CheckOrdersAsync(orders));
        var byJson = await gateway.PostAsync("/v1/orders:prepare", Requests.Json(visit));
        Assert.Equal((200, held), (byJson.Code, byJson.Read<PrepareOrdersResponse>()));

        // Nobody is told more than that there is nothing to hold.
        visit.IdNumber = "110101199003078777";
        var nobody = await precheck.PrepareOrdersAsync(visit);
        Assert.Equal((0, true), (nobody.HeldSeconds, nobody.Reason.Length > 0));
        (visit.IdNumber, visit.HospitalCode, visit.ServiceDate) =
            ("1", "H00000000000", ChinaTime.Today(TimeProvider.System).AddDays(1).ToString("yyyy-MM-dd", null));
        Assert.Equal(
            ["id_number CHECKSUM", "service_date OUT_OF_RANGE", "hospital_code UNKNOWN_HOSPITAL"],
            (await DoorError.ByGrpcAsync(precheck.PrepareOrdersAsync(visit))).Fields);
    }

    /// <summary>
    /// What another visit of the person gave is damaged on the disk: that is an error, told as damage, and no outage after which the physician hears
    /// nothing. <paramref name="run"/> runs a statement past the gateway and the guards of its tables.
    /// </summary>
    public async Task A_damaged_settlement_of_the_person_is_told_as_damage(Func<string, Task> run)
    {
        var orders = Orders("damaged");
        var beside = Requests.Outpatient("precheck-damaged", orders.Visit.IdNumber, orders.Visit.ServiceDate, 1_00);
        var id = (await gateway.Settlements.SettleAsync(beside)).Settlement.SettlementId;
        var sound = await precheck.CheckOrdersAsync(orders);
        await run($"UPDATE settlement SET dialyses = 1, supplies = '?' WHERE settlement_id = '{id}'");

        gateway.Declare("CallGuard[1015]");
        var told = await DoorError.ByGrpcAsync(precheck.CheckOrdersAsync(orders));
        await run($"UPDATE settlement SET dialyses = 0, supplies = NULL WHERE settlement_id = '{id}'");

        Assert.Equal(("LEDGER_DAMAGED", "not_done"), (told.Reason, told.Outcome));
        Assert.Equal(sound, await precheck.CheckOrdersAsync(orders));
    }

    private static CheckOrdersRequest Orders(string visitId)
    {
        var orders = JsonParser.Default.Parse<CheckOrdersRequest>(File.ReadAllText(Clone.Sample("orders.json")));
        orders.Visit.VisitId = $"V-{visitId}";
        return orders;
    }

    private static RecordCardFeedbackRequest Answer(string requestId, CheckOrdersRequest orders, Card card, CardDisposition disposition) => new()
    {
        RequestId = requestId, HospitalCode = orders.Visit.HospitalCode, VisitId = orders.Visit.VisitId, DepartmentCode = orders.DepartmentCode,
        DoctorCode = "D1", Answers = { new CardAnswer { CardId = card.CardId, Disposition = disposition } },
    };

    /// <summary>The visit as a workstation makes it when the key of a suggestion is pressed.</summary>
    private static Visit With(Visit visit, Suggestion suggestion)
    {
        var changed = visit.Clone();
        if (suggestion.Kind == SuggestionKind.ChangeWay)
        {
            (changed.Care, changed.Mode, changed.HospitalCode, changed.Filed) = (suggestion.Care, suggestion.Mode, suggestion.HospitalCode, suggestion.Filed);
            return changed;
        }

        var line = changed.Items.Single(i => i.ItemNumber == suggestion.ItemNumber);
        var at = changed.Items.IndexOf(line);
        changed.Items.RemoveAt(at);
        if (suggestion.Item is not null)
        {
            changed.Items.Insert(at, suggestion.Item);
        }

        return changed;
    }

    private async Task<long> QuotedAsync(Visit visit) => (await gateway.Settlements.QuoteAsync(new() { Visit = visit })).Breakdown.PatientFen;
}
