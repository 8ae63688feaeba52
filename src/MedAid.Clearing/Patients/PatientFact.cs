using MedAid.Core.Policy;

namespace MedAid.Clearing.Patients;

/// <summary>What a record of the clearing book says of one patient's account at one hospital.</summary>
public sealed record PatientFact
{
    /// <summary>Opaque key of the person.</summary>
    public required string PersonKey { get; init; }

    /// <summary>The agreement that was signed.</summary>
    public SignedAgreement? NewAgreement { get; init; }

    /// <summary>The agreement that was ended, and its last day.</summary>
    public EndedAgreement? Ended { get; init; }

    /// <summary>A share that enters the book.</summary>
    public NewShare? Share { get; init; }

    /// <summary>What moved between standings of shares.</summary>
    public IReadOnlyList<ShareMove> Moves { get; init; } = [];

    /// <summary>Deposit taken; negative if it was returned.</summary>
    public long DepositFen { get; init; }

    /// <summary>Shares that are proposed to be written off, and how much of each.</summary>
    public IReadOnlyList<ProposedShare> Proposed { get; init; } = [];

    /// <summary>The proposal that was decided.</summary>
    public string? ProposalId { get; init; }

    /// <summary>The settlement that was undone.</summary>
    public string? UndoneSettlementId { get; init; }

    /// <summary>Day on which money changed hands.</summary>
    public DateOnly? Day { get; init; }
}

/// <summary>An agreement to treat first and pay later (先诊疗、后付费协议), with the identity and the article that it rests on.</summary>
public sealed record SignedAgreement(
    string AgreementId, DateOnly SignedDate, IReadOnlyList<IdentityKind> Identities, IReadOnlyList<Care> Care, string Cite);

/// <summary>The last day of an agreement.</summary>
public sealed record EndedAgreement(string AgreementId, DateOnly LastDate);

/// <summary>How much of a share is proposed to be written off.</summary>
public readonly record struct ProposedShare(string SettlementId, long AmountFen);
