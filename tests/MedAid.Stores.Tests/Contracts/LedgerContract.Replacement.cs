using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class LedgerContract
{
    [ContractFact]
    public async Task A_replacement_undoes_one_settlement_and_posts_the_other_from_the_counters_without_it()
    {
        // Relief has 1,000.00 a year: 300.00 for the first, 450.00 for the second, of which 100.00 of the bill are given back.
        await PostAsync(new Visit("R1", 600_00));
        var original = (await PostAsync(new Visit("R2", 900_00))).Document!;

        var outcome = await ReplaceAsync(new Visit("N2", 800_00) { VisitId = original.VisitId }, original, "U2");

        Assert.Equal(PostingEffect.Done, outcome.Result);
        Assert.Equal((400_00L, 300_00L), (outcome.Document!.Breakdown.Lines[0].PaidFen, outcome.Document.Breakdown.Counters[0].UsedBeforeFen));
        Assert.Equal(700_00, await UsedFenAsync());
        var undone = (await FindRequestAsync("U2"))!.Settlement!.Document;
        Assert.Equal((SettlementKind.Reversal, original.SettlementId), (undone.Kind, undone.ReversesSettlementId));
        Assert.Equal(undone.SettlementId, (await FindAsync(original.SettlementId.Text))!.ReversedBySettlementId);
        Assert.Equal([1, 1, 2, 1], (await OutboxAsync()).Select(d => (int)d.Kind));
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_replacement_sees_the_room_that_the_settlement_it_replaces_took_up()
    {
        // The whole of the year's 1,000.00 is used by the settlement that is replaced.
        var original = (await PostAsync(new Visit("R1", 2_400_00))).Document!;

        var outcome = await ReplaceAsync(new Visit("N1", 2_200_00) { VisitId = original.VisitId }, original, "U1");

        Assert.Equal((1_000_00L, 1_200_00L), (outcome.Document!.Breakdown.Lines[0].PaidFen, outcome.Document.Breakdown.PatientFen));
        Assert.Equal(1_000_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task Where_the_new_settlement_is_refused_the_other_still_stands()
    {
        var original = (await PostAsync(new Visit("R1", 600_00))).Document!;
        var visit = new Visit("N1", 500_00) { VisitId = original.VisitId };
        var refusing = new ReplacementPosting
        {
            Undo = new Undoing("U1", original.SettlementId.Text).Posting(),
            Settlement = Posting(visit, (_, _) => PostingDecision.Of(new RefusalRecord(Refusal.ExternalAboveRoom, "relief"))),
        };

        var outcome = await Ledger.ReplaceAsync(refusing, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(new RefusalRecord(Refusal.ExternalAboveRoom, "relief"), outcome.Refusal);
        Assert.Null((await FindAsync(original.SettlementId.Text))!.ReversedBySettlementId);
        Assert.Null(await FindRequestAsync("U1"));
        Assert.Equal(300_00, await UsedFenAsync());
        Assert.Equal(Refusal.ExternalAboveRoom, (await FindRequestAsync("N1"))!.Refusal!.Reason);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task What_fails_while_it_is_prepared_leaves_the_other_standing_and_takes_nobody_else_with_it()
    {
        var original = (await PostAsync(new Visit("R1", 600_00))).Document!;
        var failing = new ReplacementPosting
        {
            Undo = new Undoing("U1", original.SettlementId.Text).Posting(),
            Settlement = new Visit("N1", 500_00) { VisitId = original.VisitId, ErrorFen = 1 }.Posting(),
        };

        // The journal of the new one does not balance, so that the database refuses the row.
        var failure = Ledger.ReplaceAsync(failing, CancellationToken.None).WaitAsync(Patience);
        var other = PostAsync(new Visit("R2", 200_00));

        await Assert.ThrowsAnyAsync<Exception>(() => failure);
        Assert.Equal(PostingEffect.Done, (await other).Result);
        Assert.Null((await FindAsync(original.SettlementId.Text))!.ReversedBySettlementId);
        Assert.Equal(400_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_repeated_replacement_gets_its_stored_answer_and_a_second_one_of_the_same_settlement_is_refused()
    {
        var original = (await PostAsync(new Visit("R1", 600_00))).Document!;
        var visit = new Visit("N1", 500_00) { VisitId = original.VisitId };
        var first = await ReplaceAsync(visit, original, "U1");
        await ReopenAsync();

        var again = await ReplaceAsync(visit, original, "U1");
        var second = await ReplaceAsync(new Visit("N2", 400_00) { VisitId = original.VisitId }, original, "U2");

        Assert.Equal(PostingEffect.Replayed, again.Result);
        Same(first.Document!, again.Document);
        Assert.Equal((Refusal.AlreadyReversed, SettlementIds.Of("U1").Text), (second.Refusal!.Reason, second.Refusal.Subject));
        Assert.Equal(250_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task Of_many_replacements_at_once_one_is_done()
    {
        var original = (await PostAsync(new Visit("R1", 600_00))).Document!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            ReplaceAsync(new Visit($"N{i}", 500_00 - i) { VisitId = original.VisitId }, original, $"U{i}")));

        Assert.Single(outcomes, o => o.Document is not null);
        Assert.Equal(7, outcomes.Count(o => o.Refusal?.Reason == Refusal.AlreadyReversed));
        Assert.Empty(await DifferencesAsync());
    }

    private Task<PostingResult> ReplaceAsync(Visit visit, SettlementDocument original, string undoId) => Ledger.ReplaceAsync(
        new ReplacementPosting { Undo = new Undoing(undoId, original.SettlementId.Text).Posting(), Settlement = visit.Posting() },
        CancellationToken.None).WaitAsync(Patience);

    private static SettlementPosting Posting(Visit visit, Func<long[], IReadOnlyList<VisitFacts>, PostingDecision> prepare) => new()
    {
        RequestId = visit.RequestId,
        ContentHash = visit.ContentHash,
        Visit = visit.Key,
        PersonKey = new(visit.Person),
        Scheme = Visit.Scheme,
        CounterKeys = [Visit.Counter],
        Prepare = prepare,
    };

    private async Task<IEnumerable<SettlementDocument>> OutboxAsync() =>
        (await Ledger.ReadOutboxAsync(0, 100, CancellationToken.None).WaitAsync(Patience)).Select(m => m.Document);
}
