using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Stores.Proof;

/// <summary>Rows of the ledger that a proof reads at once: at most so many, and not many more bytes than it may hold.</summary>
internal sealed class RowPiece(int limit, long through)
{
    private readonly List<LedgerRow> rows = new(limit);
    private long bytes;

    /// <summary>The rows, and the number up to which these are all that there are.</summary>
    public LedgerPiece Read => new(rows, rows.Count < limit && !IsFull ? through : rows[^1].OutboxNumber);

    private bool IsFull => bytes >= Settlement.Limits.ProofBytesTogetherMax;

    /// <summary>Adds a row; false if it is enough.</summary>
    public bool Add(LedgerRow row)
    {
        rows.Add(row);
        bytes += row.Document.Length + (row.Original?.Length ?? 0);
        return !IsFull;
    }
}
