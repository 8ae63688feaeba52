using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>The next row of the ledger, looked at before it is taken.</summary>
internal sealed class RowCursor(IAsyncEnumerator<SettlementCheck> checks)
{
    private SettlementCheck? next;

    /// <summary>The next row; null at the end. Looking twice shows the same row.</summary>
    public async ValueTask<SettlementCheck?> PeekAsync() => next ??= await checks.MoveNextAsync() ? checks.Current : null;

    /// <summary>Takes the row that was looked at.</summary>
    public void Take() => next = null;
}
