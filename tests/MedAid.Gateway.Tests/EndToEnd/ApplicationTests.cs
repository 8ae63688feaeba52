using Grpc.Core;
using MedAid.Contract.People.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Applications on paper through both doors of a real gateway.</summary>
public sealed class ApplicationTests
{
    private static readonly Metadata Maker = By("王受理");
    private static readonly Metadata Checker = By("李复核");

    [Fact]
    public async Task A_refusal_is_proposed_by_one_confirmed_by_another_and_its_notice_printed_for_who_may_see_names()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var applications = new ApplicationService.ApplicationServiceClient(gateway.Channel);
        var submitted = (await applications.SubmitApplicationAsync(Submission("a1"), Maker)).Application;
        Assert.Equal((ApplicationState.AwaitingPapers, "receipts"), (submitted.State, submitted.MissingPapers[0]));
        var early = await DoorError.ByGrpcAsync(applications.RecordStepAsync(
            Step("a2", submitted, s => s.Report = new ReportStep()), Maker));
        Assert.Equal(("RELIEF_STEP_OUT_OF_TURN", "申请现在是“材料待补”，不能上报县级"), (early.Reason, early.Chinese.Message));

        var refuse = Step("a3", submitted, s => s.Proposal = new ProposalStep
        {
            FailedRules = { new FailedRule { Cite = "晋医保发〔2019〕46号 三", Text = "低收入家庭六十周岁以上的老年人" } },
        });
        await applications.RecordStepAsync(refuse, Maker);
        var confirm = Step("a4", submitted, s => s.Confirmation = new ConfirmationStep { Agreed = true });
        Assert.Equal("RELIEF_SAME_OPERATOR", (await DoorError.ByGrpcAsync(applications.RecordStepAsync(confirm, Maker))).Reason);
        var refused = await applications.RecordStepAsync(confirm, Checker);
        Assert.Equal(ApplicationState.Refused, refused.Application.State);
        Assert.True((await applications.RecordStepAsync(confirm, Checker)).Replayed);

        var ask = new GetRefusalNoticeRequest { ApplicationId = submitted.ApplicationId };
        var masked = await applications.GetRefusalNoticeAsync(ask, Maker);
        Assert.Contains("申请人 样*：", masked.Text, StringComparison.Ordinal);
        var seen = await applications.GetRefusalNoticeAsync(ask, new Metadata { Maker[0], { "medaid-role", "insurance_office" } });
        Assert.Contains("申请人 样例酉：", seen.Text, StringComparison.Ordinal);
        Assert.Contains(seen.NoticeNumber, seen.Html, StringComparison.Ordinal);
        Assert.Empty(PaperText.FaultsOfPage(seen.Html));
        Assert.Equal(
            [refused.Application.ApplicationId],
            (await applications.ListApplicationsAsync(new() { State = ApplicationState.Refused, CountyCode = "141123" }, Maker))
                .Applications.Select(a => a.ApplicationId));
        Assert.Equal(3, (await applications.GetApplicationAsync(new() { ApplicationId = submitted.ApplicationId }, Maker)).Steps.Count);
    }

    /// <summary>Handed in on 2 March 2026, visited on the 3rd, the missing papers handed in on the 4th; all recorded months later.</summary>
    [Fact]
    public async Task Papers_of_an_earlier_day_are_dated_when_they_came_and_no_step_before_them()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var applications = new ApplicationService.ApplicationServiceClient(gateway.Channel);
        var future = Submission("c0");
        future.ReceivedDate = "2199-01-01";
        var early = await DoorError.ByGrpcAsync(applications.SubmitApplicationAsync(future, Maker));
        Assert.Equal(["received_date DATE_UNFIT"], early.Fields);
        var slip = Submission("c0");
        (slip.Purpose, slip.Receipts) = (ApplicationPurpose.Amount, new Receipts
        {
            HospitalCode = Requests.CountyHospital, ServiceDate = "2026-02-01", TotalFen = 1_000_000_001,
        });
        Assert.Equal(["receipts.total_fen OUT_OF_RANGE"], (await DoorError.ByGrpcAsync(applications.SubmitApplicationAsync(slip, Maker))).Fields);
        (slip.Receipts.ServiceDate, slip.Receipts.TotalFen) = ("2199-01-01", 100_00);
        Assert.Equal(["received_date DATE_UNFIT"], (await DoorError.ByGrpcAsync(applications.SubmitApplicationAsync(slip, Maker))).Fields);
        var submission = Submission("c1");
        submission.ReceivedDate = "2026-03-02";
        var submitted = (await applications.SubmitApplicationAsync(submission, Maker)).Application;
        Assert.Equal("2026-03-02", submitted.SubmittedDate);

        RecordStepRequest Papers(string id, string day) => Step(id, submitted, s => s.Papers = new PapersStep
        {
            Papers = { submitted.MissingPapers }, ReceivedDate = day,
        });
        RecordStepRequest Visit(string id, string day) => Step(id, submitted, s => s.Visit = new VisitStep
        {
            VisitDate = day, Visitors = { "甲" }, VillageHelper = "乙", IllnessConfirmed = true, HardshipConfirmed = true,
        });
        Assert.Equal(["step DATE_UNFIT"], (await DoorError.ByGrpcAsync(applications.RecordStepAsync(Papers("c2", "2026-03-01"), Maker))).Fields);
        await applications.RecordStepAsync(Papers("c3", "2026-03-04"), Maker);
        Assert.Equal(["step DATE_UNFIT"], (await DoorError.ByGrpcAsync(applications.RecordStepAsync(Visit("c4", "2026-03-01"), Maker))).Fields);
        await applications.RecordStepAsync(Visit("c5", "2026-03-03"), Maker);

        await applications.RecordStepAsync(
            Step("c6", submitted, s => s.Proposal = new ProposalStep { FailedRules = { new FailedRule { Cite = "三", Text = "不符合" } } }), Maker);
        await applications.RecordStepAsync(Step("c7", submitted, s => s.Confirmation = new ConfirmationStep { Agreed = true }), Checker);
        var notice = await applications.GetRefusalNoticeAsync(new() { ApplicationId = submitted.ApplicationId }, Maker);
        Assert.Contains("你于2026年3月2日提交的医疗救助申请收悉", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_fields_are_named_at_once_and_both_doors_say_the_same()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var applications = new ApplicationService.ApplicationServiceClient(gateway.Channel);
        var bad = Submission("b 1");
        (bad.IdNumber, bad.Township, bad.Purpose, bad.Village) = ("1", "", ApplicationPurpose.Amount, $"村民{Requests.You}");
        bad.Papers.Add("passport");
        var error = await DoorError.ByGrpcAsync(applications.SubmitApplicationAsync(bad, DefaultOperator.By("")));
        Assert.Equal(
            [
                "id_number CHECKSUM", "medaid-operator REQUIRED", "papers UNKNOWN_WORD", "receipts REQUIRED", "request_id FORMAT",
                "township REQUIRED", "village ID_NUMBER_INSIDE",
            ],
            error.Fields.Order());
        error.AssertSame(await DoorError.ByHttpAsync(gateway.PostAsync("/v1/applications:submit", bad, DefaultOperator.HeaderOf(""))));

        var none = await DoorError.ByGrpcAsync(applications.RecordStepAsync(new() { RequestId = "b2", ApplicationId = "A0" }, Maker));
        Assert.Equal(["step REQUIRED"], none.Fields);
        var unknown = Step("b3", new Application { ApplicationId = "A0" }, s => s.Withdrawal = new WithdrawalStep());
        Assert.Equal("RELIEF_APPLICATION_NOT_FOUND", (await DoorError.ByGrpcAsync(applications.RecordStepAsync(unknown, Maker))).Reason);
        Assert.Contains("晋医保发〔2019〕46号 十一", (await applications.ListPapersAsync(new() { CountyCode = "141123" })).Papers.Select(p => p.Cite));
    }

    private static Metadata By(string name) => new() { { "medaid-operator", Uri.EscapeDataString(name) } };

    private static SubmitApplicationRequest Submission(string requestId) => new()
    {
        RequestId = requestId, IdNumber = Requests.You, ApplicantClass = ApplicantClass.LowIncome, Purpose = ApplicationPurpose.Identity,
        CountyCode = "141123", Township = "蔚汾镇", Village = "东关村", Papers = { "diagnosis" },
    };

    private static RecordStepRequest Step(string requestId, Application application, Action<RecordStepRequest> with)
    {
        var request = new RecordStepRequest { RequestId = requestId, ApplicationId = application.ApplicationId };
        with(request);
        return request;
    }
}
