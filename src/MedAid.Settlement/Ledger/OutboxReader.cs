using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// Reads the outbox for who follows it, so that one settlement that cannot be read stops nobody: what can be read before it comes first, then its
/// row alone.
/// </summary>
public static class OutboxReader
{
    /// <summary>The next messages, or, if the very next one cannot be read, its row.</summary>
    /// <exception cref="LedgerDamagedException">More is damaged than a document: the database is to be restored.</exception>
    public static async Task<(IReadOnlyList<(long OutboxNumber, SettlementDocument Document)> Messages, LedgerRow? Damaged)> ReadAsync(
        ILedger ledger, long after, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return (await ledger.ReadOutboxAsync(after, limit, cancellationToken), null);
        }
        catch (LedgerDamagedException)
        {
            var end = await ledger.ReadOutboxEndAsync(cancellationToken);
            var piece = await ledger.ReadRowsAsync(after, end, limit, cancellationToken);
            SettlementCheck[] checks = [.. piece.Rows.Select(SettlementCheck.Of)];
            var readable = checks.TakeWhile(c => c.Document is not null).Select(c => (c.Row.OutboxNumber, c.Document!)).ToList();
            if (readable.Count == checks.Length || (readable.Count == 0 && checks[0].Row.Damage is not null))
            {
                throw;
            }

            return (readable, readable.Count == 0 ? checks[0].Row : null);
        }
    }
}
