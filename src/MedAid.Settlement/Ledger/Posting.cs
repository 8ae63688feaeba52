using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>A settlement that is to be posted: who is touched, and how the record is made from the counters.</summary>
public sealed class SettlementPosting
{
    /// <summary>The caller's key.</summary>
    public required string RequestId { get; init; }

    /// <summary>SHA-256 of the content; another content under the same key is refused.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>The visit; while a settlement of it stands, another is refused.</summary>
    public required VisitKey Visit { get; init; }

    /// <summary>Person and scheme whose counters are touched; empty for a refusal that touches none.</summary>
    public PersonKey PersonKey { get; init; }

    /// <summary>Scheme of the counters.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Counters that are read under lock, in this order.</summary>
    public IReadOnlyList<string> CounterKeys { get; init; } = [];

    /// <summary>Which other visits of the person are read with the counters; null: none.</summary>
    public VisitSearch? Search { get; init; }

    /// <summary>
    /// Makes the record from the counters as they stand, and the visits that stand and were searched for; there may be more of the person. Pure and
    /// quick: it runs inside the transaction and may run again if the transaction has to be repeated.
    /// </summary>
    public required Func<long[], IReadOnlyList<VisitFacts>, PostingDecision> Prepare { get; init; }
}

/// <summary>A reversal that is to be posted.</summary>
public sealed class ReversalPosting
{
    /// <summary>The caller's key of the reversal.</summary>
    public required string RequestId { get; init; }

    /// <summary>SHA-256 of the content.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>The settlement to undo.</summary>
    public required SettlementId SettlementId { get; init; }

    /// <summary>
    /// Makes the mirror record of the original, which is null if there is none; the id is that of a later part of its stay that stands, or
    /// null. Pure and quick.
    /// </summary>
    public required Func<StoredSettlement?, SettlementId?, PostingDecision> Prepare { get; init; }
}

/// <summary>
/// A settlement that takes the place of another of the same visit: the other is undone and this one written in one transaction, or neither. A
/// refusal of either is kept under the request id of the new settlement.
/// </summary>
public sealed class ReplacementPosting
{
    /// <summary>Undoes the settlement that is replaced, under a request id of its own.</summary>
    public required ReversalPosting Undo { get; init; }

    /// <summary>The new settlement, reckoned from the counters without the other.</summary>
    public required SettlementPosting Settlement { get; init; }
}

/// <summary>What is to be written: a record, or a final refusal that is kept under the request id.</summary>
public sealed record PostingDecision
{
    /// <summary>The record, or null if refused.</summary>
    public SettlementRecord? Record { get; private init; }

    /// <summary>The refusal; none if there is a record.</summary>
    public RefusalRecord? Refusal { get; private init; }

    /// <summary>The same with the hash of its request in the document: the chain of the books then vouches for it too.</summary>
    public PostingDecision Under(byte[] contentHash) =>
        Record is { } record ? Of(record with { Document = record.Document with { RequestHash = Convert.ToHexStringLower(contentHash) } }) : this;

    /// <summary>A record to be written.</summary>
    public static PostingDecision Of(SettlementRecord record) => new() { Record = record };

    /// <summary>A final refusal to be kept.</summary>
    public static PostingDecision Of(RefusalRecord refusal) => new() { Refusal = refusal };
}

/// <summary>A final refusal: the reason, and what it concerns (a layer, a settlement id; never personal).</summary>
public sealed record RefusalRecord(Refusal Reason, string Subject = "");

/// <summary>Outcome of a posting.</summary>
public enum PostingEffect
{
    /// <summary>Written now.</summary>
    Done = 1,

    /// <summary>Written before under the same id and content; this is the stored answer.</summary>
    Replayed = 2,

    /// <summary>The id was used before with other content; nothing was written.</summary>
    RequestIdReused = 3,
}

/// <summary>
/// Answer of the ledger to a posting. If the request id was used before with other content and refused then, the refusal is given: nothing was
/// done under that id, and nothing ever will be.
/// </summary>
public sealed record PostingResult(PostingEffect Result, SettlementDocument? Document, RefusalRecord? Refusal);

/// <summary>What was answered under a request id.</summary>
public sealed record RequestRecord(string RequestId, byte[] ContentHash, StoredSettlement? Settlement, RefusalRecord? Refusal);

/// <summary>A settlement as it is stored in the ledger: the document as it was answered, and what happened to it since.</summary>
public sealed record StoredSettlement(SettlementDocument Document, SettlementId? ReversedBySettlementId);

/// <summary>A change of one counter; negative in a reversal.</summary>
public readonly record struct CounterChange(string Counter, long AddedFen);

/// <summary>A settlement or reversal ready to be written.</summary>
public sealed record SettlementRecord(SettlementDocument Document, string Scheme, IReadOnlyList<CounterChange> Changes);

/// <summary>Which settlements are listed. The anchor is the last settlement of the page before.</summary>
public sealed record SettlementFilter
{
    /// <summary>How many at most.</summary>
    public required int Limit { get; init; }

    /// <summary>Only of this hospital.</summary>
    public HospitalCode? HospitalCode { get; init; }

    /// <summary>Only of persons insured in this county.</summary>
    public CountyCode? CountyCode { get; init; }

    /// <summary>Only of this person.</summary>
    public PersonKey? PersonKey { get; init; }

    /// <summary>Only on or after this service date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Only on or before this service date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only settled, or reversed, from the one instant on and before the other.</summary>
    public (DateTimeOffset From, DateTimeOffset Before)? Settled { get; init; }

    /// <summary>Only those by which the hospital waived something, or took it back.</summary>
    public bool Waived { get; init; }

    /// <summary>Only reversed ones, or only those that stand; null for both.</summary>
    public bool? Reversed { get; init; }

    /// <summary>Only those that come after this one in the order, newest first.</summary>
    public (DateTimeOffset SettledTime, SettlementId SettlementId)? After { get; init; }
}

/// <summary>What a proof of the books found. All lists empty: the books are right.</summary>
public sealed record LedgerProof(
    long Settlements,
    long Entries,
    long Counters,
    IReadOnlyList<string> Differences);
