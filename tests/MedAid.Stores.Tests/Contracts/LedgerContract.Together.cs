using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class LedgerContract
{
    [ContractFact]
    public async Task Fifty_visits_of_one_person_at_once_never_pass_the_cap()
    {
        // Each would take 50.00 of a cap of 1,000.00: twenty get it whole, thirty get nothing.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => PostAsync(new Visit($"R{i}", 100_00))));

        Assert.Equal(20, outcomes.Count(o => o.Document!.Breakdown.PatientFen == 50_00));
        Assert.Equal(30, outcomes.Count(o => o.Document!.Breakdown.PatientFen == 100_00));
        Assert.Equal(1_000_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task Of_many_equal_requests_at_once_one_is_done_and_all_get_its_document()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(new Visit("R1", 100_00))));

        Assert.Single(outcomes, o => o.Result == PostingEffect.Done);
        Assert.Equal(49, outcomes.Count(o => o.Result == PostingEffect.Replayed));
        Assert.All(outcomes, o => Same(outcomes[0].Document!, o.Document));
        Assert.Equal(50_00, await UsedFenAsync());
    }

    [ContractFact]
    public async Task A_posting_whose_preparation_fails_fails_alone()
    {
        using var held = await HeldWriter.OfAsync(Ledger);
        var good = Enumerable.Range(0, 20).Select(i => PostAsync(new Visit($"R{i}", 10_00))).ToArray();
        var defect = new SettlementPosting
        {
            RequestId = "bad",
            ContentHash = new byte[32],
            Visit = new VisitKey(new HospitalCode("H1"), "V1"),
            PersonKey = new("P1"),
            Scheme = Visit.Scheme,
            CounterKeys = [Visit.Counter],
            Prepare = (_, _) => throw new ArithmeticException("a defect of the split"),
        };
        var bad = Ledger.PostAsync(defect, CancellationToken.None).WaitAsync(Patience);
        var later = PostAsync(new Visit("R20", 10_00));
        await held.ReleaseAsync();

        await Assert.ThrowsAsync<ArithmeticException>(() => bad);
        Assert.All(await Task.WhenAll([.. good, later]), o => Assert.Equal(PostingEffect.Done, o.Result));
        Assert.Null(await FindRequestAsync("bad"));
        Assert.Equal(21 * 5_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_record_that_the_database_refuses_fails_alone_and_its_id_stays_free()
    {
        using var held = await HeldWriter.OfAsync(Ledger);
        var good = Enumerable.Range(0, 20).Select(i => PostAsync(new Visit($"R{i}", 10_00))).ToArray();
        var bad = PostAsync(new Visit("bad", 10_00) { ErrorFen = 1 });
        var later = PostAsync(new Visit("R20", 10_00));
        await held.ReleaseAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        Assert.All(await Task.WhenAll([.. good, later]), o => Assert.Equal(PostingEffect.Done, o.Result));
        Assert.Equal(21 * 5_00, await UsedFenAsync());
        Assert.Null(await FindRequestAsync("bad"));
        Assert.Equal(PostingEffect.Done, (await PostAsync(new Visit("bad", 10_00))).Result);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_journal_that_does_not_balance_is_refused_by_the_database_and_is_no_outage()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => PostAsync(new Visit("R1", 100_00) { ErrorFen = -1 }));

        Assert.IsNotType<LedgerUnavailableException>(failure);
        Assert.IsNotType<LedgerUnknownException>(failure);
        Assert.Null(await FindRequestAsync("R1"));
        Assert.Equal(0, await UsedFenAsync());
    }

    [ContractFact]
    public async Task A_change_that_would_take_a_counter_below_zero_is_refused()
    {
        await PostAsync(new Visit("R1", 100_00));
        var visit = new Visit("R2", 100_00);
        var posting = new SettlementPosting
        {
            RequestId = "R2",
            ContentHash = visit.ContentHash,
            Visit = visit.Key,
            PersonKey = new("P1"),
            Scheme = Visit.Scheme,
            CounterKeys = [Visit.Counter],
            Prepare = (used, _) => PostingDecision.Of(visit.Prepare(used).Record! with { Changes = [new CounterChange(Visit.Counter, -50_01)] }),
        };

        await Assert.ThrowsAnyAsync<Exception>(() => Ledger.PostAsync(posting, CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(50_00, await UsedFenAsync());
        Assert.Null(await FindRequestAsync("R2"));
    }

    [ContractFact]
    public async Task A_full_queue_tells_the_next_caller_to_come_back()
    {
        using var held = await HeldWriter.OfAsync(Ledger);
        var waiting = Enumerable.Range(0, Limits.WaitingMax).Select(i => PostAsync(new Visit($"R{i}", 2) { Person = $"P{i}" })).ToArray();

        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync(new Visit("one too many", 2)));
        await held.ReleaseAsync();

        Assert.True(refused.Busy);
        Assert.All(await Task.WhenAll(waiting).WaitAsync(Patience), o => Assert.Equal(PostingEffect.Done, o.Result));
        Assert.Null(await FindRequestAsync("one too many"));
    }

    [ContractFact]
    public async Task A_posting_that_is_cancelled_while_it_waits_writes_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        using var held = await HeldWriter.OfAsync(Ledger);
        var posting = Ledger.PostAsync(new Visit("R1", 100_00).Posting(), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => posting.WaitAsync(Patience));
        await held.ReleaseAsync();
        Assert.Equal(PostingEffect.Done, (await PostAsync(new Visit("R2", 20_00))).Result);
        Assert.Null(await FindRequestAsync("R1"));
        Assert.Equal(10_00, await UsedFenAsync());
    }

    [ContractFact]
    public async Task Closing_writes_what_was_waiting()
    {
        using var held = await HeldWriter.OfAsync(Ledger);
        var waiting = Enumerable.Range(0, 5).Select(i => PostAsync(new Visit($"R{i}", 10_00))).ToArray();
        var closing = CloseAsync();
        await held.ReleaseAsync();
        await closing;

        Assert.All(await Task.WhenAll(waiting), o => Assert.Equal(PostingEffect.Done, o.Result));
        Ledger = await OpenAsync();
        Assert.Equal(25_00, await UsedFenAsync());
    }
}
