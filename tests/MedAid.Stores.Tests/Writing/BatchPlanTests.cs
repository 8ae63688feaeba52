using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Writing;

namespace MedAid.Stores.Tests.Writing;

public sealed class BatchPlanTests
{
    private static readonly CounterKey Relief = new(new PersonKey("P1"), Visit.Scheme, Visit.Counter);

    [Fact]
    public async Task Each_posting_sees_what_the_ones_before_it_did()
    {
        // The cap is 1,000.00 and 900.00 are used: the first takes 60.00, the second the last 40.00, the third nothing.
        var state = new BatchState { Counters = { [Relief] = 900_00 } };
        var works = Works(new Visit("a", 120_00), new Visit("b", 120_00), new Visit("c", 120_00));
        var plan = BatchPlan.Of(works, state);
        plan.Announce();

        Assert.Equal([60_00, 80_00, 120_00], (await OutcomesAsync(works)).Select(o => o.Document!.Breakdown.PatientFen));
        Assert.Equal(1_000_00, Assert.Single(plan.ChangedCounters).Value);
        Assert.Equal(3, plan.Records.Count);
    }

    [Fact]
    public void Each_posting_that_searches_sees_the_visits_of_the_ones_before_it()
    {
        var seen = new List<string>();
        LedgerWork Searching(Visit visit) => LedgerWork.Of(
            new SettlementPosting
            {
                RequestId = visit.RequestId,
                ContentHash = visit.ContentHash,
                Visit = visit.Key,
                PersonKey = new(visit.Person),
                Scheme = Visit.Scheme,
                CounterKeys = [Visit.Counter],
                Search = new VisitSearch(new PersonKey(visit.Person), visit.ServiceDate, visit.ServiceDate, 0),
                Prepare = (used, visits) =>
                {
                    seen.Add($"{visit.RequestId}: {string.Join(' ', visits.Select(v => v.VisitId))}");
                    return visit.Prepare(used);
                },
            },
            default);
        _ = BatchPlan.Of(
            [Searching(new Visit("a", 1_00)), Searching(new Visit("b", 1_00) { Person = "P2" }), Searching(new Visit("c", 1_00))], new BatchState());

        Assert.Equal(["a: ", "b: ", "c: V-a"], seen);
    }

    [Fact]
    public async Task The_second_of_two_equal_requests_in_one_batch_is_a_replay_of_the_first()
    {
        var works = Works(new Visit("a", 120_00), new Visit("a", 120_00), new Visit("a", 999));
        var plan = BatchPlan.Of(works, new BatchState());
        plan.Announce();
        var outcomes = await OutcomesAsync(works);

        Assert.Equal([PostingEffect.Done, PostingEffect.Replayed, PostingEffect.RequestIdReused], outcomes.Select(o => o.Result));
        Assert.Same(outcomes[0].Document, outcomes[1].Document);
        Assert.Single(plan.Records);
    }

    [Fact]
    public async Task A_failed_preparation_leaves_no_trace_in_the_plan()
    {
        var failing = new SettlementPosting
        {
            RequestId = "bad",
            ContentHash = new byte[32],
            Visit = new VisitKey(new HospitalCode("H1"), "V1"),
            Prepare = (_, _) => throw new ArithmeticException("a defect"),
        };
        LedgerWork[] works = [LedgerWork.Of(failing, default), .. Works(new Visit("a", 120_00))];
        var plan = BatchPlan.Of(works, new BatchState());
        plan.Announce();

        await Assert.ThrowsAsync<ArithmeticException>(() => works[0].Outcome);
        Assert.Equal("a", Assert.Single(plan.Records).Record.Document.RequestId);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public async Task A_record_that_answers_another_request_is_a_defect_and_is_not_written()
    {
        var visit = new Visit("a", 120_00);
        var works = new[] { LedgerWork.Of(Posting("b", visit.Prepare), default) };
        var plan = BatchPlan.Of(works, new BatchState());
        plan.Announce();

        await Assert.ThrowsAsync<InvariantBrokenException>(() => works[0].Outcome);
        Assert.Empty(plan.Records);
    }

    [Fact]
    public async Task A_record_that_changes_one_counter_twice_is_a_defect_and_is_not_written()
    {
        var visit = new Visit("a", 120_00);
        var works = new[]
        {
            LedgerWork.Of(
                Posting("a", used => PostingDecision.Of(visit.Prepare(used).Record! with { Changes = [new("x", 1), new("x", 2)] })), default),
        };
        var plan = BatchPlan.Of(works, new BatchState());
        plan.Announce();

        await Assert.ThrowsAsync<InvariantBrokenException>(() => works[0].Outcome);
        Assert.Empty(plan.Records);
        Assert.Empty(plan.ChangedCounters);
    }

    [Fact]
    public async Task A_reversal_of_what_is_not_there_is_a_defect_and_is_not_written()
    {
        var original = new Visit("a", 120_00).Prepare([0]).Record!;
        var reversal = new ReversalPosting
        {
            RequestId = "u",
            ContentHash = new byte[32],
            SettlementId = original.Document.SettlementId,
            Prepare = (_, _) => PostingDecision.Of(original with
            {
                Document = original.Document with
                {
                    RequestId = "u", SettlementId = SettlementIds.Of("u"), ReversesSettlementId = original.Document.SettlementId,
                },
                Changes = [],
            }),
        };
        var works = new[] { LedgerWork.Of(reversal, default) };
        var plan = BatchPlan.Of(works, new BatchState());
        plan.Announce();

        await Assert.ThrowsAsync<InvariantBrokenException>(() => works[0].Outcome);
        Assert.Empty(plan.Records);
    }

    private static LedgerWork[] Works(params Visit[] visits) => [.. visits.Select(v => LedgerWork.Of(v.Posting(), default))];

    private static SettlementPosting Posting(string requestId, Func<long[], PostingDecision> prepare) => new()
    {
        RequestId = requestId,
        ContentHash = new byte[32],
        Visit = new Visit(requestId, 0).Key,
        PersonKey = new("P1"),
        Scheme = Visit.Scheme,
        CounterKeys = [Visit.Counter],
        Prepare = (used, _) => prepare(used),
    };

    private static Task<PostingResult[]> OutcomesAsync(LedgerWork[] works) => Task.WhenAll(works.Select(w => w.Outcome));
}
