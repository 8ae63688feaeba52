namespace MedAid.Clearing.Decisions;

/// <summary>Why a request to the clearing book is refused; nothing is written then. The numbers are stable.</summary>
public enum ClearingRefusal
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The request id was used before with other content.</summary>
    RequestIdReused = 1,

    /// <summary>Nothing of the county is open up to the end of the period.</summary>
    NothingToClaim = 2,

    /// <summary>No claim has that id.</summary>
    ClaimNotFound = 3,

    /// <summary>A line of a reply is not in the claim.</summary>
    LineNotInClaim = 4,

    /// <summary>A line of a reply comes twice.</summary>
    LineGivenTwice = 5,

    /// <summary>A line was answered already, or its settlement was undone.</summary>
    LineNotOpenToReply = 6,

    /// <summary>More was accepted than claimed.</summary>
    AcceptedAboveClaimed = 7,

    /// <summary>A refusal of a line needs the county's reason.</summary>
    ReasonMissing = 8,

    /// <summary>No receivable has that id.</summary>
    ReceivableNotFound = 9,

    /// <summary>Nothing of the receivable stands where it would have to.</summary>
    NothingThere = 10,

    /// <summary>The receivables are of more than one county or hospital.</summary>
    NotOneCounty = 11,

    /// <summary>A payment with that reference is recorded already.</summary>
    PaymentRecordedBefore = 12,

    /// <summary>An amount is not positive, or does not fit.</summary>
    AmountOutOfRange = 13,

    /// <summary>No payment has that reference.</summary>
    PaymentNotFound = 14,

    /// <summary>What was kept back and deducted is more than what is accepted.</summary>
    DeductedAboveAccepted = 15,

    /// <summary>Nothing accepted waits for money that is there.</summary>
    NothingToMatch = 16,
}
