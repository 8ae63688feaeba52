using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>A file to be taken: under which key, by whom, and whether good lines are taken beside bad ones.</summary>
public sealed record FileOrder(WriteKey Key, string Operator, byte[] File, bool TakeGoodLines);

/// <summary>Outcome of a reply's file.</summary>
/// <param name="Reading">The file, line by line.</param>
/// <param name="Record">The record that was written, or would be; null if there is nothing to write.</param>
/// <param name="Written">Whether it stands in the book.</param>
/// <param name="Replayed">Whether the book had all of it before.</param>
/// <param name="Refusal">Why the request as such was refused.</param>
public sealed record ReplyImportReport(
    ReplyReading Reading, ClearingRecord? Record, bool Written, bool Replayed, ClearingRefusal Refusal);

/// <summary>
/// Takes a county's reply from a file into the book, all of it or nothing unless good lines are wanted alone. The same file again changes
/// nothing: its lines are in the book.
/// </summary>
public sealed class ReplyImport(ClearingBookService clearing)
{
    /// <summary>Takes a file; <paramref name="claimId"/> may be empty where the file names its claim.</summary>
    public async Task<ReplyImportReport> RunAsync(FileOrder order, string claimId, CancellationToken cancellationToken)
    {
        var table = await TableFile.ReadAsync(order.File, cancellationToken);
        ReplyReading? reading = null;
        Decision Decide(ClearingState books, RecordHead head)
        {
            reading = ReplyReading.Of(table, books, claimId, cancellationToken);
            return reading.Good.Count == 0 || (reading.Faults.Count > 0 && !order.TakeGoodLines)
                ? new Decision(null)
                : ClaimDecisions.Reply(books, head, reading.ClaimId, reading.Good);
        }

        var written = await clearing.WriteAsync(order.Key, order.Operator, Decide, cancellationToken);
        reading ??= await clearing.ReadAsync(books => ReplyReading.Of(table, books, claimId, cancellationToken), cancellationToken);
        var allBefore = reading.Faults.Count == 0 && reading.Good.Count == 0 && reading.Lines.Any(l => l.State == ReplyLineState.AnsweredBefore);
        return written.Match(
            (record, replayed) => new ReplyImportReport(
                reading, record, replayed || !order.Key.ValidateOnly, replayed || allBefore, ClearingRefusal.None),
            () => new ReplyImportReport(reading, null, false, allBefore, ClearingRefusal.RequestIdReused),
            fault => new ReplyImportReport(reading, null, false, allBefore, ((ClearingFault)fault).Refusal));
    }
}
