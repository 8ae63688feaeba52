using System.Runtime.CompilerServices;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.National;

/// <summary>Reads all records of the ledger that a filter lets through, page by page, newest first.</summary>
internal static class LedgerPages
{
    /// <exception cref="LedgerDamagedException">One cannot be read; a sum without it would be wrong.</exception>
    public static async IAsyncEnumerable<StoredSettlement> ReadAsync(
        ILedger ledger, SettlementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await ledger.ListAsync(filter, cancellationToken);
            foreach (var stored in page)
            {
                yield return stored;
            }

            if (page.Count < filter.Limit)
            {
                yield break;
            }

            filter = filter with { After = (page[^1].Document.SettledTime, page[^1].Document.SettlementId) };
        }
    }
}
