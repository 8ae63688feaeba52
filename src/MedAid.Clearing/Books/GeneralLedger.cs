using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// The general ledger (总账) over both journals, that of settlements and that of clearing: turnovers by day, folded from the clearing book.
/// Any balance is a sum over them, so a trial balance never reads ten million settlements.
/// </summary>
public sealed class GeneralLedger
{
    private readonly Dictionary<Turnover, (Fen DebitFen, Fen CreditFen)> turnovers = [];
    private readonly List<RecordSpan> spans = [];

    /// <summary>Every turnover, in no order.</summary>
    public IEnumerable<Turnover> Turnovers => turnovers.Select(t => t.Key with { DebitFen = t.Value.DebitFen, CreditFen = t.Value.CreditFen });

    /// <summary>Records that have entries, in order: where an account statement has to look.</summary>
    public IReadOnlyList<RecordSpan> Spans => spans;

    /// <summary>How far the journal of settlements is in it.</summary>
    public long OutboxNumber { get; private set; }

    /// <summary>Whether debits equal credits for each county.</summary>
    internal static bool Balances(IReadOnlyList<Turnover> turnovers) =>
        turnovers.GroupBy(t => t.CountyCode).All(g => g.Sum(t => t.DebitFen - t.CreditFen) == Fen.Zero);

    internal void Apply(ClearingRecord record, long takenBefore, Changes changes)
    {
        var (from, to) = (OutboxNumber, OutboxNumber);
        if (record.Posted is not null)
        {
            to = record.Taken?.OutboxNumber ?? record.PostedThrough;
            RecordUnfitException.Unless(record.Taken is null || OutboxNumber == takenBefore, "结算分录记入总账时跳了号");
            RecordUnfitException.Unless(to > from, "记入总账的结算已经记过");
            changes.Put(from, to, v => OutboxNumber = v);
        }

        var own = Turnover.Of(record);
        RecordUnfitException.Unless(Balances(own), "分录按县区借贷不平");
        Turnover[] added = [.. record.Posted ?? [], .. own];
        foreach (var turnover in added)
        {
            var key = turnover with { DebitFen = default, CreditFen = default };
            var (debitFen, creditFen) = turnovers.GetValueOrDefault(key);
            changes.Set(turnovers, key, (debitFen + turnover.DebitFen, creditFen + turnover.CreditFen));
        }

        if (added.Length > 0)
        {
            changes.Append(spans, new RecordSpan(record.Number, from, to, added.Min(t => t.Day), added.Max(t => t.Day)));
        }
    }
}

/// <summary>
/// A record with entries: the messages of the ledger's outbox whose entries it posts (after one number, up to another; none if they are the
/// same), and the days that it touches.
/// </summary>
public readonly record struct RecordSpan(long Number, long OutboxAfter, long OutboxThrough, DateOnly FirstDay, DateOnly LastDay);
