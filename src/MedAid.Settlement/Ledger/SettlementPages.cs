using MedAid.Core;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Ledger;

/// <summary>What the columns of a settlement tell of it without its document.</summary>
public sealed record SettlementHead(
    SettlementId SettlementId, SettlementKind Kind, HospitalCode HospitalCode, string VisitId, DateOnly ServiceDate, DateTimeOffset SettledTime);

/// <summary>A settlement of a page; without what is stored of it where that cannot be read.</summary>
public sealed record ListedSettlement(SettlementHead Head, StoredSettlement? Stored)
{
    /// <summary>Where the page after it begins.</summary>
    public (DateTimeOffset SettledTime, SettlementId SettlementId) Place => (Head.SettledTime, Head.SettlementId);
}

/// <summary>
/// Reads pages of settlements so that one that cannot be read stops nobody and is left out nowhere: it comes in its place, by its columns.
/// </summary>
public static class SettlementPages
{
    /// <summary>A page, newest first, as <see cref="ILedger.ListAsync"/> has it.</summary>
    /// <exception cref="LedgerDamagedException">More is damaged than documents.</exception>
    public static async Task<IReadOnlyList<ListedSettlement>> ReadAsync(
        ILedger ledger, SettlementFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await ledger.ListAsync(filter, cancellationToken)).Select(s => new ListedSettlement(HeadOf(s.Document), s))];
        }
        catch (LedgerDamagedException)
        {
            var page = new List<ListedSettlement>();
            foreach (var head in await ledger.ListHeadsAsync(filter, cancellationToken))
            {
                page.Add(new ListedSettlement(head, await FindAsync(ledger, head.SettlementId, cancellationToken)));
            }

            return page;
        }
    }

    /// <summary>The documents of a page, for sums that must not be too small.</summary>
    /// <exception cref="LedgerDamagedException">One cannot be read; it is named.</exception>
    public static IEnumerable<SettlementDocument> Documents(IEnumerable<ListedSettlement> page) => page.Select(
        listed => listed.Stored?.Document ?? throw new LedgerDamagedException(
            $"结算 {listed.Head.SettlementId} 的单据损坏，无法读出；请停止网关，从备份恢复（做法见 docs/OPERATIONS.md 的 Restore 一节）")
        {
            SettlementId = listed.Head.SettlementId,
        });

    private static SettlementHead HeadOf(SettlementDocument document) => new(
        document.SettlementId, document.Kind, document.HospitalCode, document.VisitId, document.ServiceDate, document.SettledTime);

    private static async Task<StoredSettlement?> FindAsync(ILedger ledger, SettlementId settlementId, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.FindAsync(settlementId, cancellationToken);
        }
        catch (LedgerDamagedException)
        {
            return null;
        }
    }
}
