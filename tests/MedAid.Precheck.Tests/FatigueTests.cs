using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;

namespace MedAid.Precheck.Tests;

/// <summary>Nothing repeated that was answered, a rule that nobody heeds, settings of departments, and the time limit.</summary>
public sealed class FatigueTests
{
    private static readonly Dose Restricted = Ward.Item(Codes.Dapagliflozin, price: "61.00");

    [Fact]
    public async Task What_was_answered_in_a_visit_is_not_said_again_in_it_and_is_in_the_next()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var draft = ward.Draft(Care.Outpatient, null, ["I10"], Restricted);
        var card = await ward.CardAsync("restricted-drug", draft);
        await ComplaintTests.RecordAsync(ward, draft.Claim.VisitId, new CardAnswer(card.CardId, Disposition.GoBack, "", "", "1", null));
        await ward.SilentAsync("restricted-drug", draft);
        await ward.CardAsync("restricted-drug", draft with { Claim = draft.Claim with { VisitId = "next" } });
    }

    /// <summary>Twenty answers of which one accepts: 5 % is below 10 %. Two of twenty are not.</summary>
    [Fact]
    public async Task A_check_that_nobody_heeds_steps_back_by_one_with_a_note_and_returns_when_it_is_heeded()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var draft = ward.Draft(Care.Outpatient, null, ["I10"], Restricted);
        var card = await ward.CardAsync("restricted-drug", draft);
        Assert.Equal(Severity.Warning, card.Severity);
        await AnswerAsync(ward, card, "ignored", 18, Disposition.GoOn, "urgent");
        await AnswerAsync(ward, card, "accepted", 1, Disposition.GoBack);
        var nineteen = await ward.AdviseAsync(draft);
        Assert.Equal((Severity.Warning, 0), (Assert.Single(nineteen.Cards, c => c.CheckId == "restricted-drug").Severity, nineteen.Notes.Count));

        await AnswerAsync(ward, card, "accepted", 1, Disposition.GoOn, "urgent");
        Assert.Equal(Severity.Warning, (await ward.CardAsync("restricted-drug", draft)).Severity);
        await AnswerAsync(ward, card, "last", 1, Disposition.GoOn, "urgent");
        var demoted = await ward.AdviseAsync(draft);
        Assert.Equal(Severity.Info, Assert.Single(demoted.Cards, c => c.CheckId == "restricted-drug").Severity);
        Assert.Equal("“限定支付”在本科室近 90 天答复 20 次、采纳 1 次，已降一级提示，请药剂科核对这项检查。", Assert.Single(demoted.Notes));
        var elsewhere = await ward.AdviseAsync(draft with { Claim = draft.Claim with { Department = "肾内科" } });
        Assert.Equal(Severity.Warning, Assert.Single(elsewhere.Cards, c => c.CheckId == "restricted-drug").Severity);
        var line = Assert.Single(await ward.Feedback.ReportAsync(new HospitalCode(Ward.County), Ward.Today, Ward.Today, CancellationToken.None));
        Assert.Equal(("restricted-drug", 20, 1, true), (line.Check.Id, line.Count.Answers, line.Count.Accepted, line.Demoted));

        await AnswerAsync(ward, card, "more", 2, Disposition.GoBack);
        Assert.Equal(Severity.Warning, (await ward.CardAsync("restricted-drug", draft)).Severity);
    }

    [Fact]
    public async Task A_remark_that_nobody_heeds_is_counted_only()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var draft = ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine));
        var card = await ward.CardAsync("centrally-procured", draft);
        await AnswerAsync(ward, card, "ignored", 20, Disposition.GoOn, "noted");
        var advice = await ward.AdviseAsync(draft);
        Assert.DoesNotContain(advice.Cards, c => c.CheckId == "centrally-procured");
        Assert.Contains("集中采购中选药 1 条", advice.RestLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_may_have_a_check_off_or_at_another_severity_on_its_days()
    {
        CheckSetting[] settings =
        [
            new(Hospital: new HospitalCode(Ward.County), Department: "肾内科", Severity: Severity.Info), new(Department: "急诊", On: false, Ends: Ward.Today),
            new(Department: "门诊", On: false, Ends: Ward.Today.AddDays(-1)),
        ];
        await using var ward = Ward.Open(
            Ward.Patient(),
            Ward.Books(change: book => book with
            {
                Checks = [.. book.Checks.Select(c => c.Id == "restricted-drug" ? c with { Settings = settings } : c)],
            }));
        var draft = ward.Draft(Care.Outpatient, null, ["I10"], Restricted);
        Assert.Equal(Severity.Info, (await ward.CardAsync("restricted-drug", draft with { Claim = draft.Claim with { Department = "肾内科" } })).Severity);
        await ward.SilentAsync("restricted-drug", draft with { Claim = draft.Claim with { Department = "急诊" } });
        Assert.Equal(Severity.Warning, (await ward.CardAsync("restricted-drug", draft with { Claim = draft.Claim with { Department = "门诊" } })).Severity);
    }

    [Fact]
    public async Task After_300_milliseconds_there_is_no_opinion_and_it_says_so()
    {
        var stuck = new StuckSql();
        await using var ward = Ward.Open(Ward.Patient(), change: _ => stuck);
        var pending = ward.Advisor.EvaluateAsync(ward.Draft(Care.Outpatient, null, ["I10"], Restricted), CancellationToken.None);
        await stuck.Asked.Task.WaitAsync(Waiting.Longest);
        ward.Time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(pending.IsCompleted);
        ward.Time.Advance(TimeSpan.FromMilliseconds(1));
        var advice = (await pending.WaitAsync(Waiting.Longest)).Value!;
        Assert.Equal((NoOpinion.TimeUp, 0), (advice.NoOpinion, advice.Cards.Count));
    }

    [Fact]
    public async Task Without_the_store_there_is_no_opinion_and_nobody_is_blocked()
    {
        await using var ward = Ward.Open(Ward.Patient(), change: _ => new StuckSql { IsAway = true });
        var answer = await ward.Advisor.EvaluateAsync(ward.Draft(Care.Outpatient, null, ["I10"], Restricted), CancellationToken.None);
        Assert.Equal(NoOpinion.StoreAway, answer.Value!.NoOpinion);
    }

    private sealed class StuckSql : ISqlDatabase
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAway { get; init; }

        public async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                throw new LedgerUnavailableException("away");
            }

            Asked.TrySetResult();
            return await new TaskCompletionSource<T>().Task;
        }

        public Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing is written here");
    }

    /// <summary>Each answer is of another visit: a card of a visit counts once.</summary>
    private static async Task AnswerAsync(Ward ward, Card card, string visits, int count, Disposition disposition, string reason = "")
    {
        for (var i = 0; i < count; i++)
        {
            await ComplaintTests.RecordAsync(ward, $"{visits}-{i}", new CardAnswer(card.CardId, disposition, reason, "", "", null));
        }
    }
}
