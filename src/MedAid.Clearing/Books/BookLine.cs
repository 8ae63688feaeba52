using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>A record as it is stored in the book: its meaning, its content to the letter, and its link of the chain.</summary>
public sealed record BookLine(ClearingRecord Record, string Content, string PreviousHash, string Hash);

/// <summary>A row of the book with all its columns, as a proof reads it; <see cref="Damage"/> says in Chinese what cannot be read.</summary>
public sealed record BookRow(
    long Number, string RequestId, long Kind, CountyCode CountyCode, HospitalCode HospitalCode, long RecordedMicroseconds, string Entries,
    string PreviousHash, string Hash, ReadContent Content, string? Damage = null);

/// <summary>What was read of a record's content: the record, null if the content says none; the hash of it; how many bytes it had.</summary>
public readonly record struct ReadContent(ClearingRecord? Record, string Hash, long Length);

/// <summary>Rows of the book in order, and the number up to which these are all that there are.</summary>
public sealed record BookPiece(IReadOnlyList<BookRow> Rows, long Through);

/// <summary>The last record that is there, and the last one that the database remembers beside the book.</summary>
public sealed record BookEnd(long LastNumber, long KeptNumber, string KeptHash);
