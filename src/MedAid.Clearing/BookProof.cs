using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Ports;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing;

/// <summary>
/// What a proof of the clearing book found: the chain is whole, its entries follow from its moves, the state is what its records come to, and
/// every settlement that it took over is still the one of then. The head is what one prints and keeps outside.
/// </summary>
public sealed record BookProof(long Records, string Head, IReadOnlyList<string> Differences)
{
    internal static async Task<BookProof> OfAsync(ILedger ledger, IClearingBook book, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        var rebuilt = new ClearingBooks();
        var previous = Chain.Start;
        IReadOnlyList<BookLine> lines;
        do
        {
            lines = await book.ReadAsync(rebuilt.Number, Limits.ReadTogetherMax, cancellationToken);
            foreach (var line in lines)
            {
                if (line.PreviousHash != previous || line.Hash != Chain.HashOf(line.Content, previous))
                {
                    differences.Add($"往来账第 {line.Record.Number} 条：链条断开，内容或顺序被改动过");
                }

                if (line.Record.Entries.Sum(e => e.AmountFen) != 0)
                {
                    differences.Add($"往来账第 {line.Record.Number} 条：分录借贷不平");
                }

                rebuilt.Apply(line.Record);
                previous = line.Hash;
                await CompareAsync(ledger, line.Record, differences, cancellationToken);
            }
        }
        while (lines.Count == Limits.ReadTogetherMax && differences.Count < Limits.DifferencesMax);
        return new BookProof(rebuilt.Number, previous, [.. differences.Take(Limits.DifferencesMax)]);
    }

    private static async Task CompareAsync(
        ILedger ledger, ClearingRecord record, List<string> differences, CancellationToken cancellationToken)
    {
        if (record.Taken is not { } taken)
        {
            return;
        }

        var documents = new List<SettlementDocument>();
        foreach (var id in taken.SettlementIds)
        {
            if (await ledger.FindAsync(id, cancellationToken) is not { } stored)
            {
                differences.Add($"结算 {id}：往来账接收过，账本里没有了");
                return;
            }

            documents.Add(stored.Document);
        }

        if (TakeOver.HashOf(documents) != taken.DocumentsHash)
        {
            differences.Add($"往来账第 {record.Number} 条：所接收的结算与当时不同");
        }
    }
}
