using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <content>Settlements whose documents are damaged.</content>
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

    /// <summary>
    /// Of three settlements of a month the second is damaged. A list has it in its place by its columns, also where it is the last of its page; the
    /// cost of the month is refused and names it, the cost of a day without it is not.
    /// </summary>
    [ContractFact]
    public async Task A_damaged_settlement_is_listed_by_its_columns_and_no_cost_is_reckoned_without_it()
    {
        var at = new DateTimeOffset(2026, 3, 14, 2, 30, 0, TimeSpan.Zero);
        var first = await SettleAsync(new Visit("L1", 100_00) { Person = "PL", ServiceDate = new(2026, 5, 2), SettledTime = at });
        var damaged = await SettleAsync(new Visit("L2", 100_00) { Person = "PL", ServiceDate = new(2026, 5, 3), SettledTime = at.AddDays(1) });
        var last = await SettleAsync(new Visit("L3", 100_00) { Person = "PM", ServiceDate = new(2026, 5, 3), SettledTime = at.AddDays(2) });
        await DropGuardsAsync();
        Assert.Null(await RunAsync($"UPDATE settlement SET document = {Blob([0])} WHERE settlement_id = '{damaged.SettlementId}'"));

        var filter = new SettlementFilter { Limit = 2, From = new(2026, 5, 1), To = new(2026, 5, 31), Reversed = false };
        await Assert.ThrowsAsync<LedgerDamagedException>(() => ledger.ListAsync(filter, default).WaitAsync(Patience));
        var pages = new List<ListedSettlement>(await SettlementPages.ReadAsync(ledger, filter, default).WaitAsync(Patience));
        pages.AddRange(await SettlementPages.ReadAsync(ledger, filter with { After = pages[^1].Place }, default).WaitAsync(Patience));

        Assert.Equal([last.SettlementId, damaged.SettlementId, first.SettlementId], pages.Select(p => p.Head.SettlementId));
        Assert.Equal([last.SettlementId, null, first.SettlementId], pages.Select(p => p.Stored?.Document.SettlementId));
        Assert.Equal(
            new SettlementHead(damaged.SettlementId, SettlementKind.Settlement, damaged.HospitalCode, damaged.VisitId, new(2026, 5, 3), damaged.SettledTime),
            pages[1].Head);
        var scope = new CapitationScope(first.CountyCode, first.Breakdown.Policy.Scheme, "none");
        var refused = await Assert.ThrowsAsync<LedgerDamagedException>(() => CostsAsync(scope, new(2026, 5, 1), new(2026, 5, 31)));
        Assert.Equal(damaged.SettlementId, refused.SettlementId);
        Assert.Contains(damaged.SettlementId.Text, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await CostsAsync(scope, new(2026, 5, 2), new(2026, 5, 2))).Fen);
    }

    private Task<CapitationCosts> CostsAsync(CapitationScope scope, DateOnly from, DateOnly to) =>
        CapitationCosts.ReadAsync(ledger, scope, (from, to), null, new HashSet<PersonKey>(), default).WaitAsync(Patience);
}
