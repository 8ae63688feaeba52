using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Settlement.Ports;

/// <summary>The proof of a ledger, whichever it is.</summary>
public static class LedgerVerification
{
    /// <summary>Proves the ledger alone, without the clearing book.</summary>
    public static async Task<LedgerProof> VerifyAsync(this ILedger ledger, CancellationToken cancellationToken)
    {
        var (fold, differences) = (new LedgerFold(new ProofPages()), new ProofDifferences());
        var end = await ledger.ReadOutboxEndAsync(cancellationToken);
        await foreach (var check in LedgerWalk.ExaminedAsync(ledger, 0, end, null, cancellationToken))
        {
            differences.Add(fold.Add(check));
        }

        var counters = await LedgerWalk.EndAsync(ledger, fold, differences, cancellationToken);
        return new LedgerProof(fold.Settlements, fold.Entries, counters, differences.Listed);
    }
}
