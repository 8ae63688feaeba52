
namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// What the rows of the ledger come to, read once in the order of the outbox: each counter's history, how many rows there are, and whether the
/// outbox goes on without a gap. It can be written down when a proof is interrupted.
/// </summary>
public sealed class LedgerFold(ProofPages memory)
{
    private readonly ProofMap<long> counters = new(memory);
    private long reversals;

    /// <summary>The last message that was read.</summary>
    public long OutboxNumber { get; private set; }

    /// <summary>Messages that were read.</summary>
    public long Messages { get; private set; }

    /// <summary>Settlements and reversals that were read.</summary>
    public long Settlements { get; private set; }

    /// <summary>Their journal entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Reads on; what disagrees, in Chinese.</summary>
    public IEnumerable<string> Add(SettlementCheck check)
    {
        var differences = new List<string>(check.Differences);
        (OutboxNumber, Messages) = (check.Row.OutboxNumber, Messages + 1);
        if (check.Row.Columns is not { } columns)
        {
            return differences;
        }

        Settlements++;
        Entries += columns.Entries.Count;
        reversals += columns.Kind == SettlementKind.Reversal ? 1 : 0;
        if (check.Document is { Kind: SettlementKind.Settlement } document)
        {
            differences.AddRange(UsedBefore(document, columns));
        }

        foreach (var change in columns.Changes)
        {
            var (owner, scheme) = CounterOwner.Of(change.Counter, columns.PersonKey, columns.Scheme);
            var key = ProofKey.Of(owner.Text, scheme, change.Counter);
            counters.TryGet(key, out var usedFen);
            counters.Set(key, unchecked(usedFen + change.AddedFen));
        }

        return differences;
    }

    /// <summary>Compares a counter as it stands with its history, and forgets it.</summary>
    public string? Compare(CounterRow row)
    {
        var key = ProofKey.Of(row.PersonKey.Text, row.Scheme, row.Counter);
        counters.TryGet(key, out var usedFen);
        counters.Remove(key);
        return usedFen == row.UsedFen
            ? null
            : $"累计 {row.PersonKey} {row.Scheme} {row.Counter}："
                + $"记为 {CounterText.Of(row.Counter, row.UsedFen)}，按结算重算为 {CounterText.Of(row.Counter, usedFen)}";
    }

    /// <summary>
    /// After the last row and the last counter: whether the store counts more than was met. Then <c>strays</c> have to be looked for.
    /// </summary>
    public (IReadOnlyList<string> Differences, bool HasStrays) End(LedgerTotals totals)
    {
        var differences = new List<string>();
        if (totals.Written != Messages)
        {
            differences.Add($"待发记录应有 {totals.Written} 条，实有 {Messages} 条：有结算被整笔删除，或登记的条数被改动过");
        }

        var hasStrays = counters.All.Any(c => c.Value != 0) || totals.Settlements != Settlements || totals.AnsweredRequests != Settlements
            || (totals.Reversals ?? reversals) != reversals || totals.StandingVisits != Settlements - (2 * reversals);
        return (differences, hasStrays);
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        foreach (var number in (ReadOnlySpan<long>)[OutboxNumber, Messages, Settlements, Entries, reversals])
        {
            writer.Write(number);
        }

        counters.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        (OutboxNumber, Messages, Settlements) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        (Entries, reversals) = (reader.ReadInt64(), reader.ReadInt64());
        counters.Load(reader);
    }

    /// <summary>
    /// What a document says that was used before it, against all that came before it. After a difference the history goes on from what the
    /// document says, so that one fault is reported once.
    /// </summary>
    private IEnumerable<string> UsedBefore(SettlementDocument document, SettlementColumns columns)
    {
        foreach (var use in document.Breakdown.Counters)
        {
            var (owner, scheme) = CounterOwner.Of(use.Counter, columns.PersonKey, columns.Scheme);
            var key = ProofKey.Of(owner.Text, scheme, use.Counter);
            counters.TryGet(key, out var usedFen);
            if (usedFen != use.UsedBeforeFen)
            {
                counters.Set(key, use.UsedBeforeFen);
                yield return $"结算 {document.SettlementId}：单据所记结算前累计 {use.Counter} 为 {CounterText.Of(use.Counter, use.UsedBeforeFen)}，"
                    + $"按此前各笔结算为 {CounterText.Of(use.Counter, usedFen)}";
            }
        }
    }
}
