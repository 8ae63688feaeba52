using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Ports;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing;

/// <summary>
/// What a proof of the clearing book found: the chain is whole, its entries follow from its moves, every settlement that it took over is still
/// the one of then and was posted as it stands, and receivables tie with the accounts. The head is what one prints and keeps outside.
/// </summary>
public sealed record BookProof(long Records, string Head, IReadOnlyList<string> Differences)
{
    /// <summary>The last message of the ledger's outbox that the book vouches for.</summary>
    public long OutboxNumber { get; init; }

    /// <summary>The record that has the hash that was asked for; null if none has.</summary>
    public long? FoundNumber { get; init; }

    /// <summary>
    /// Reads the whole book and the whole ledger beside it, and writes nothing. <paramref name="hash"/> is a head of earlier, printed then:
    /// a book in which no record has it is another book.
    /// </summary>
    public static async Task<BookProof> OfAsync(ILedger ledger, IClearingBook book, string hash, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        var rebuilt = new ClearingBooks();
        var (previous, found) = (Chain.Start, (long?)null);
        IReadOnlyList<BookLine> lines;
        do
        {
            lines = await book.ReadAsync(rebuilt.Number, Limits.ReadTogetherMax, cancellationToken);
            foreach (var line in lines)
            {
                differences.AddRange(LinkDifferences(line, previous));
                var (taken, posted) = (rebuilt.OutboxNumber, rebuilt.GeneralLedger.OutboxNumber);
                if (!Apply(rebuilt, line.Record))
                {
                    differences.Add($"往来账第 {line.Record.Number} 条：与前面的记录不相容，其后未再核对");
                    return Result(rebuilt, previous, differences, found);
                }

                previous = line.Hash;
                found = line.Hash == hash ? line.Record.Number : found;
                await CompareAsync(ledger, line.Record, taken, posted, differences, cancellationToken);
            }
        }
        while (lines.Count == Limits.ReadTogetherMax && differences.Count < Limits.DifferencesMax);
        differences.AddRange(Ties.Differences(rebuilt));
        differences.AddRange(PatientTies.Differences(rebuilt));
        return Result(rebuilt, previous, differences, found);
    }

    private static BookProof Result(ClearingBooks rebuilt, string head, List<string> differences, long? found) =>
        new(rebuilt.Number, head, [.. differences.Take(Limits.DifferencesMax)]) { OutboxNumber = rebuilt.OutboxNumber, FoundNumber = found };

    private static IEnumerable<string> LinkDifferences(BookLine line, string previous)
    {
        if (line.PreviousHash != previous || line.Hash != Chain.HashOf(line.Content, previous))
        {
            yield return $"往来账第 {line.Record.Number} 条：链条断开，内容或顺序被改动过";
        }

        if (line.Record.Entries.Sum(e => e.AmountFen) != 0)
        {
            yield return $"往来账第 {line.Record.Number} 条：分录借贷不平";
        }
    }

    /// <summary>A record that was tampered with may say what cannot be.</summary>
    private static bool Apply(ClearingBooks rebuilt, ClearingRecord record)
    {
        try
        {
            rebuilt.Apply(record);
            return true;
        }
        catch (Exception e) when (e is InvariantBrokenException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    private static async Task CompareAsync(
        ILedger ledger, ClearingRecord record, long taken, long posted, List<string> differences, CancellationToken cancellationToken)
    {
        var (after, through) = record.Taken is { } last ? (taken, last.OutboxNumber) : (posted, record.PostedThrough);
        if (through <= after)
        {
            return;
        }

        var documents = Array.ConvertAll(await TakeOver.ReadAsync(ledger, after, through, cancellationToken), m => m.Document);
        var missing = (record.Taken?.SettlementIds ?? []).Except(documents.Select(d => d.SettlementId), StringComparer.Ordinal).ToArray();
        differences.AddRange(missing.Select(id => $"结算 {id}：往来账接收过，账本里没有了"));
        if (missing.Length == 0 && record.Taken is not null && TakeOver.HashOf(documents) != record.Taken.DocumentsHash)
        {
            differences.Add($"往来账第 {record.Number} 条：所接收的结算与当时不同");
        }

        if (record.Posted is not null && !Turnover.Of(documents).SequenceEqual(record.Posted))
        {
            differences.Add($"往来账第 {record.Number} 条：记入总账的发生额与结算分录不符");
        }
    }
}
