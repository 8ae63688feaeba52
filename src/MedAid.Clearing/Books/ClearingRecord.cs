using System.Text.Json.Serialization;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Books;

/// <summary>What a record of the clearing book says. The numbers are stored.</summary>
public enum RecordKind
{
    /// <summary>A row of the book whose content cannot be read, or that is missing. Never written.</summary>
    Unreadable = 0,

    /// <summary>Settlements were taken over from the ledger: their receivables are open.</summary>
    TakenOver = 1,

    /// <summary>A settlement was undone: its receivables are unwound in whatever standing they were.</summary>
    Unwound = 2,

    /// <summary>A claim was built.</summary>
    ClaimBuilt = 3,

    /// <summary>The county answered lines of a claim.</summary>
    ReplyRecorded = 4,

    /// <summary>Refused lines were corrected and may be claimed again.</summary>
    Corrected = 5,

    /// <summary>Refused lines are disputed.</summary>
    Disputed = 6,

    /// <summary>A dispute was decided.</summary>
    DisputeDecided = 7,

    /// <summary>Refused lines are charged to the patient, by decision.</summary>
    Charged = 8,

    /// <summary>Refused lines are written off, by decision.</summary>
    WrittenOff = 9,

    /// <summary>A payment came in, and was matched as far as it goes.</summary>
    PaymentRecorded = 10,

    /// <summary>What waited for its claim was matched.</summary>
    PaymentMatched = 11,

    /// <summary>The county paid what it had kept back.</summary>
    RetentionReleased = 12,

    /// <summary>The hospital paid back to the county what it had paid for settlements that were undone since.</summary>
    CountyRefunded = 14,

    /// <summary>The claim of a capitation month was taken over: the fund owes for the heads.</summary>
    CapitationClaimed = 15,

    /// <summary>An agreement to pay later was signed.</summary>
    AgreementSigned = 20,

    /// <summary>An agreement to pay later was ended.</summary>
    AgreementEnded = 21,

    /// <summary>A patient paid debts.</summary>
    PatientPaid = 22,

    /// <summary>A patient got back what was paid for a settlement that was undone.</summary>
    PatientRefunded = 23,

    /// <summary>It was proposed to write debts of a patient off.</summary>
    WriteOffProposed = 24,

    /// <summary>A proposal to write off was decided.</summary>
    WriteOffDecided = 25,

    /// <summary>A deposit was taken.</summary>
    DepositTaken = 26,

    /// <summary>A deposit paid a patient's share, or some of it.</summary>
    DepositApplied = 27,

    /// <summary>A deposit was returned.</summary>
    DepositReturned = 28,

    /// <summary>
    /// The general ledger took up turnovers of settlements that were taken over before it was kept (总账补记). Nothing moves.
    /// </summary>
    TurnoverPosted = 30,

    /// <summary>
    /// A settlement of the ledger does not fit the book and was passed over (结算搁置): nothing of it is taken up but how far the ledger has been read.
    /// </summary>
    SettlementSetAside = 31,

    /// <summary>The claim of a capitation month does not fit the book and was passed over (打包申报搁置): nothing of it is booked.</summary>
    CapitationSetAside = 32,

    /// <summary>It was proposed to correct a record.</summary>
    CorrectionProposed = 40,

    /// <summary>The counter-record of a record (冲正): it moves back what that moved, by decision of a second person.</summary>
    CounterRecorded = 41,

    /// <summary>A proposal to correct a record was rejected.</summary>
    CorrectionRejected = 42,

    /// <summary>A claim was withdrawn before it was answered: the counter-record of its building.</summary>
    ClaimWithdrawn = 43,

    /// <summary>A record that does not fit was taken out of the accounts by two persons (作废搁置记录). Nothing moves.</summary>
    RecordVoided = 50,
}

/// <summary>
/// One record of the clearing book: who did what when, what moved, and the entries of the journal. The book is the truth; the state is what
/// its records, read in order, come to. Records are numbered without a gap and chained by their hashes.
/// </summary>
public sealed record ClearingRecord
{
    /// <summary>Number in the book, from 1 without a gap.</summary>
    public required long Number { get; init; }

    /// <summary>What it says.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>The caller's key; of a record that the gateway makes by itself, the key that it derives from its cause.</summary>
    public required string RequestId { get; init; }

    /// <summary>Hash of the request's content, in hexadecimal; another content under the same key is refused.</summary>
    public required string ContentHash { get; init; }

    /// <summary>County; empty where settlements of several were taken over.</summary>
    public CountyCode CountyCode { get; init; }

    /// <summary>Hospital; empty where settlements of several were taken over.</summary>
    public HospitalCode HospitalCode { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset RecordedTime { get; init; }

    /// <summary>Who did it.</summary>
    public required string Operator { get; init; }

    /// <summary>The claim that it concerns.</summary>
    public string? ClaimId { get; init; }

    /// <summary>The claim's period, <c>2026-03</c>.</summary>
    public string? Period { get; init; }

    /// <summary>Reason or remark; of decisions it is required.</summary>
    public string Note { get; init; } = "";

    /// <summary>Receivables taken over.</summary>
    public IReadOnlyList<NewReceivable> Receivables { get; init; } = [];

    /// <summary>What moved.</summary>
    public IReadOnlyList<Move> Moves { get; init; } = [];

    /// <summary>Why the county refused lines, by receivable.</summary>
    public IReadOnlyList<RefusedLine> Refusals { get; init; } = [];

    /// <summary>The payment.</summary>
    public PaymentFact? Payment { get; init; }

    /// <summary>What the county got back by this record, paid or set off; null if nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CountyRefund? Refund { get; init; }

    /// <summary>The last message of the ledger that is taken over, and the hash over the documents of this record.</summary>
    public TakenOver? Taken { get; init; }

    /// <summary>What the settlements of this record turned over; null in records from before the general ledger was kept.</summary>
    public IReadOnlyList<Turnover>? Posted { get; init; }

    /// <summary>Of <see cref="RecordKind.TurnoverPosted"/>, the last message of the ledger that is posted by it.</summary>
    public long PostedThrough { get; init; }

    /// <summary>What it says of a patient's account; null if it is about none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PatientFact? Patient { get; init; }

    /// <summary>Of <see cref="RecordKind.CapitationClaimed"/>, the claim; of one that was set aside, its number alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CapitationFact? Capitation { get; init; }

    /// <summary>The record that this one corrects, withdraws, or speaks of correcting; null if it does none of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CorrectionFact? Correction { get; init; }

    /// <summary>Of <see cref="RecordKind.RecordVoided"/>, the record that it takes out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VoidedRecord? Voided { get; init; }

    /// <summary>Entries of the journal; they sum to zero.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; init; } = [];
}

/// <summary>Why a line was refused.</summary>
public readonly record struct RefusedLine(string ReceivableId, string Reason);

/// <summary>
/// Money of a county in the bank: the bank's reference, the day, how much came, how much of it was matched by this record, what the county
/// kept back, what it deducted, and what it set off against what was due back to it, so that less came.
/// </summary>
public sealed record PaymentFact(
    string PaymentId, DateOnly PaidDate, long ReceivedFen, long MatchedFen, long RetainedFen = 0, long DeductedFen = 0,
    long SetOffFen = 0);

/// <summary>
/// What a county got back of what it had paid for settlements that were undone since: by the bank's reference of the money that went, or by
/// that of the payment against which it was set off; fund by fund. In a counter-record, negative where it is due back again.
/// </summary>
public sealed record CountyRefund(string PaymentId, DateOnly PaidDate, IReadOnlyList<RefundedFund> Funds)
{
    /// <summary>All that it got back.</summary>
    [JsonIgnore]
    public long AmountFen => Funds.Sum(f => f.AmountFen);
}

/// <summary>What went back of one fund.</summary>
public readonly record struct RefundedFund(Fund Fund, long AmountFen);

/// <summary>The claim of a capitation month: its number among all of them, what is claimed for the heads, and what the visits cost then.</summary>
public sealed record CapitationFact(long ClaimNumber, string Programme, int Heads, long AmountFen, long CostFen);

/// <summary>How far the ledger has been taken over, and what proves that its documents are still those.</summary>
public sealed record TakenOver(long OutboxNumber, IReadOnlyList<SettlementId> SettlementIds, string DocumentsHash);

/// <summary>The record that is to be corrected, and, of a decision, the proposal that it decides.</summary>
public sealed record CorrectionFact(long RecordNumber, string? CorrectionId = null);
