using System.Text.Json.Serialization;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Ledger;

/// <summary>Kinds of record.</summary>
public enum SettlementKind
{
    /// <summary>The split of a visit.</summary>
    Settlement = 1,

    /// <summary>The undoing of one.</summary>
    Reversal = 2,
}

/// <summary>
/// A settlement as it was answered, whole and for good: the breakdown with every figure, rule and article, and the journal
/// entries. Nothing personal but the opaque key. All amounts in fen.
/// </summary>
public sealed record SettlementDocument
{
    /// <summary>Id, derived from the request id, so that it is the same after a crash.</summary>
    public required SettlementId SettlementId { get; init; }

    /// <summary>The caller's key.</summary>
    public required string RequestId { get; init; }

    /// <summary>Settlement or reversal.</summary>
    public required SettlementKind Kind { get; init; }

    /// <summary>Of a reversal, what it undoes.</summary>
    public SettlementId? ReversesSettlementId { get; init; }

    /// <summary>Of a settlement after a partial refund, the settlement that was undone for it.</summary>
    public SettlementId? ReplacesSettlementId { get; init; }

    /// <summary>Of a reversal, why.</summary>
    public string? Reason { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>Number of the bill where the visit is billed in parts, or empty.</summary>
    public string Batch { get; init; } = "";

    /// <summary>The hospital's id of the stay, or null.</summary>
    public string? Stay { get; init; }

    /// <summary>The how-manieth part of the stay it is, from 1; null without a stay.</summary>
    public int? StayPart { get; init; }

    /// <summary>The how-manieth admission of the year, as given or counted; null if neither.</summary>
    public int? Admission { get; init; }

    /// <summary>Whether an accident is the cause.</summary>
    public bool Accident { get; init; }

    /// <summary>Opaque key of the person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Version of the eligibility that was used.</summary>
    public long EligibilityVersion { get; init; }

    /// <summary>County of insurance.</summary>
    public required CountyCode CountyCode { get; init; }

    /// <summary>Day of the service.</summary>
    public required DateOnly ServiceDate { get; init; }

    /// <summary>Day of admission of a stay; null where it is not known.</summary>
    public DateOnly? AdmissionDay { get; init; }

    /// <summary>Dialyses that were given to an out-patient.</summary>
    public int Dialyses { get; init; }

    /// <summary>Drugs that were given to an out-patient, and how long they last; none in documents from before it was kept.</summary>
    public IReadOnlyList<DrugSupply> Supplies { get; init; } = [];

    /// <summary>Kind of care; null in documents from before it was kept.</summary>
    public Care? Care { get; init; }

    /// <summary>Mode; null in documents from before it was kept.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Disease code, or null.</summary>
    public string? DiseaseCode { get; init; }

    /// <summary>Agreement under which the patient pays later, or null: at the window.</summary>
    public string? AgreementId { get; init; }

    /// <summary>
    /// Hash of the request's content in hexadecimal, the same as is kept under the request id; null in documents from before it was kept. The
    /// writer sets it.
    /// </summary>
    public string? RequestHash { get; init; }

    /// <summary>The claim that was settled, as <see cref="KeptClaim"/> keeps it; null in a reversal.</summary>
    public byte[]? Claim { get; init; }

    /// <summary>What the patient pays at the window, or gets back there: nothing under an agreement.</summary>
    [JsonIgnore]
    public long PayNowFen => AgreementId is null ? Breakdown.CashFen : 0;

    /// <summary>When it was settled.</summary>
    public required DateTimeOffset SettledTime { get; init; }

    /// <summary>Who pays what, and why.</summary>
    public required BreakdownDocument Breakdown { get; init; }

    /// <summary>Journal entries; they sum to zero.</summary>
    public required IReadOnlyList<JournalEntry> Entries { get; init; }
}

/// <summary>Who pays what of one visit, and why; mirrors <see cref="Breakdown"/>, detached from the pack.</summary>
public sealed record BreakdownDocument
{
    /// <summary>Bill before waivers.</summary>
    public required long GrossFen { get; init; }

    /// <summary>Waived by the hospital.</summary>
    public required long WaivedFen { get; init; }

    /// <summary>Bill after waivers.</summary>
    public required long TotalFen { get; init; }

    /// <summary>What the patient pays.</summary>
    public required long PatientFen { get; init; }

    /// <summary>
    /// What the personal account pays of <see cref="PatientFen"/>, a helper's part with it; nothing in documents from before it could.
    /// </summary>
    public long AccountFen { get; init; }

    /// <summary>What a helper's account pays of <see cref="AccountFen"/>.</summary>
    public long HelperFen { get; init; }

    /// <summary>What the patient pays beside the personal account.</summary>
    [JsonIgnore]
    public long CashFen => PatientFen - AccountFen;

    /// <summary>What the patient pays now and claims from the county; part of <see cref="PatientFen"/>.</summary>
    [JsonIgnore]
    public long DeferredFen => Lines.Sum(l => l.DeferredFen);

    /// <summary>What the hospital bears above a package.</summary>
    public required long HospitalBorneFen { get; init; }

    /// <summary>Programme, or null.</summary>
    public string? Programme { get; init; }

    /// <summary>Charges by component.</summary>
    public required ChargeSplit Charges { get; init; }

    /// <summary>Lines of the layers.</summary>
    public required IReadOnlyList<LineDocument> Lines { get; init; }

    /// <summary>Counters before, and what the visit adds.</summary>
    public required IReadOnlyList<CounterUse> Counters { get; init; }

    /// <summary>How each item was split.</summary>
    public required IReadOnlyList<ItemDocument> Items { get; init; }

    /// <summary>What each programme of fee reductions of the hospital took; none in documents that are older than this list.</summary>
    public IReadOnlyList<WaiverDocument> Waivers { get; init; } = [];

    /// <summary>For the clerk: what is in doubt about single items; none in documents that are older than this list.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The law that was applied.</summary>
    public required PolicyDocument Policy { get; init; }

    /// <summary>
    /// One plain Chinese sentence a step: the bill, the programme if there is one, each line, what the patient pays. A line with nothing to say
    /// has its name alone.
    /// </summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>The sentences that say something.</summary>
    public IEnumerable<string> Spoken => Sentences.Where(s => !Explanation.IsSilent(s));

    /// <summary>The sentence of a line; none where the document has no derivation.</summary>
    public string SentenceOf(int line) => Sentences.Count > Lines.Count ? Sentences[Sentences.Count - 1 - Lines.Count + line] : "";
}

/// <summary>What one layer did.</summary>
public sealed record LineDocument
{
    /// <summary>Id of the layer.</summary>
    public required string Layer { get; init; }

    /// <summary>Fund that pays.</summary>
    public required Fund Fund { get; init; }

    /// <summary>Id of the rule; null for external, upstream and capitation.</summary>
    public string? Rule { get; init; }

    /// <summary>What the layer started from.</summary>
    public long BaseFen { get; init; }

    /// <summary>What was left of the base cap, if there is one.</summary>
    public long? BaseCapFen { get; init; }

    /// <summary>The base within the cap.</summary>
    public long EligibleFen { get; init; }

    /// <summary>Deductible taken.</summary>
    public long DeductibleFen { get; init; }

    /// <summary>What the bands were applied to.</summary>
    public long AssessedFen { get; init; }

    /// <summary>Shares by band or class.</summary>
    public IReadOnlyList<ShareDocument> Shares { get; init; } = [];

    /// <summary>What the layer pays.</summary>
    public long PaidFen { get; init; }

    /// <summary>What the layer owes and the patient pays now, to claim it from the county.</summary>
    public long DeferredFen { get; init; }

    /// <summary>What was kept from the layers after it.</summary>
    public long AsideFen { get; init; }

    /// <summary>What caps cut off.</summary>
    public long CappedFen { get; init; }

    /// <summary>What was left with the patient for good.</summary>
    public long OverCapFen { get; init; }

    /// <summary>Whether the hospital advances it.</summary>
    public bool Advanced { get; init; }

    /// <summary>Of day surgery by quota, the quota that the bureau pays from; else null.</summary>
    public long? QuotaFen { get; init; }

    /// <summary>
    /// What the bureau pays the hospital for the visit where that is not <see cref="PaidFen"/>: by quota, or nothing, for it pays by head; else
    /// null.
    /// </summary>
    public long? BureauPaysFen { get; init; }

    /// <summary>Under capitation, the programme that pays the line; else null.</summary>
    public string? Programme { get; init; }

    /// <summary>What the fund owes the hospital for the line.</summary>
    [JsonIgnore]
    public long DueFen => BureauPaysFen ?? PaidFen;

    /// <summary>The basis as papers name it: official documents and their articles.</summary>
    public string Cite { get; init; } = "";

    /// <summary>Every source with its article, official or not.</summary>
    public string Source { get; init; } = "";

    /// <summary>Confidence A–D.</summary>
    public string Confidence { get; init; } = "";

    /// <summary>What is assumed and how the notice was read, or empty.</summary>
    public string Assumed { get; init; } = "";
}

/// <summary>The share of one band or class.</summary>
public readonly record struct ShareDocument(long OverFen, string? Class, long PartFen, int RatePerMillion, long PaidFen);

/// <summary>A counter before the visit and what it adds.</summary>
public readonly record struct CounterUse(string Counter, long UsedBeforeFen, long AddedFen);

/// <summary>How one item was split.</summary>
public readonly record struct ItemDocument(int ItemNumber, string Code, string Class, long WaivedFen, ChargeSplit Charges);

/// <summary>The pack that was applied.</summary>
public sealed record PolicyDocument(
    string Pack, string Title, string Region, string Scheme, DateOnly? Effective, DateOnly? Published, string ContentHash);

/// <summary>One line of the double-entry journal: debit positive, credit negative.</summary>
public readonly record struct JournalEntry(Account Account, CountyCode CountyCode, Fund Fund, Fen AmountFen);
