using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class LedgerContract
{
    [ContractFact]
    public async Task A_reversal_mirrors_the_original_to_the_fen_and_gives_the_counters_back()
    {
        await PostAsync(new Visit("R1", 100_01));
        var original = (await PostAsync(new Visit("R2", 300_03))).Document!;
        var outcome = await ReverseAsync(new Undoing("U2", original.SettlementId.Text));

        // 50.00 (half of 100.01, floored) stay; the 150.01 of the second go back.
        Assert.Equal(PostingEffect.Done, outcome.Result);
        Assert.Equal(50_00, await UsedFenAsync());
        Assert.Equal(
            [300_03, -150_02, -150_01], (await FindAsync(outcome.Document!.SettlementId.Text))!.Document.Entries.Select(e => e.AmountFen.Value));
        Assert.Equal(outcome.Document.SettlementId, (await FindAsync(original.SettlementId.Text))!.ReversedBySettlementId);
        Assert.Equal(
            outcome.Document.SettlementId, (await FindRequestAsync("R2"))!.Settlement!.ReversedBySettlementId);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_settlement_is_reversed_once()
    {
        var original = (await PostAsync(new Visit("R1", 300_00))).Document!;
        var first = await ReverseAsync(new Undoing("U1", original.SettlementId.Text));
        var second = await ReverseAsync(new Undoing("U2", original.SettlementId.Text));

        Assert.Equal(new RefusalRecord(Refusal.AlreadyReversed, first.Document!.SettlementId.Text), second.Refusal);
        Assert.Equal(0, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_repeated_reversal_gets_its_stored_answer()
    {
        var original = (await PostAsync(new Visit("R1", 300_00))).Document!;
        var first = await ReverseAsync(new Undoing("U1", original.SettlementId.Text));
        await ReopenAsync();
        var again = await ReverseAsync(new Undoing("U1", original.SettlementId.Text));

        Assert.Equal(PostingEffect.Replayed, again.Result);
        Same(first.Document!, again.Document);
        Assert.Equal(0, await UsedFenAsync());
    }

    [ContractFact]
    public async Task The_same_reversal_id_with_another_reason_is_refused()
    {
        var original = (await PostAsync(new Visit("R1", 300_00))).Document!;
        await ReverseAsync(new Undoing("U1", original.SettlementId.Text));
        var other = await ReverseAsync(new Undoing("U1", original.SettlementId.Text) { Reason = "换一个理由" });

        Assert.Equal(PostingEffect.RequestIdReused, other.Result);
    }

    [ContractFact]
    public async Task Neither_a_reversal_nor_an_unknown_settlement_can_be_reversed()
    {
        var original = (await PostAsync(new Visit("R1", 300_00))).Document!;
        var reversal = (await ReverseAsync(new Undoing("U1", original.SettlementId.Text))).Document!;

        var ofReversal = await ReverseAsync(new Undoing("U2", reversal.SettlementId.Text));
        var ofUnknown = await ReverseAsync(new Undoing("U3", "S0123456789ABCDEF01234567"));

        Assert.Equal(new RefusalRecord(Refusal.NotReversible, reversal.SettlementId.Text), ofReversal.Refusal);
        Assert.Equal(new RefusalRecord(Refusal.SettlementNotFound), ofUnknown.Refusal);
        Assert.Equal(ofUnknown.Refusal, (await FindRequestAsync("U3"))!.Refusal);
        Assert.Equal(0, await UsedFenAsync());
    }

    [ContractFact]
    public async Task What_a_reversal_gave_back_can_be_used_again()
    {
        // Half of 2,000.00 uses up the cap of 1,000.00.
        var original = (await PostAsync(new Visit("R1", 2_000_00))).Document!;
        await ReverseAsync(new Undoing("U1", original.SettlementId.Text));
        var next = (await PostAsync(new Visit("R2", 600_00))).Document!;

        Assert.Equal(300_00, next.Breakdown.PatientFen);
        Assert.Equal(300_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task Of_many_reversals_at_once_one_is_done_and_the_others_are_told_which()
    {
        var original = (await PostAsync(new Visit("R1", 300_00))).Document!;
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => ReverseAsync(new Undoing($"U{i}", original.SettlementId.Text))));

        var done = Assert.Single(outcomes, o => o.Document is not null).Document!;
        Assert.All(
            outcomes.Where(o => o.Document is null),
            o => Assert.Equal(new RefusalRecord(Refusal.AlreadyReversed, done.SettlementId.Text), o.Refusal));
        Assert.Equal(0, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_settlement_and_its_reversal_may_be_written_together()
    {
        using var held = await HeldWriter.OfAsync(Ledger);
        var settling = PostAsync(new Visit("R1", 300_00));
        var reversing = ReverseAsync(new Undoing("U1", SettlementIds.Of("R1").Text));
        await held.ReleaseAsync();

        Assert.Equal(PostingEffect.Done, (await settling).Result);
        Assert.Equal(SettlementKind.Reversal, (await reversing).Document!.Kind);
        Assert.Equal(0, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }
}
