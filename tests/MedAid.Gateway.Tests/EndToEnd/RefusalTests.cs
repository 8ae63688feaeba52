using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Every refusal that can be reached from outside: both doors, status, details, and that it is kept under its request id.</summary>
public sealed class RefusalTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    /// <summary>Right in form and check character, and in no register.</summary>
    private const string Nobody = "141123197001019015";

    private readonly GatewayProcess gateway = shared.Gateway;

    public static TheoryData<string, StatusCode, int, string, string> Provoked => new()
    {
        { "HOSPITAL_NOT_FOUND", StatusCode.NotFound, 404, "hospital_code", "H14110000001" },
        { "PERSON_NOT_FOUND", StatusCode.FailedPrecondition, 400, "", "" },
        { "NO_POLICY_FOR_DATE", StatusCode.FailedPrecondition, 400, "service_date", "2020-12-31" },
        { "NOT_QUALIFIED", StatusCode.FailedPrecondition, 400, "valid_from", "2026-03-03" },
        { "CHRONIC_BENEFIT_HELD", StatusCode.FailedPrecondition, 400, "", "" },
        { "LAYER_NOT_IN_FORCE", StatusCode.FailedPrecondition, 400, "layer", "basic" },
        { "UPSTREAM_ABOVE_ROOM", StatusCode.FailedPrecondition, 400, "layer", "basic" },
        { "EXTERNAL_ABOVE_ROOM", StatusCode.FailedPrecondition, 400, "layer", "commercial" },
    };

    [Theory]
    [MemberData(nameof(Provoked))]
    public async Task A_refusal_is_told_alike_by_both_doors_and_kept_for_good(
        string reason, StatusCode status, int httpCode, string key, string value)
    {
        var request = Requests.Sample($"refused-{reason.Replace('_', '-')}").With(v => Spoil(v, reason));

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", request));
        var asked = await DoorError.ByGrpcAsync(gateway.Settlements.GetSettlementAsync(new() { RequestId = request.RequestId }));
        var corrected = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Requests.Sample(request.RequestId)));

        Assert.Equal((status, reason, "not_done", "medaid"), (called.Status, called.Reason, called.Outcome, called.Info.Domain));
        Assert.Equal("zh-CN", called.Chinese.Locale);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{4}", called.Chinese.Message);
        Assert.Equal(value, key.Length == 0 ? "" : called.Info.Metadata[key]);
        Assert.Equal(key.Length == 0 ? 2 : reason is "NO_POLICY_FOR_DATE" or "NOT_QUALIFIED" ? 4 : 3, called.Info.Metadata.Count);
        AssertNewIdIsAskedFor(called);
        Assert.Equal(httpCode, posted.HttpCode);
        called.AssertSame(posted);
        called.AssertSame(asked);
        Assert.Equal("REQUEST_ID_REUSED", corrected.Reason);
        AssertNewIdIsAskedFor(corrected);
        await gateway.Settlements.SettleAsync(Requests.Sample($"{request.RequestId}-new"));
    }

    [Fact]
    public async Task A_day_without_a_law_is_named_with_county_and_scheme()
    {
        var request = Requests.Sample("no-policy").With(v => Spoil(v, "NO_POLICY_FOR_DATE"));

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));

        Assert.Equal(
            "没有兴县城乡居民医保在 2020-12-31 的政策，不能结算；请核对就诊日期和参保地，都没有错的，请联系医保办补充当时的政策。"
            + "如需再办，请重新提交（须用新的请求编号）。",
            called.Chinese.Message);
        Assert.Equal(("2020-12-31", "141123"), (called.Info.Metadata["service_date"], called.Info.Metadata["county_code"]));
    }

    [Fact]
    public async Task An_amount_that_cannot_stand_is_named_by_its_layer()
    {
        var request = Requests.Sample("no-layer").With(v => Spoil(v, "EXTERNAL_ABOVE_ROOM"));

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));

        Assert.StartsWith("“商业保险”支付大于可支付的余额，请核对后再结算。", called.Chinese.Message, StringComparison.Ordinal);
        Assert.Equal("commercial", called.Info.Metadata["layer"]);
    }

    [Fact]
    public async Task A_visit_that_stands_settled_is_refused_under_another_id_by_either_door_until_it_is_reversed()
    {
        // 400.00 x 55 % = 220.00 of the year's 300.00; the refused ones take nothing of the 80.00 that are left.
        var first = Requests.Outpatient("visit-1", Requests.You, "2021-03-02", 400_00);
        var settled = (await gateway.Settlements.SettleAsync(first)).Settlement;
        var second = new SettleRequest(first) { RequestId = "visit-2" };
        var trial = new SettleRequest(first) { RequestId = "visit-2", ValidateOnly = true };

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(second));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", second));
        var tried = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(trial));
        var quoted = await gateway.Settlements.QuoteAsync(new() { Visit = first.Visit });

        Assert.Equal((StatusCode.AlreadyExists, "VISIT_ALREADY_SETTLED", "not_done"), (called.Status, called.Reason, called.Outcome));
        Assert.Equal(settled.SettlementId, called.Info.Metadata["standing_settlement_id"]);
        Assert.Equal("new_request_id", called.Info.Metadata["retry"]);
        Assert.Equal(
            $"该次就诊已经结算（结算编号 {settled.SettlementId}），本次没有再结；确需重新结算的，先撤销原结算，再用新的请求编号提交。", called.Chinese.Message);
        called.AssertSame(posted);
        Assert.Equal(409, posted.HttpCode);
        Assert.Equal("VISIT_ALREADY_SETTLED", tried.Reason);
        Assert.False(tried.Info.Metadata.ContainsKey("retry"));
        Assert.Contains(quoted.Warnings, w => w.Contains(settled.SettlementId, StringComparison.Ordinal));
        Assert.Equal(220_00, quoted.Breakdown.Counters.Single(c => c.Counter == "outpatient.paid@2021").UsedBeforeFen);
        Assert.True((await gateway.Settlements.SettleAsync(first)).Replayed);

        await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "visit-3", HospitalCode = Requests.CountyHospital, SettlementId = settled.SettlementId, Reason = "录入错误",
        });
        Assert.Equal("VISIT_ALREADY_SETTLED", (await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(second))).Reason);
        var again = (await gateway.Settlements.SettleAsync(new SettleRequest(first) { RequestId = "visit-4" })).Settlement;
        Assert.Equal(180_00, again.Breakdown.PatientFen);
    }

    [Fact]
    public async Task One_visit_under_many_ids_at_once_is_settled_once_and_the_others_in_the_batch_go_through()
    {
        var visit = Requests.Outpatient("once-0", Requests.You, "2022-10-02", 100_00);
        var same = Enumerable.Range(1, 20).Select(i => ToldOfAsync(new SettleRequest(visit) { RequestId = $"once-{i}" }));
        var others = Enumerable.Range(1, 20).Select(i => ToldOfAsync(Requests.Outpatient($"beside-{i}", Requests.Chen, "2022-10-02", 1_00)));

        var answers = await Task.WhenAll([.. same, .. others]);

        Assert.Equal(19, answers.Count(a => a == "A settlement of the visit stands."));
        Assert.Equal(21, answers.Count(a => a.Length == 0));
    }

    [Fact]
    public async Task A_trial_and_a_quote_are_refused_for_the_same_reason_and_keep_nothing()
    {
        var request = Requests.Sample("refused-trial").With(v => Spoil(v, "UPSTREAM_ABOVE_ROOM"));
        request.ValidateOnly = true;

        var tried = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var quoted = await DoorError.ByGrpcAsync(gateway.Settlements.QuoteAsync(new() { Visit = request.Visit }));
        var asked = await DoorError.ByGrpcAsync(gateway.Settlements.GetSettlementAsync(new() { RequestId = "refused-trial" }));

        Assert.Equal("UPSTREAM_ABOVE_ROOM", tried.Reason);
        tried.AssertSame(quoted);
        Assert.Equal("SETTLEMENT_NOT_FOUND", asked.Reason);
    }

    [Fact]
    public async Task Of_several_reasons_the_first_in_the_order_of_the_contract_is_told()
    {
        var all = Requests.Sample("refused-order").With(v =>
        {
            Spoil(v, "HOSPITAL_NOT_FOUND");
            Spoil(v, "PERSON_NOT_FOUND");
            Spoil(v, "NO_POLICY_FOR_DATE");
            Spoil(v, "UPSTREAM_ABOVE_ROOM");
        });
        Assert.Equal("HOSPITAL_NOT_FOUND", await ReasonOfTrialAsync(all));
        Assert.Equal("PERSON_NOT_FOUND", await ReasonOfTrialAsync(all.With(v => v.HospitalCode = Requests.CountyHospital)));
        Assert.Equal("NO_POLICY_FOR_DATE", await ReasonOfTrialAsync(all.With(v =>
            (v.HospitalCode, v.IdNumber) = (Requests.CountyHospital, Requests.You))));
        Assert.Equal("NOT_QUALIFIED", await ReasonOfTrialAsync(all.With(v =>
            (v.HospitalCode, v.IdNumber, v.ServiceDate) = (Requests.CountyHospital, Requests.You, "2026-03-02"))));
    }

    [Fact]
    public async Task Who_was_approved_the_day_before_is_qualified_and_who_was_approved_that_day_only_from_the_next()
    {
        // 午 was approved on 2026-03-01, 未 on 2026-03-02.
        var wu = Requests.Sample("qualified-1").With(v => v.IdNumber = Requests.Wu);
        var wei = Requests.Sample("qualified-2").With(v => v.IdNumber = Requests.Wei);

        Assert.Equal("NOT_QUALIFIED", await ReasonOfTrialAsync(wu.With(v => v.ServiceDate = "2026-03-01")));
        var early = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(wei));
        Assert.Equal(("NOT_QUALIFIED", "2026-03-03"), (early.Reason, early.Info.Metadata["valid_from"]));
        Assert.StartsWith("病种 M07800 的门诊慢特病资格自 2026-03-03 起生效，就诊当日还没有生效", early.Chinese.Message, StringComparison.Ordinal);
        await gateway.Settlements.SettleAsync(wu);
        await gateway.Settlements.SettleAsync(Requests.Sample("qualified-3").With(v => (v.IdNumber, v.ServiceDate) = (Requests.Wei, "2026-03-03")));
    }

    [Fact]
    public async Task Payments_up_to_the_last_fen_of_the_room_are_taken()
    {
        // All 736.13 in scope paid upstream: 817.30 - 736.13 = 81.17 is left with the patient, nothing with relief.
        var upstream = await TryAsync(v => v.UpstreamPayments.Add(new UpstreamPayment { Layer = "basic", AmountFen = 736_13 }));
        Assert.Equal(81_17, upstream.Breakdown.PatientFen);

        // After the basic 625.71 there are 817.30 - 625.71 = 191.59 left; commercial insurance takes all of it.
        var external = await TryAsync(v => v.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = 191_59 }));
        Assert.Equal(0, external.Breakdown.PatientFen);
    }

    [Fact]
    public async Task A_layer_given_as_upstream_and_as_external_is_named_with_its_rule()
    {
        var request = Requests.Sample("refused-twice").With(v =>
        {
            v.UpstreamPayments.Add(new UpstreamPayment { Layer = "commercial", AmountFen = 100 });
            v.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = 100 });
        });

        var error = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (error.Status, error.Reason));
        Assert.Equal(["visit.external_payments LAYER_GIVEN_TWICE"], error.Fields);
    }

    [Fact]
    public async Task A_refusal_that_was_kept_outlives_a_change_of_the_roster_and_a_new_id_sees_the_change()
    {
        var data = GatewayProcess.NewDataFolder();
        var reference = GatewayProcess.NewDataFolder();
        CopyReference(reference);
        var refused = Requests.Sample("roster-1").With(v => v.IdNumber = Requests.Wei);
        await using (var before = await GatewayProcess.InsideAsync(data, ("ReferenceFolder", reference.FullName)))
        {
            Assert.Equal("NOT_QUALIFIED", (await DoorError.ByGrpcAsync(before.Settlements.SettleAsync(refused))).Reason);
        }

        var people = Path.Combine(reference.FullName, "people.json");
        await File.WriteAllTextAsync(people, (await File.ReadAllTextAsync(people)).Replace(
            "\"approved\": \"2026-03-02\"", "\"approved\": \"2026-02-27\"", StringComparison.Ordinal));
        await using (var after = await GatewayProcess.InsideAsync(data, ("ReferenceFolder", reference.FullName)))
        {
            Assert.Equal("NOT_QUALIFIED", (await DoorError.ByGrpcAsync(after.Settlements.SettleAsync(refused))).Reason);
            refused.RequestId = "roster-2";
            await after.Settlements.SettleAsync(refused);
        }

        data.Delete(recursive: true);
        reference.Delete(recursive: true);
    }

    private static void CopyReference(DirectoryInfo to)
    {
        foreach (var file in Directory.EnumerateFiles(Clone.Sample(""), "*", SearchOption.AllDirectories))
        {
            var copy = new FileInfo(Path.Combine(to.FullName, Path.GetRelativePath(Clone.Sample(""), file)));
            copy.Directory!.Create();
            File.Copy(file, copy.FullName);
        }
    }

    private static void Spoil(Visit visit, string reason)
    {
        switch (reason)
        {
            case "HOSPITAL_NOT_FOUND":
                visit.HospitalCode = "H14110000001";
                break;
            case "PERSON_NOT_FOUND":
                visit.IdNumber = Nobody;
                break;
            case "NO_POLICY_FOR_DATE":
                visit.ServiceDate = "2020-12-31";
                break;
            case "NOT_QUALIFIED":
                visit.IdNumber = Requests.Wei;
                break;
            case "CHRONIC_BENEFIT_HELD":
                visit.Care = Care.TwoDisease;
                break;
            case "LAYER_NOT_IN_FORCE":
                visit.ExternalPayments.Add(new ExternalPayment { Layer = "basic", AmountFen = 1 });
                break;
            case "UPSTREAM_ABOVE_ROOM":
                visit.UpstreamPayments.Add(new UpstreamPayment { Layer = "basic", AmountFen = 736_14 });
                break;
            default:
                visit.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = 191_60 });
                break;
        }
    }

    private static void AssertNewIdIsAskedFor(DoorError error)
    {
        Assert.Equal("new_request_id", error.Info.Metadata["retry"]);
        Assert.EndsWith("如需再办，请重新提交（须用新的请求编号）。", error.Chinese.Message, StringComparison.Ordinal);
    }

    /// <summary>What a caller is told of a visit that is refused; empty if it is settled.</summary>
    private async Task<string> ToldOfAsync(SettleRequest request)
    {
        try
        {
            await gateway.Settlements.SettleAsync(request);
            return "";
        }
        catch (RpcException refused)
        {
            return refused.Status.Detail;
        }
    }

    private async Task<string> ReasonOfTrialAsync(SettleRequest request)
    {
        var trial = request.Clone();
        trial.ValidateOnly = true;
        return (await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(trial))).Reason;
    }

    private async Task<SettlementV1.Settlement> TryAsync(Action<Visit> change)
    {
        var trial = Requests.Sample("trial").With(change);
        trial.ValidateOnly = true;
        return (await gateway.Settlements.SettleAsync(trial)).Settlement;
    }
}
