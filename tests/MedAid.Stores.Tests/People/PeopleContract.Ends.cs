using MedAid.Core;
using MedAid.People.Qualifications;
using MedAid.People.Storage;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.People;

/// <content>The end of a qualification before its time, the history of what settling read, and what is done about marks.</content>
public abstract partial class PeopleContract
{
    private const string Dialysis = "M07800";

    /// <summary>Approved on 16 March, it holds from the 17th; it ends on the 20th. Settled: the 18th and the 21st.</summary>
    [ContractFact]
    public async Task An_end_before_its_time_ends_the_benefit_on_its_day_and_marks_what_was_settled_afterwards()
    {
        await InsureAsync(1);
        var workflow = Qualifications();
        var id = await QualifiedAsync(workflow);
        await PostAsync(new Visit("kept", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 18) });
        await PostAsync(new Visit("after", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 21) });
        var before = (await Cache.GetAsync(Token(1), Register.FindAsync, None))!;
        Assert.Equal("QUALIFICATION_NOT_HELD", (await EndAsync(workflow, "e1", id, 16)).Fault?.Code);

        var ended = await EndAsync(workflow, "e2", id, 20);
        Assert.Equal((null, 1), (ended.Fault, ended.Value.Marks));
        var after = (await Cache.GetAsync(Token(1), Register.FindAsync, None))!;
        var held = Assert.Single(after.Qualifications);
        Assert.Equal((true, false), (held.HoldsOn(new DateOnly(2026, 3, 19)), held.HoldsOn(new DateOnly(2026, 3, 20))));
        Assert.Equal(before.Version + 1, after.Version);
        Assert.Equal([SettlementIds.Of("after")], (await Store.ListMarksAsync(false, 0, 10, None)).Select(m => m.SettlementId));

        Assert.True((await EndAsync(workflow, "e2", id, 20)).Replayed);
        Assert.Equal("QUALIFICATION_NOT_HELD", (await EndAsync(workflow, "e3", id, 19)).Fault?.Code);
        Assert.Empty((await workflow.RemindAsync(None)).Ending);
        Assert.NotNull(await RunAsync("UPDATE qualification_end SET ended_on = '2026-04-01'"));

        // A roster that comes afterwards does not bring it back.
        await ImportAsync(RosterText.FullList("2026年3月1日", [1]));
        Assert.Equal([held], (await Register.FindAsync(Token(1), None))!.Qualifications);
    }

    /// <summary>Granted on 16 March from that day on. Settled: the 15th, the 16th in the morning, and one of the 16th that was under way.</summary>
    [ContractFact]
    public async Task A_grant_that_holds_from_its_day_marks_what_was_settled_that_day_and_what_was_under_way()
    {
        await InsureAsync(1);
        await PostAsync(new Visit("eve", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 15) });
        await PostAsync(new Visit("morning", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 16) });
        var id = await QualifiedAsync(Qualifications(sameDay: true));
        Assert.Equal([SettlementIds.Of("morning")], (await Store.ListMarksAsync(false, 0, 10, None)).Select(m => m.SettlementId));

        await PostAsync(new Visit("under way", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 16) });
        Assert.False(await Store.RecheckAsync(Clock.Now.AddSeconds(5), Cache, None));
        Assert.True(await Store.RecheckAsync(Clock.Now.AddSeconds(6), Cache, None));
        var marks = await Store.ListMarksAsync(false, 0, 10, None);
        Assert.Equal(
            [(SettlementIds.Of("morning"), id), (SettlementIds.Of("under way"), id)],
            marks.OrderBy(m => m.SettlementId == SettlementIds.Of("under way")).Select(m => (m.SettlementId, m.ImportId)));
    }

    /// <summary>From the next day on: no visit can have been settled yet, and none is under way.</summary>
    [ContractFact]
    public async Task A_grant_from_tomorrow_marks_nothing_and_needs_no_recheck()
    {
        await InsureAsync(1);
        await PostAsync(new Visit("today", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 16) });
        await QualifiedAsync(Qualifications());
        Assert.Empty(await Store.ListMarksAsync(false, 0, 10, None));
        Assert.False(await Store.RecheckAsync(Clock.Now.AddDays(1), Cache, None));
    }

    /// <summary>
    /// Version 1 is the entry of the register, 2 the grant (from 17 March, for a month), 3 its end, 4 the roster, which also brings the first
    /// household.
    /// </summary>
    [ContractFact]
    public async Task Every_state_that_settling_read_is_kept_with_who_made_it_so()
    {
        await InsureAsync(1);
        var workflow = Qualifications();
        var id = await QualifiedAsync(workflow);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await EndAsync(workflow, "e1", id, 20);
        var first = await ImportAsync(RosterText.FullList("2026年3月1日", [1]));

        var versions = await Store.VersionsAsync(new PersonKey(Key(1)), None);
        Assert.Equal([1L, 2, 3, 4], versions.Select(v => v.Person.Version));
        Assert.Equal(["", "审核员", "终止员", "测试员"], versions.Select(v => v.Operator));
        Assert.Equal([id, id, first.ImportId], versions.Skip(1).Select(v => v.ChangedBy));
        Assert.Equal([null, new DateOnly(2026, 4, 17), new DateOnly(2026, 3, 20)], versions.Take(3).Select(v => v.Person.Qualifications.SingleOrDefault()?.Until));
        var household = Assert.Single(await Store.HouseholdsAsync(new PersonKey(Key(1)), None));
        Assert.Equal(("蔚汾镇", "东关村", first.ImportId, "测试员"), (household.Place.Township, household.Place.Village, household.ChangedBy, household.Operator));
        Assert.NotNull(await RunAsync("UPDATE person_version SET body = '{}'"));
        Assert.NotNull(await RunAsync("DELETE FROM household_version"));
    }

    [ContractFact]
    public async Task A_mark_is_resolved_after_review_and_opens_again_when_a_later_change_touches_the_settlement()
    {
        await InsureAsync(1);
        await PostAsync(new Visit("V1", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 10) });
        await ImportAsync(RosterText.Changes("2026年3月1日", [(1, "新识别", "")]));
        var marks = new MarkStore(Database);
        var resolution = Resolution("r1", SettlementIds.Of("V1").Text, MarkOutcome.NoEffect);
        Assert.Equal(1, (await marks.ResolveAsync(resolution, KeyOf(resolution) with { ValidateOnly = true }, None)).Value.Resolved);
        Assert.Single(await Store.ListMarksAsync(false, 0, 10, None));

        Assert.Equal(1, (await ResolvedAsync(marks, resolution)).Value.Resolved);
        Assert.Empty(await Store.ListMarksAsync(false, 0, 10, None));
        var kept = Assert.Single(await Store.ListMarksAsync(true, 0, 10, None));
        Assert.Equal(resolution, kept.Resolution);
        Assert.True((await marks.ResolveAsync(resolution, KeyOf(resolution), None)).Replayed);
        Assert.True((await marks.ResolveAsync(resolution, KeyOf(resolution) with { ContentHash = "other" }, None)).Reused);
        Assert.Equal(MarkFault.NotOpen, (await ResolvedAsync(marks, resolution with { ResolutionId = "r2" })).Fault);

        // The exit on the 9th changes the 10th once more.
        await ImportAsync(RosterText.Changes("2026年3月9日", [(1, "自然减少", "")]));
        var again = Assert.Single(await Store.ListMarksAsync(false, 0, 10, None));
        Assert.Equal((SettlementIds.Of("V1"), true, null), (again.SettlementId, again.Again, again.Resolved));
        Assert.NotNull(await RunAsync("DELETE FROM mark_resolution"));
    }

    /// <summary>To say that it was settled again, the old one has to be undone and the new one to be the same person's.</summary>
    [ContractFact]
    public async Task Settled_again_is_believed_of_a_standing_settlement_of_the_same_person_only()
    {
        await InsureAsync(1);
        await PostAsync(new Visit("V1", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 10) });
        await ImportAsync(RosterText.Changes("2026年3月1日", [(1, "新识别", "")]));
        await PostAsync(new Visit("V2", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 10), Version = 2 });
        await PostAsync(new Visit("X", 100_00) { Person = Key(2) });
        var marks = new MarkStore(Database);
        var resolution = Resolution("r1", SettlementIds.Of("V1").Text, MarkOutcome.SettledAgain) with { AgainSettlementId = SettlementIds.Of("V2") };
        Assert.Equal(MarkFault.AgainUnfit, (await ResolvedAsync(marks, resolution)).Fault);
        await Ledger.ReverseAsync(new Undoing("U1", SettlementIds.Of("V1").Text).Posting(), None).WaitAsync(Patience);
        Assert.Equal(MarkFault.AgainUnfit, (await ResolvedAsync(marks, resolution with { AgainSettlementId = SettlementIds.Of("X") })).Fault);
        Assert.Equal(MarkFault.AgainUnfit, (await ResolvedAsync(marks, resolution with { AgainSettlementId = SettlementIds.Of("V1") })).Fault);
        Assert.Equal(1, (await ResolvedAsync(marks, resolution)).Value.Resolved);
    }

    private static Task<Result<ResolvedMarks>> ResolvedAsync(MarkStore marks, MarkResolution resolution) =>
        marks.ResolveAsync(resolution, KeyOf(resolution), None).WaitAsync(Patience);

    private static WriteKey KeyOf(MarkResolution resolution) => Results.Key(resolution.ResolutionId);

    private MarkResolution Resolution(string id, string settlementId, MarkOutcome outcome) =>
        new(id, new SettlementId(settlementId), outcome, default, "", "复核员", Clock.Now);

    private QualificationWorkflow Qualifications(bool sameDay = false) => new(
        new QualificationStore(Database), Cache, Tokens,
        new DiseaseLists(new Dictionary<string, DiseaseList>
        {
            ["14"] = new([new ListedDisease(Dialysis, "尿毒症透析", true, false, true, 1) { ChronicSameDay = sameDay }]),
        }), Clock);

    private static async Task<string> QualifiedAsync(QualificationWorkflow workflow)
    {
        var applied = await workflow.ApplyAsync(
            RosterText.Id(1), new QualificationDraft(QualificationKind.Chronic, Dialysis, default, 2, [], "受理员"), Results.Key("apply"), None)
            .WaitAsync(Patience);
        var id = applied.Value.Value[0].ApplicationId;
        Assert.Null((await workflow.DecideAsync(id, new Verdict("审核员", null), Results.Key("decide"), None).WaitAsync(Patience)).Fault);
        return id;
    }

    private static Task<Result<Recorded<QualificationApplication>>> EndAsync(QualificationWorkflow workflow, string request, string id, int day) =>
        workflow.EndAsync(
            id, new QualificationEnd(new DateOnly(2026, 3, day), QualificationEndReason.ByRequest, "", "终止员", default),
            Results.Key(request, $"{id} {day}"), None).WaitAsync(Patience);
}
