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

    /// <summary>The record would not fit what the book says before it; nothing is written. The subject says why.</summary>
    RecordUnfit = 17,

    /// <summary>The request was written once, but its record did not fit and was set aside.</summary>
    RecordSetAside = 18,

    /// <summary>No record that is set aside has that number.</summary>
    RecordNotSetAside = 19,

    /// <summary>More is to go back to the county than is due.</summary>
    AboveCountyRefundDue = 22,

    /// <summary>Money went back to a county under that reference of the bank already.</summary>
    RefundRecordedBefore = 23,

    /// <summary>More is set off than what is accepted and waits for money.</summary>
    SetOffAboveAccepted = 24,

    /// <summary>No record that could be corrected has that number.</summary>
    RecordNotFound = 25,

    /// <summary>A record of that kind is not corrected by a counter-record.</summary>
    RecordNotCorrectable = 26,

    /// <summary>The record was corrected or withdrawn before.</summary>
    RecordCorrectedBefore = 27,

    /// <summary>A later record rests on this one and has to be corrected first.</summary>
    LaterRecordFirst = 28,

    /// <summary>A correction of the record waits for its decision already.</summary>
    CorrectionProposedBefore = 29,

    /// <summary>No correction that waits for its decision has that id.</summary>
    CorrectionNotOpen = 30,

    /// <summary>Who proposed a correction may not decide it.</summary>
    CorrectionSamePerson = 31,

    /// <summary>The claim was withdrawn.</summary>
    ClaimWithdrawn = 32,

    /// <summary>No agreement has that id.</summary>
    AgreementNotFound = 35,

    /// <summary>Nothing is arranged about paying later where the person is insured, on that day.</summary>
    PayLaterNotOffered = 37,

    /// <summary>The person has none of the identities that may pay later.</summary>
    PayLaterIdentityMissing = 38,

    /// <summary>Paying later is not for this hospital: its tier, or where it lies.</summary>
    PayLaterHospitalNotCovered = 39,

    /// <summary>The person has an agreement with the hospital already, or its number is taken.</summary>
    AgreementExists = 40,

    /// <summary>The agreement was ended before.</summary>
    AgreementEnded = 41,

    /// <summary>The patient owes nothing for that settlement at that hospital.</summary>
    PatientDebtNotFound = 42,

    /// <summary>More than what is owed.</summary>
    AboveDebt = 43,

    /// <summary>More than what is deposited.</summary>
    AboveDeposit = 44,

    /// <summary>The settlement is another patient's or hospital's, or was undone.</summary>
    SettlementNotOfPatient = 45,

    /// <summary>More than what is due back to the patient.</summary>
    AboveRefundDue = 46,

    /// <summary>No proposal that is still open has that id.</summary>
    ProposalNotOpen = 47,

    /// <summary>Who proposed a write-off may not decide it.</summary>
    SecondOperatorNeeded = 48,

    /// <summary>Who pays later under an agreement pays no deposit.</summary>
    DepositUnderAgreement = 49,
}
