using MedAid.Clearing.Books;

namespace MedAid.Clearing.Ports;

/// <summary>A record as it lies in the book: its meaning, its content to the letter, and its link of the chain.</summary>
public sealed record BookLine(ClearingRecord Record, string Content, string PreviousHash, string Hash);

/// <summary>A row of the book with all its columns, as a proof reads it; <see cref="Damage"/> says in Chinese what cannot be read.</summary>
public sealed record BookRow(
    long Number, string RequestId, long Kind, string CountyCode, string HospitalCode, long RecordedMicroseconds, string Entries,
    string PreviousHash, string Hash, ReadContent Content, string? Damage = null);

/// <summary>What was read of a record's content: the record, null if the content says none; the hash of it; how many bytes it had.</summary>
public readonly record struct ReadContent(ClearingRecord? Record, string Hash, long Length);

/// <summary>Rows of the book in order, and the number up to which these are all that there are.</summary>
public sealed record BookPiece(IReadOnlyList<BookRow> Rows, long Through);

/// <summary>The last record that is there, and the last one that the database remembers beside the book.</summary>
public sealed record BookEnd(long LastNumber, long KeptNumber, string KeptHash);

/// <summary>
/// The clearing book: numbered records that are only ever added. Failures are the ledger's exceptions: it lies in the same database.
/// </summary>
public interface IClearingBook
{
    /// <summary>Records after a number, in order.</summary>
    Task<IReadOnlyList<BookLine>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// For a proof: rows after a number, up to another, in order; the answer says how far it went. What is damaged comes as a row that says so.
    /// </summary>
    Task<BookPiece> ReadRowsAsync(long after, long through, int limit, CancellationToken cancellationToken);

    /// <summary>Where the book ends.</summary>
    Task<BookEnd> ReadEndAsync(CancellationToken cancellationToken);

    /// <summary>Records after a number that sign or end an agreement to pay later, in order; found without reading the others.</summary>
    Task<IReadOnlyList<BookLine>> ReadAgreementsAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds the next record; false if that number has been written meanwhile, by this gateway or another: nothing was done.</summary>
    Task<bool> AppendAsync(BookLine line, CancellationToken cancellationToken);
}
