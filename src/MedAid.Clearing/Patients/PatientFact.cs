using System.Text.Json.Serialization;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Clearing.Patients;

/// <summary>What a record of the clearing book says of one patient's account at one hospital.</summary>
public sealed record PatientFact
{
    /// <summary>Opaque key of the person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>The agreement that was signed.</summary>
    public SignedAgreement? NewAgreement { get; init; }

    /// <summary>The agreement that was ended, and its last day.</summary>
    public EndedAgreement? Ended { get; init; }

    /// <summary>A share that enters the book.</summary>
    public NewShare? Share { get; init; }

    /// <summary>What moved between standings of shares.</summary>
    public IReadOnlyList<ShareMove> Moves { get; init; } = [];

    /// <summary>
    /// How the deposit changes, county by county: more when it is taken or when what it paid was undone, less when it is returned or pays.
    /// </summary>
    public IReadOnlyList<DepositPart> Deposits { get; init; } = [];

    /// <summary>Deposit taken in cash; negative if it was returned. What pays a share, or is a deposit again with one, is no cash.</summary>
    [JsonIgnore]
    public long CashFen => Moves.Count == 0 ? Deposits.Sum(d => d.AmountFen) : 0;

    /// <summary>Shares that are proposed to be written off, and how much of each.</summary>
    public IReadOnlyList<ProposedShare> Proposed { get; init; } = [];

    /// <summary>The proposal that was decided.</summary>
    public string? ProposalId { get; init; }

    /// <summary>The settlement that was undone.</summary>
    public SettlementId? UndoneSettlementId { get; init; }

    /// <summary>Day on which money changed hands.</summary>
    public DateOnly? Day { get; init; }
}

/// <summary>An agreement to treat first and pay later (先诊疗、后付费协议), with the identity and the article that it rests on.</summary>
public sealed record SignedAgreement(
    string AgreementId, DateOnly SignedDate, IReadOnlyList<IdentityKind> Identities, IReadOnlyList<Care> Care, string Cite);

/// <summary>The last day of an agreement.</summary>
public sealed record EndedAgreement(string AgreementId, DateOnly LastDate);

/// <summary>Part of a deposit: of the county in which the person was insured when it was taken.</summary>
public readonly record struct DepositPart(CountyCode CountyCode, long AmountFen);

/// <summary>How much of a share is proposed to be written off.</summary>
public readonly record struct ProposedShare(SettlementId SettlementId, long AmountFen);
