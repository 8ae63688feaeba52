using MedAid.Clearing.Books;
using MedAid.Settlement.Writes;

namespace MedAid.Clearing.Decisions;

/// <summary>Who asks for a record, under which key and when.</summary>
public sealed record RecordHead(string RequestId, string ContentHash, string Operator, DateTimeOffset Time);

/// <summary>Why a request to the clearing book is refused; with <see cref="ClearingRefusal.None"/> there is nothing to write.</summary>
/// <param name="Refusal">Why.</param>
/// <param name="About">What it concerns.</param>
/// <param name="Later">Of <see cref="ClearingRefusal.LaterRecordFirst"/>, the record that has to be corrected first.</param>
public sealed record ClearingFault(ClearingRefusal Refusal, string About, ClearingRecord? Later = null) : Fault($"{Refusal}", Subject: About);

/// <summary>A record to be written, or why not and about what.</summary>
public sealed record Decision(ClearingRecord? Record, ClearingRefusal Refusal = ClearingRefusal.None, string Subject = "")
{
    /// <summary>Of <see cref="ClearingRefusal.LaterRecordFirst"/>, the record that has to be corrected first.</summary>
    public ClearingRecord? Later { get; init; }

    /// <summary>A refusal.</summary>
    public static Decision Refuse(ClearingRefusal refusal, string subject) => new(null, refusal, subject);

    /// <summary>The next record of a book, empty but for its head.</summary>
    internal static ClearingRecord Next(ClearingState books, RecordHead head, RecordKind kind) => new()
    {
        Number = books.Number + 1,
        Kind = kind,
        RequestId = head.RequestId,
        ContentHash = head.ContentHash,
        Operator = head.Operator,
        RecordedTime = head.Time,
    };
}
