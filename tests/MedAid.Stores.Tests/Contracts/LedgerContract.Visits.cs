using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class LedgerContract
{
    [ContractFact]
    public async Task A_visit_stands_settled_once_and_again_after_its_reversal()
    {
        var first = (await PostAsync(Of("R1"))).Document!;
        var second = await PostAsync(Of("R2"));
        Assert.Equal((PostingEffect.Done, null), (second.Result, second.Document));
        Assert.Equal(new RefusalRecord(Refusal.VisitAlreadySettled, first.SettlementId.Text), second.Refusal);
        Assert.Equal(first.SettlementId, await StandingAsync());

        // Half of 100.00, once. Another visit of the person and the same id at another hospital are other visits.
        Assert.Equal(50_00, await UsedFenAsync());
        Assert.NotNull((await PostAsync(new Visit("R3", 100_00))).Document);
        Assert.NotNull((await PostAsync(Of("R4") with { Hospital = "H9" })).Document);

        await ReverseAsync(new Undoing("U1", first.SettlementId.Text));
        Assert.Null(await StandingAsync());
        Assert.Equal(second.Refusal, (await PostAsync(Of("R2"))).Refusal);
        var again = (await PostAsync(Of("R5"))).Document!;
        Assert.Equal(again.SettlementId, await StandingAsync());
        Assert.Equal(3 * 50_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task In_one_batch_only_the_second_settlement_of_a_visit_is_refused()
    {
        using var held = await HeldWriter.OfAsync(Ledger);
        var visits = Enumerable.Range(0, 20).Select(i => PostAsync(new Visit($"R{i}", 10_00))).ToArray();
        var twice = Enumerable.Range(0, 5).Select(i => PostAsync(Of($"T{i}") with { Person = $"P{i}" })).ToArray();
        var later = PostAsync(new Visit("R20", 10_00));
        await held.ReleaseAsync();

        Assert.All(await Task.WhenAll([.. visits, later]), o => Assert.NotNull(o.Document));
        var outcomes = await Task.WhenAll(twice);
        var standing = Assert.Single(outcomes, o => o.Document is not null).Document!.SettlementId;
        Assert.Equal(4, outcomes.Count(o => o.Refusal == new RefusalRecord(Refusal.VisitAlreadySettled, standing.Text)));
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task In_one_batch_a_visit_is_settled_reversed_and_settled_again()
    {
        var first = (await PostAsync(Of("R1"))).Document!;
        using var held = await HeldWriter.OfAsync(Ledger);
        var undone = ReverseAsync(new Undoing("U1", first.SettlementId.Text));
        var second = PostAsync(Of("R2"));
        var undoneAgain = ReverseAsync(new Undoing("U2", SettlementIds.Of("R2").Text));
        var third = PostAsync(Of("R3"));
        await held.ReleaseAsync();

        Assert.All(await Task.WhenAll(undone, second, undoneAgain, third), o => Assert.NotNull(o.Document));
        Assert.Equal(SettlementIds.Of("R3"), await StandingAsync());
        Assert.Equal(50_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task The_database_itself_refuses_a_second_standing_settlement_and_the_proof_names_one()
    {
        var first = (await PostAsync(Of("R1"))).Document!;
        var second = (await PostAsync(Of("R2") with { VisitId = "V-other" })).Document!;
        Assert.NotNull(await RunAsync(
            $"INSERT INTO standing_visit SELECT hospital_code, visit_id, batch, '{second.SettlementId}' FROM standing_visit WHERE visit_id = 'V-same'"));
        Assert.NotNull(await RunAsync("UPDATE standing_visit SET settlement_id = 'S1'"));

        // A forger takes the row of the first away, so that the visit can be settled again.
        Assert.Null(await RunAsync("DELETE FROM standing_visit WHERE visit_id = 'V-same'"));
        Assert.Equal([$"结算 {first.SettlementId}：有效，但没有登记为该次就诊的有效结算"], await DifferencesAsync());
        var forged = (await PostAsync(Of("R3"))).Document!;
        Assert.Equal([$"结算 {first.SettlementId}：同一次就诊另有有效结算 {forged.SettlementId}，重复结算"], await DifferencesAsync());

        // Undoing either puts it right; that of the older one leaves the younger one standing.
        await ReverseAsync(new Undoing("U1", first.SettlementId.Text));
        Assert.Equal(forged.SettlementId, await StandingAsync());
        Assert.Empty(await DifferencesAsync());
    }

    /// <summary>A visit is one person's: another's bill of it, or the whole of it, is a slip of the id.</summary>
    [ContractFact]
    public async Task A_visit_that_is_billed_in_parts_is_of_one_person()
    {
        var first = (await PostAsync(Of("R1") with { Bill = 1 })).Document!;
        var other = await PostAsync(Of("R2") with { Bill = 2, Person = "P2" });
        var whole = await PostAsync(Of("R3") with { Person = "P2" });
        var second = (await PostAsync(Of("R4") with { Bill = 2 })).Document!;
        using (var held = await HeldWriter.OfAsync(Ledger))
        {
            // In one batch too.
            var mine = PostAsync(new Visit("R5", 10_00) { VisitId = "V-batch", Bill = 1 });
            var theirs = PostAsync(new Visit("R6", 10_00) { VisitId = "V-batch", Bill = 2, Person = "P2" });
            await held.ReleaseAsync();
            Assert.Equal(Refusal.VisitAlreadySettled, (await theirs).Refusal?.Reason);
            Assert.NotNull((await mine).Document);
        }

        Assert.Equal(new RefusalRecord(Refusal.VisitAlreadySettled, first.SettlementId.Text), other.Refusal);
        Assert.Equal(other.Refusal, whole.Refusal);
        Assert.Equal(second.SettlementId, await FindAsync(3, "P2"));
        Assert.Null(await FindAsync(3, "P1"));

        await ReverseAsync(new Undoing("U2", second.SettlementId.Text));
        await ReverseAsync(new Undoing("U1", first.SettlementId.Text));
        Assert.NotNull((await PostAsync(Of("R7") with { Bill = 1, Person = "P2" })).Document);
        Assert.Empty(await DifferencesAsync());

        Task<SettlementId?> FindAsync(int bill, string person) =>
            Ledger.FindStandingAsync((Of("") with { Bill = bill }).Key, new PersonKey(person), CancellationToken.None).WaitAsync(Patience);
    }

    private static Visit Of(string requestId) => new(requestId, 100_00) { VisitId = "V-same" };

    private Task<SettlementId?> StandingAsync() => Ledger.FindStandingAsync(Of("").Key, new PersonKey("P1"), CancellationToken.None).WaitAsync(Patience);
}
