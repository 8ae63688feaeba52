using MedAid.Clearing.Books;

namespace MedAid.Clearing.Ports;

/// <summary>A record as it lies in the book: its meaning, its content to the letter, and its link of the chain.</summary>
public sealed record BookLine(ClearingRecord Record, string Content, string PreviousHash, string Hash);

/// <summary>
/// The clearing book: numbered records that are only ever added. Failures are the ledger's exceptions: it lies in the same database.
/// </summary>
public interface IClearingBook
{
    /// <summary>Records after a number, in order.</summary>
    Task<IReadOnlyList<BookLine>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds the next record; false if that number has been written meanwhile, by this gateway or another: nothing was done.</summary>
    Task<bool> AppendAsync(BookLine line, CancellationToken cancellationToken);
}
