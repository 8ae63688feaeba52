using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Applications;
using MedAid.People.Storage;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.People;

/// <content>Applications on paper: step by step, maker and checker, refusal with its notice, what a grant gives. It is 2026-03-16.</content>
public abstract partial class PeopleContract
{
    private static readonly string[] AllPapers = ["diagnosis", "receipts", "history", "insurance_settlement"];

    private static readonly PaperLists PaperLists = new(new Dictionary<string, PaperList>
    {
        ["14"] = new PaperList([.. AllPapers.Select(p => new ListedPaper(p, p, null, null, true, "十一"))]),
    });

    private static readonly ReliefReceipts Stay = new(new HospitalCode("H15010200001"), new DateOnly(2026, 3, 2), 30_000_00, 18_000_00);

    private static readonly Submission Identity = new(
        ApplicantClass.LowIncome, ReliefPurpose.Identity, new CountyCode("141123"), "蔚汾镇", "东关村", AllPapers, [], null);

    private int steps;

    [ContractFact]
    public async Task A_granted_identity_is_settled_by_from_its_day_and_marks_what_was_settled_without_it()
    {
        await InsureAsync(1);
        await PostAsync(new Visit("before", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 2, 28) });
        await PostAsync(new Visit("within", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 10) });
        var remembered = await Cache.GetAsync(Token(1), Register.FindAsync, None);
        var id = await AtCountyAsync(1, Identity);
        await DoneAsync(id, "拟定员", new Proposed(new ReliefGrant(new DateOnly(2026, 3, 1), new DateOnly(2027, 3, 1), 0), []));
        var granted = await DoneAsync(id, "复核员", new Confirmed(true, "", null));

        Assert.Equal((ReliefState.Granted, 1), (granted.Value.Value.State, granted.Value.Marks));
        var person = await Cache.GetAsync(Token(1), Register.FindAsync, None);
        Assert.Equal([new IdentitySpan(IdentityKind.LowIncome, new DateOnly(2026, 3, 1), new DateOnly(2027, 3, 1))], person!.Identities);
        Assert.Equal(remembered!.Version + 1, person.Version);
        var mark = Assert.Single(await Store.ListMarksAsync(false, 0, 10, None));
        Assert.Equal((SettlementIds.Of("within"), id), (mark.SettlementId, mark.ImportId));
        Assert.Equal(id, Assert.Single(await Store.HistoryAsync(new PersonKey(Key(1)), None)).OpenedBy);

        // An entry of the register that changes afterwards leaves it alone.
        await Insured.ImportAsync([Entry(1) with { Person = Entry(1).Person with { Employment = Employment.Retired } }], None);
        Assert.Single((await Register.FindAsync(Token(1), None))!.Identities);
        Assert.Equal(ReliefState.Published, (await DoneAsync(id, "公示员", new ResultPublished(Today, "村务公开栏"))).Value.Value.State);
    }

    /// <summary>Receipts of 30,000 yuan, 18,000 from insurance: 12,000 were borne, and more is never granted.</summary>
    [ContractFact]
    public async Task An_amount_is_granted_up_to_what_the_applicant_bore_and_a_stay_is_paid_once()
    {
        await InsureAsync(1);
        var amount = Identity with { Purpose = ReliefPurpose.Amount, Receipts = Stay };
        var id = await AtCountyAsync(1, amount);
        var above = await StepAsync(id, "拟定员", new Proposed(new ReliefGrant(null, null, 12_000_01), []));
        Assert.Equal("RELIEF_GRANT_UNFIT", above.Fault?.Code);

        await DoneAsync(id, "拟定员", new Proposed(new ReliefGrant(null, null, 12_000_00), []));
        var granted = await DoneAsync(id, "复核员", new Confirmed(true, "", null));
        Assert.Equal((12_000_00L, 0), (granted.Value.Value.Grant!.AmountFen, granted.Value.Changed.Count));
        Assert.Empty((await Register.FindAsync(Token(1), None))!.Identities);
        Assert.Equal("RELIEF_APPLIED_BEFORE", (await SubmitAsync(1, amount)).Fault?.Code);
        Assert.Null((await SubmitAsync(1, amount with { Receipts = Stay with { ServiceDate = new DateOnly(2026, 3, 5) } })).Fault);
    }

    [ContractFact]
    public async Task The_proposal_is_confirmed_by_another_and_may_be_sent_back()
    {
        await InsureAsync(1);
        var id = await AtCountyAsync(1, Identity);
        await DoneAsync(id, "拟定员", new Proposed(new ReliefGrant(Today, null, 0), []));
        Assert.Equal("RELIEF_SAME_OPERATOR", (await StepAsync(id, "拟定员", new Confirmed(true, "", null))).Fault?.Code);
        var back = await DoneAsync(id, "复核员", new Confirmed(false, "金额另核", null));
        Assert.Equal((ReliefState.AtCounty, null), (back.Value.Value.State, back.Value.Value.Decision));
        Assert.Empty((await Register.FindAsync(Token(1), None))!.Identities);
    }

    [ContractFact]
    public async Task A_step_out_of_turn_is_refused_and_says_where_the_application_stands()
    {
        await InsureAsync(1);
        var submitted = (await SubmitAsync(1, Identity with { Papers = ["diagnosis"] })).Value.Value;
        Assert.Equal((ReliefState.AwaitingPapers, 3), (submitted.State, submitted.Missing.Count));
        var early = await StepAsync(submitted.ApplicationId, "受理员", Visited);
        Assert.Equal(("RELIEF_STEP_OUT_OF_TURN", "申请现在是“材料待补”，不能入户调查"), (early.Fault!.Code, early.Fault!.Message));
        var grant = await StepAsync(submitted.ApplicationId, "拟定员", new Proposed(new ReliefGrant(Today, null, 0), []));
        Assert.Equal("RELIEF_STEP_OUT_OF_TURN", grant.Fault?.Code);

        var partly = await DoneAsync(submitted.ApplicationId, "受理员", new PapersAdded(["receipts", "history"], []));
        Assert.Equal(["insurance_settlement"], partly.Value.Value.Missing);
        var whole = await DoneAsync(submitted.ApplicationId, "受理员", new PapersAdded(["insurance_settlement"], []));
        Assert.Equal(ReliefState.AwaitingVisit, whole.Value.Value.State);
        Assert.Equal("RELIEF_APPLICATION_NOT_FOUND", (await StepAsync("A0", "受理员", Visited)).Fault?.Code);
        Assert.Equal("PERSON_NOT_ON_RECORD", (await SubmitAsync(2, Identity)).Fault?.Code);
        Assert.Equal("RELIEF_APPLIED_BEFORE", (await SubmitAsync(1, Identity)).Fault?.Code);
    }

    [ContractFact]
    public async Task A_request_id_stands_for_one_step_and_a_tried_step_leaves_nothing()
    {
        await InsureAsync(1);
        var id = (await SubmitAsync(1, Identity)).Value.Value.ApplicationId;
        var key = Results.Key("visit-1", validateOnly: true);
        Assert.Equal(ReliefState.AwaitingPublicity, (await ReliefWorkflow.RecordAsync(id, Visited, key, "受理员", None)).Value.Value.State);
        Assert.Equal(ReliefState.AwaitingVisit, (await Relief.FindAsync(id, None))!.State);

        key = key with { ValidateOnly = false };
        Assert.False((await ReliefWorkflow.RecordAsync(id, Visited, key, "受理员", None)).Replayed);
        var again = await ReliefWorkflow.RecordAsync(id, Visited, key, "受理员", None);
        Assert.Equal((true, 2), (again.Replayed, again.Value.Value.Steps.Count));
        Assert.True((await ReliefWorkflow.RecordAsync(id, Visited, key with { ContentHash = "other" }, "受理员", None)).Reused);
    }

    /// <summary>
    /// Received on Monday 16 March: the 60th day after it is Friday 15 May (15 days of March, 30 of April, 15 of May), six months end on 16
    /// September. A review is asked for, the refusal is revoked, and the second decision grants.
    /// </summary>
    [ContractFact]
    public async Task A_refusal_gets_a_numbered_notice_and_is_decided_anew_when_a_review_revokes_it()
    {
        await InsureAsync(1);
        await InsureAsync(2);
        var first = await RefusedAsync(2);
        Assert.Equal("[2026]第1号", first.Notice!.Number.ToString());
        var id = (await RefusedAsync(1)).ApplicationId;
        Assert.Equal("[2026]第2号", (await Relief.FindAsync(id, None))!.Notice!.Number.ToString());
        var filed = new AppealFiled(AppealKind.Review, Today, "吕梁市医疗保障局", "家庭收入核算有误");
        Assert.Equal("RELIEF_STEP_OUT_OF_TURN", (await StepAsync(id, "登记员", filed)).Fault?.Code);
        var delivered = await DoneAsync(id, "送达员", new NoticeDelivered(Today, "直接送达"));
        Assert.Equal((new DateOnly(2026, 5, 15), new DateOnly(2026, 9, 16)), (delivered.Value.Value.Notice!.ReviewBy, delivered.Value.Value.Notice!.SuitBy));

        Assert.True((await DoneAsync(id, "登记员", filed)).Value.Value.Appeals[0].InTime);
        foreach (var partial in (string[])["登记员", "拟定员", "复核员"])
        {
            Assert.Equal("RELIEF_SAME_OPERATOR", (await StepAsync(id, partial, new AppealDecided(AppealOutcome.Revoked, Today, ""))).Fault?.Code);
        }

        var revoked = await DoneAsync(id, "法规员", new AppealDecided(AppealOutcome.Revoked, Today, "复议决定书"));
        Assert.Equal(ReliefState.AtCounty, revoked.Value.Value.State);
        await DoneAsync(id, "拟定员", new Proposed(new ReliefGrant(Today, null, 0), []));
        Assert.Equal(ReliefState.Granted, (await DoneAsync(id, "复核员", new Confirmed(true, "", null))).Value.Value.State);
        Assert.Equal([first.ApplicationId], (await Relief.ListAsync(new CountyCode("141123"), ReliefState.Refused, default, 0, 10, None)).Select(a => a.ApplicationId));
    }

    /// <summary>Handed in on 2 March, refused on 5 March and delivered on 6 March; all recorded on 16 March.</summary>
    [ContractFact]
    public async Task A_decision_that_is_recorded_later_is_of_its_own_day()
    {
        await InsureAsync(1);
        var id = (await SubmitAsync(1, Identity with { ReceivedOn = new DateOnly(2026, 3, 2) })).Value.Value.ApplicationId;
        await DoneAsync(id, "拟定员", new Proposed(null, [new FailedRule("三", "家庭困难")]));
        var early = await StepAsync(id, "复核员", new Confirmed(true, "", null) { On = new DateOnly(2026, 3, 1) });
        Assert.Equal("复核的日期不对，要在 2026-03-02 和今天之间", early.Fault?.Message);
        await DoneAsync(id, "复核员", new Confirmed(true, "", null) { On = new DateOnly(2026, 3, 5) });
        Assert.Equal("DATE_UNFIT", (await StepAsync(id, "送达员", new NoticeDelivered(new DateOnly(2026, 3, 4), ""))).Fault?.Code);
        var delivered = await DoneAsync(id, "送达员", new NoticeDelivered(new DateOnly(2026, 3, 6), "直接送达"));
        Assert.Equal(
            (new DateOnly(2026, 3, 5), new DateOnly(2026, 5, 5)), (delivered.Value.Value.Notice!.IssuedOn, delivered.Value.Value.Notice!.ReviewBy));
    }

    /// <summary>Received on 16 March: the suit of 17 September is a day late and recorded all the same; the court may hear it.</summary>
    [ContractFact]
    public async Task A_review_that_upholds_leaves_the_suit_and_a_late_one_is_shown_as_late()
    {
        await InsureAsync(1);
        var id = (await RefusedAsync(1)).ApplicationId;
        await DoneAsync(id, "送达员", new NoticeDelivered(Today, "直接送达"));
        var review = new AppealFiled(AppealKind.Review, Today, "吕梁市医疗保障局", "");
        await DoneAsync(id, "登记员", review);
        Assert.Equal(ReliefState.Refused, (await DoneAsync(id, "法规员", new AppealDecided(AppealOutcome.Upheld, Today, ""))).Value.Value.State);
        Assert.Equal("RELIEF_STEP_OUT_OF_TURN", (await StepAsync(id, "登记员", review)).Fault?.Code);

        Clock.Advance(TimeSpan.FromDays(185));
        var suit = await DoneAsync(id, "登记员", new AppealFiled(AppealKind.Suit, new DateOnly(2026, 9, 17), "兴县人民法院", ""));
        Assert.Equal([(AppealKind.Review, true), (AppealKind.Suit, false)], suit.Value.Value.Appeals.Select(a => (a.Filing.Kind, a.InTime)));
        var dropped = await DoneAsync(id, "法规员", new AppealDecided(AppealOutcome.Dropped, new DateOnly(2026, 9, 17), "不予立案"));
        Assert.Equal(ReliefState.Refused, dropped.Value.Value.State);
    }

    [ContractFact]
    public async Task An_application_that_was_taken_back_may_be_made_anew_and_a_decided_one_is_not_taken_back()
    {
        await InsureAsync(1);
        var id = (await SubmitAsync(1, Identity)).Value.Value.ApplicationId;
        Assert.Equal(ReliefState.Withdrawn, (await DoneAsync(id, "受理员", new Withdrawn("另行申请"))).Value.Value.State);
        Assert.Equal("RELIEF_STEP_OUT_OF_TURN", (await StepAsync(id, "受理员", Visited)).Fault?.Code);
        var refused = await RefusedAsync(1);
        Assert.Equal("RELIEF_STEP_OUT_OF_TURN", (await StepAsync(refused.ApplicationId, "受理员", new Withdrawn(""))).Fault?.Code);
    }

    /// <summary>The visit found no hardship: it is not displayed, and a refusal is all that may be proposed.</summary>
    [ContractFact]
    public async Task What_the_visit_did_not_confirm_is_not_displayed_and_cannot_be_granted()
    {
        await InsureAsync(1);
        var id = (await SubmitAsync(1, Identity)).Value.Value.ApplicationId;
        await DoneAsync(id, "受理员", Visited with { HardshipConfirmed = false });
        var display = await StepAsync(id, "受理员", new Publicised(Today, Today, "村务公开栏"));
        Assert.Equal(("RELIEF_STEP_OUT_OF_TURN", true), (display.Fault?.Code, display.Fault!.Message.Contains("拟不予救助", StringComparison.Ordinal)));
        Assert.Equal("RELIEF_STEP_OUT_OF_TURN", (await StepAsync(id, "拟定员", new Proposed(new ReliefGrant(Today, null, 0), []))).Fault?.Code);
        Assert.Null((await StepAsync(id, "拟定员", new Proposed(null, [new FailedRule("三", "家庭困难")]))).Fault);
    }

    /// <summary>A key object by the roster of 1 March; the stay of 2 March was not filed.</summary>
    [ContractFact]
    public async Task A_key_object_who_was_treated_elsewhere_without_filing_applies_on_paper()
    {
        await InsureAsync(1);
        var unfiled = Identity with { Class = ApplicantClass.UnfiledOutOfArea, Purpose = ReliefPurpose.Amount, Receipts = Stay };
        Assert.Equal("RELIEF_NOT_KEY_OBJECT", (await SubmitAsync(1, unfiled)).Fault?.Code);
        await ImportAsync(RosterText.FullList("2026年3月1日", [1]));
        var submitted = await SubmitAsync(1, unfiled);
        Assert.Equal(ReliefState.AwaitingVisit, submitted.Value.Value.State);
        Assert.Null(submitted.Value.Value.Identity);
    }

    [ContractFact]
    public async Task What_was_recorded_of_an_application_is_never_changed_or_deleted()
    {
        await InsureAsync(1);
        await RefusedAsync(1);
        string[] forgeries =
        [
            "UPDATE relief_step SET operator = 'x'", "DELETE FROM relief_step", "UPDATE relief_application SET person_key = 'x', steps = steps + 1",
            "UPDATE relief_application SET state = 7", "DELETE FROM relief_application", "UPDATE refusal_notice SET notice_number = 9",
            "DELETE FROM refusal_notice",
        ];
        foreach (var forgery in forgeries)
        {
            Assert.NotNull(await RunAsync(forgery));
        }
    }

    private static DateOnly Today => new(2026, 3, 16);

    private static HomeVisited Visited => new(Today, ["甲", "乙"], "村主任", true, true, "");

    private async Task<ReliefApplication> RefusedAsync(int number)
    {
        var id = (await SubmitAsync(number, Identity)).Value.Value.ApplicationId;
        await DoneAsync(id, "拟定员", new Proposed(null, [new FailedRule("晋医保发〔2019〕46号 三", "低收入家庭六十周岁以上的老年人")]));
        return (await DoneAsync(id, "复核员", new Confirmed(true, "", null))).Value.Value;
    }

    private async Task<string> AtCountyAsync(int number, Submission submission)
    {
        var id = (await SubmitAsync(number, submission)).Value.Value.ApplicationId;
        await DoneAsync(id, "受理员", Visited);
        await DoneAsync(id, "受理员", new Publicised(Today, Today, "村务公开栏"));
        var early = await StepAsync(id, "受理员", new Reported(""));
        Assert.Equal("DATE_UNFIT", early.Fault?.Code);
        Clock.Advance(TimeSpan.FromDays(1));
        await DoneAsync(id, "受理员", new Reported(""));
        Clock.MoveTo(Clock.Now.AddDays(-1));
        return id;
    }

    private Task<Result<Recorded<ReliefApplication>>> SubmitAsync(int number, Submission submission) =>
        ReliefWorkflow.SubmitAsync(RosterText.Id(number), submission, NextKey(), "受理员", None).WaitAsync(Patience);

    private async Task<Result<Recorded<ReliefApplication>>> DoneAsync(string id, string by, ReliefAct act)
    {
        var outcome = await StepAsync(id, by, act);
        Assert.Null(outcome.Fault?.Message);
        return outcome;
    }

    private Task<Result<Recorded<ReliefApplication>>> StepAsync(string id, string by, ReliefAct act) =>
        ReliefWorkflow.RecordAsync(id, act, NextKey(), by, None).WaitAsync(Patience);

    private WriteKey NextKey()
    {
        steps++;
        return Results.Key($"step-{steps}");
    }
}
