using System.Diagnostics;
using System.Runtime.CompilerServices;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>Rests after a piece of so long a work, so that others get the machine. None: goes on at once.</summary>
public delegate Task ProofRest(TimeSpan worked, CancellationToken cancellationToken);

/// <summary>Walks through the ledger once, in the order of its outbox, and examines row by row.</summary>
public static class LedgerWalk
{
    /// <summary>The rows after a number, up to another, each examined; read and examined ahead of the caller.</summary>
    public static async IAsyncEnumerable<SettlementCheck> ExaminedAsync(
        ILedger ledger, long after, long through, ProofRest? rest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var piece in ReadAhead.OfAsync(stop => PiecesAsync(ledger, after, through, rest, stop), _ => false, cancellationToken))
        {
            foreach (var check in piece)
            {
                yield return check;
            }
        }
    }

    /// <summary>
    /// The end of the walk, all of one moment: the last rows, the counters, the counts. How many counters there are.
    /// </summary>
    public static async Task<long> EndAsync(
        ILedger ledger, LedgerFold fold, ProofDifferences differences, CancellationToken cancellationToken)
    {
        var counters = 0L;
        try
        {
            var totals = await ledger.ReadEndAsync(
                fold.OutboxNumber,
                row => differences.Add(fold.Add(SettlementCheck.Of(row))),
                counter =>
                {
                    counters++;
                    differences.Add(fold.Compare(counter));
                },
                cancellationToken);
            var (found, hasStrays) = fold.End(totals);
            differences.Add(found);
            if (hasStrays)
            {
                differences.Add(await ledger.FindStraysAsync(cancellationToken));
            }
        }
        catch (LedgerDamagedException)
        {
            differences.Add("账本有损坏的数据页，累计和请求记录没有核对完；请从备份恢复");
        }

        return counters;
    }

    private static async IAsyncEnumerable<SettlementCheck[]> PiecesAsync(
        ILedger ledger, long after, long through, ProofRest? rest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (after < through)
        {
            var began = Stopwatch.GetTimestamp();
            var piece = await ledger.ReadRowsAsync(after, through, Limits.ProofRowsTogetherMax, cancellationToken);
            SettlementCheck[] checks = [.. piece.Rows.Select(SettlementCheck.Of)];
            after = piece.Through;
            yield return checks;
            if (rest is not null)
            {
                await rest(Stopwatch.GetElapsedTime(began), cancellationToken);
            }
        }
    }
}
