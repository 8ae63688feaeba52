using MedAid.Core;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>A layer line as it stands in columns.</summary>
public readonly record struct LineColumns(string Layer, Fund Fund, string? Rule, long PaidFen, bool Advanced);

/// <summary>A settlement as it stands in columns, beside its document.</summary>
public sealed record SettlementColumns
{
    /// <summary>Id.</summary>
    public required SettlementId SettlementId { get; init; }

    /// <summary>The caller's key.</summary>
    public required string RequestId { get; init; }

    /// <summary>Settlement or reversal.</summary>
    public required SettlementKind Kind { get; init; }

    /// <summary>Of a reversal, what it undoes.</summary>
    public required SettlementId? ReversesSettlementId { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>Number of the bill where the visit is billed in parts, or empty.</summary>
    public required string Batch { get; init; }

    /// <summary>The hospital's id of the stay, or null.</summary>
    public required string? Stay { get; init; }

    /// <summary>The how-manieth part of the stay, or null.</summary>
    public required int? StayPart { get; init; }

    /// <summary>Day of admission of a stay, or null.</summary>
    public required DateOnly? AdmissionDay { get; init; }

    /// <summary>Dialyses.</summary>
    public required int Dialyses { get; init; }

    /// <summary>Supplies of drugs as one text, or null.</summary>
    public required string? Supplies { get; init; }

    /// <summary>Opaque key of the person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>County of insurance.</summary>
    public required CountyCode CountyCode { get; init; }

    /// <summary>Day of the service.</summary>
    public required DateOnly ServiceDate { get; init; }

    /// <summary>When it was settled.</summary>
    public required DateTimeOffset SettledTime { get; init; }

    /// <summary>Bill before waivers.</summary>
    public required long GrossFen { get; init; }

    /// <summary>Waived by the hospital.</summary>
    public required long WaivedFen { get; init; }

    /// <summary>What the hospital bears above a package.</summary>
    public required long HospitalBorneFen { get; init; }

    /// <summary>What the patient pays.</summary>
    public required long PatientFen { get; init; }

    /// <summary>Journal entries.</summary>
    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>Lines of the layers.</summary>
    public required IReadOnlyList<LineColumns> Lines { get; init; }

    /// <summary>Changes of counters.</summary>
    public required IReadOnlyList<CounterChange> Changes { get; init; }
}

/// <summary>What is kept under the request id of a settlement. A store that does not keep the time there gives none.</summary>
public sealed record RequestColumns(SettlementId? SettlementId, byte[] ContentHash, DateTimeOffset? SettledTime);

/// <summary>
/// A message of the outbox with everything that is stored of its settlement, as a proof reads it: once, in the order of the outbox.
/// </summary>
public sealed record LedgerRow
{
    /// <summary>Number in the outbox.</summary>
    public required long OutboxNumber { get; init; }

    /// <summary>The settlement that the message is about.</summary>
    public required SettlementId SettlementId { get; init; }

    /// <summary>What the message says that it is.</summary>
    public SettlementKind Kind { get; init; }

    /// <summary>The settlement; null if the ledger has none of that id.</summary>
    public SettlementColumns? Columns { get; init; }

    /// <summary>Its stored document.</summary>
    public byte[] Document { get; init; } = [];

    /// <summary>Of a reversal, the stored document of what it undoes; null if there is none.</summary>
    public byte[]? Original { get; init; }

    /// <summary>What is kept under its request id; null if nothing is.</summary>
    public RequestColumns? Request { get; init; }

    /// <summary>
    /// Of a reversal, which reversal the store notes for the original; the same as the settlement in a store that keeps no such note.
    /// </summary>
    public SettlementId? NotedReversalId { get; init; }

    /// <summary>What of the row cannot be read, in Chinese; null if all of it can.</summary>
    public string? Damage { get; init; }
}

/// <summary>A counter as it stands.</summary>
public readonly record struct CounterRow(PersonKey PersonKey, string Scheme, string Counter, long UsedFen);

/// <summary>
/// What a store counts at the end of a proof, to be compared with what the proof has met on its way. <see cref="Written"/> is how many
/// messages the outbox ever got, by a count of its own; <see cref="StandingVisits"/> is how many visits stand settled, each counted once.
/// </summary>
public sealed record LedgerTotals(long Settlements, long AnsweredRequests, long? Reversals, long Written, long StandingVisits);

/// <summary>Rows of the ledger in order, and the number up to which these are all that there are.</summary>
public sealed record LedgerPiece(IReadOnlyList<LedgerRow> Rows, long Through);
