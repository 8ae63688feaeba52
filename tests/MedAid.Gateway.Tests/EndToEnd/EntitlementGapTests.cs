using System.Text;
using Grpc.Core;
using MedAid.Contract.People.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>the search for entitlement gaps through both doors of a real gateway, by the indicators of samples/diseases/indicators/14.csv.</summary>
public sealed class EntitlementGapTests
{
    private const string County = "141123";
    private static readonly (string, string)[] Clerk = [("medaid-operator", "clerk"), ("medaid-role", "insurance_office")];
    private static readonly Metadata ClerkByGrpc = new() { { "medaid-operator", "clerk" }, { "medaid-role", "insurance_office" } };
    private static readonly Metadata Stranger = new() { { "medaid-operator", "stranger" } };

    /// <summary>样例酉 has no qualification; the indicator asks for dialysis on 3 days within 14 days or more, the visits are at their own cost.</summary>
    [Fact]
    public async Task Dialysis_without_a_qualification_is_found_pushed_once_answered_and_settled_by_the_qualification()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var gaps = new EntitlementGapService.EntitlementGapServiceClient(gateway.Channel);
        foreach (var day in new[] { "2026-02-01", "2026-02-08", "2026-02-15" })
        {
            await gateway.Settlements.SettleAsync(
                Requests.Outpatient($"d-{day}", Requests.You, day, 400_00).With(v => v.Items[0].Code = Requests.Dialysis));
        }

        var found = Assert.Single((await gateway.GetAsync($"/v1/findings?county_code={County}", Clerk)).Read<ListFindingsResponse>().Findings);
        Assert.Equal(
            (FindingKind.Qualification, Requests.Uraemia, "2026-02-01", 3, FindingStanding.Open, "样例酉", Requests.You),
            (found.Kind, found.Subject, found.SinceDate, found.Days, found.Standing, found.Name, found.IdNumber));
        var masked = await gaps.GetFindingAsync(new() { FindingId = found.FindingId }, Stranger);
        Assert.Equal(("样*", "1411**********921X", 3), (masked.Name, masked.IdNumber, masked.Proofs.Count));

        var build = new BuildFindingListRequest { RequestId = "list-1", Receiver = GapAuthority.InsuranceBureau, CountyCode = County };
        var list = (await gateway.PostAsync("/v1/findingLists", Requests.Json(build), Clerk)).Read<BuildFindingListResponse>().List;
        Assert.Equal(("insurance_bureau-141123-1", "clerk", found.FindingId), (list.Head.ListId, list.Head.Operator, list.Lines.Single().FindingId));
        Assert.True((await gaps.BuildFindingListAsync(build, ClerkByGrpc)).Replayed);
        build.RequestId = "list-2";
        var nothing = await DoorError.ByGrpcAsync(gaps.BuildFindingListAsync(build, ClerkByGrpc));
        Assert.Equal((StatusCode.FailedPrecondition, "NOTHING_TO_PUSH"), (nothing.Status, nothing.Reason));
        nothing.AssertSame(await DoorError.ByHttpAsync(gateway.PostAsync("/v1/findingLists", Requests.Json(build), Clerk)));

        var path = $"/v1/findingLists/{list.Head.ListId}";
        Assert.Contains(Requests.You, await CsvAsync(gateway, path, Clerk), StringComparison.Ordinal);
        Assert.DoesNotContain(Requests.You, await CsvAsync(gateway, path), StringComparison.Ordinal);
        var answer = new AcknowledgeFindingListRequest
        {
            RequestId = "ack-1", ListId = list.Head.ListId, Answers = { new LineAnswer { LineNumber = 1, Outcome = LineOutcome.TakenUp } },
        };
        var answered = (await gateway.PostAsync($"{path}:acknowledge", Requests.Json(answer), Clerk)).Read<FindingList>();
        Assert.Equal((1, LineOutcome.TakenUp, "clerk"), (answered.Head.Acknowledged, answered.Lines[0].Outcome, answered.Lines[0].AnsweredBy));

        await QualifyAsync(gateway);
        var check = (await gateway.GetAsync($"/v1/implementation:check?county_code={County}", Clerk)).Read<CheckImplementationResponse>();
        var kind = check.Kinds.Single(k => k.Kind == FindingKind.Qualification);
        Assert.Equal((1, 1, 1, 1, 0), (kind.Found, kind.Pushed, kind.Acknowledged, kind.Settled, kind.Open));
        var file = (await gaps.ListUremiaFilesAsync(new() { CountyCode = County }, ClerkByGrpc)).Files.Single(f => f.PersonKey == found.PersonKey);
        Assert.Equal((3, "2026-02-15", Requests.Uraemia), (file.VisitDays, file.LastVisitDate, file.QualifiedDiseaseCode));
    }

    /// <summary>
    /// 3,000.00 of ordinary out-patient care, all in scope: 55 % are 1,650.00, of which the year's limit lets 300.00 be paid; 2,700.00 are left,
    /// one fen more than the line that is set.
    /// </summary>
    [Fact]
    public async Task A_burden_is_found_with_the_line_that_is_set_referred_and_decided_and_a_reversal_takes_it_back()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("BurdenPoorFen", "269999"), ("BurdenOthersFen", "269999"));
        var gaps = new EntitlementGapService.EntitlementGapServiceClient(gateway.Channel);
        var first = (await gateway.Settlements.SettleAsync(Requests.Outpatient("b-1", Requests.You, "2026-02-01", 3_000_00))).Settlement;
        var second = (await gateway.Settlements.SettleAsync(Requests.Outpatient("b-2", Requests.Chen, "2026-02-01", 3_000_00))).Settlement;
        var found = (await gaps.ListFindingsAsync(new() { Kind = FindingKind.Burden }, ClerkByGrpc)).Findings;
        Assert.Equal(2, found.Count);
        var yous = found.Single(f => f.PersonKey == first.PersonKey);
        Assert.Equal((2_700_00, 2_699_99, "2026-02-01", "2026"), (yous.AmountFen, yous.LineFen, yous.SinceDate, yous.Subject));

        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "undo", HospitalCode = Requests.CountyHospital, SettlementId = second.SettlementId, Reason = "录入错误" });
        Assert.Equal(
            FindingStanding.Withdrawn,
            (await gaps.GetFindingAsync(new() { FindingId = found.Single(f => f != yous).FindingId }, ClerkByGrpc)).Standing);

        var refer = new ReferToAidRequest { RequestId = "refer", FindingId = yous.FindingId, Note = "三重保障后负担仍重" };
        var referred = (await gateway.PostAsync($"/v1/findings/{yous.FindingId}:refer", Requests.Json(refer), Clerk)).Read<Finding>();
        Assert.Equal(("clerk", false), (referred.Referral.ReferredBy, referred.Referral.Decided));
        var refused = await DoorError.ByGrpcAsync(gaps.DecideAidAsync(
            new() { RequestId = "?", FindingId = yous.FindingId }, DefaultOperator.By("")));
        Assert.Equal(["medaid-operator REQUIRED", "reason REQUIRED", "request_id FORMAT"], refused.Fields.Order());
        var decided = await gaps.DecideAidAsync(new() { RequestId = "decide", FindingId = yous.FindingId, GrantedFen = 1_000_00 }, ClerkByGrpc);
        Assert.Equal((FindingStanding.Settled, 1_000_00), (decided.Standing, decided.Referral.GrantedFen));

        var measures = (await gateway.GetAsync("/v1/performance:measure?from_date=2026-01-01&to_date=2026-03-31&county_code=141130", Clerk))
            .Read<MeasurePerformanceResponse>();

        // 辰 is the only one of 141130, enrolled in two-disease; the only visit was undone.
        Assert.Equal(
            new BenefitMeasure { CountyCode = "141130", Kind = QualificationKind.TwoDisease, Enrolled = 1 }, Assert.Single(measures.Measures));
        Assert.True((await gaps.RebuildFactsAsync(new() { Start = true }, ClerkByGrpc)).Done);
    }

    private static async Task QualifyAsync(GatewayProcess gateway)
    {
        var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
        var application = await qualifications.ApplyQualificationAsync(
            new()
            {
                RequestId = "apply", IdNumber = Requests.You, Kind = QualificationKind.Chronic, DiseaseCode = Requests.Uraemia,
                EvidenceHospitalCode = Requests.CountyHospital,
            },
            new Metadata { { "medaid-operator", "maker" } });
        await qualifications.DecideQualificationAsync(
            new() { RequestId = "decide", ApplicationId = application.ApplicationId }, new Metadata { { "medaid-operator", "checker" } });
    }

    private static async Task<string> CsvAsync(GatewayProcess gateway, string path, params (string, string)[] headers)
    {
        var file = (await gateway.GetAsync($"{path}:download?format=FILE_FORMAT_CSV", headers)).Read<DownloadFindingListResponse>();
        Assert.EndsWith("-1.csv", file.FileName, StringComparison.Ordinal);
        return Encoding.UTF8.GetString(file.File.Span);
    }
}
