using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <content>A settlement whose document is damaged before the clearing book took it over.</content>
public abstract partial class ProofContract
{
    /// <summary>
    /// Of three settlements the bytes of the second are damaged. It is passed over by name, the other two are taken over, and the book goes on.
    /// When the bytes are back, the proof still says that it was passed over, and nothing else.
    /// </summary>
    [ContractFact]
    public async Task A_damaged_settlement_is_passed_over_by_name_and_the_others_are_taken_over()
    {
        await SettleAsync(new Visit("D1", 100_00) { Person = "PD" });
        var damaged = await SettleAsync(new Visit("D2", 100_00) { Person = "PD" });
        await SettleAsync(new Visit("D3", 100_00) { Person = "PE" });
        await DropGuardsAsync();
        Assert.Null(await RunAsync("CREATE TABLE saved_settlement AS SELECT * FROM settlement"));
        Assert.Null(await RunAsync($"UPDATE settlement SET document = {Blob([0])} WHERE settlement_id = '{damaged.SettlementId}'"));

        using var clearing = new ClearingBookService(ledger, book, TimeProvider.System);
        var aside = await clearing.ReadAsync(books => books.SetAside, default).WaitAsync(Patience);

        Assert.Equal(
            $"结算 {damaged.SettlementId} 的单据损坏，无法读出", Assert.Single(aside, r => r.Kind == RecordKind.SettlementSetAside).Reason);
        Assert.Equal(
            await ledger.ReadOutboxEndAsync(default).WaitAsync(Patience),
            await clearing.ReadAsync(books => books.OutboxNumber, default).WaitAsync(Patience));
        var broken = (await ProveAsync("")).Differences;
        Assert.Contains($"结算 {damaged.SettlementId}：单据损坏，无法读出", broken);

        Assert.Null(await RunAsync(
            $"""
            UPDATE settlement SET document = (SELECT s.document FROM saved_settlement s WHERE s.settlement_id = settlement.settlement_id)
            WHERE settlement_id = '{damaged.SettlementId}'
            """));
        // The guard that keeps the end of the book was dropped with the others.
        var told = Assert.Single((await ProveAsync("")).Differences, d => !d.Contains("登记的末端", StringComparison.Ordinal));
        Assert.Contains($"结算 {damaged.SettlementId} 的单据损坏，无法读出，没有记入往来账", told, StringComparison.Ordinal);
    }
}
