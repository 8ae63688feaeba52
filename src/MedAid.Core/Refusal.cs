namespace MedAid.Core;

/// <summary>
/// Why a visit is not settled: expected, returned as data. The numbers are
/// stable; they appear in the wire contract and in metrics.
/// </summary>
public enum Refusal
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The request id was used before with other content.</summary>
    RequestIdReused = 1,

    /// <summary>The hospital is not in the register.</summary>
    HospitalNotFound = 2,

    /// <summary>The person is not in the register.</summary>
    PersonNotFound = 3,

    /// <summary>No pack is in force for the region, the scheme and the service date.</summary>
    NoPolicyForDate = 4,

    /// <summary>The chronic or special-disease qualification is missing, not yet or no longer in force.</summary>
    NotQualified = 5,

    /// <summary>Two-disease benefit is not for people who enjoy the chronic-disease benefit.</summary>
    ChronicBenefitHeld = 6,

    /// <summary>The amount of an item is not its price times its quantity.</summary>
    ItemAmountDiffers = 7,

    /// <summary>A sum does not fit the range of money.</summary>
    AmountTooLarge = 8,

    /// <summary>One layer was given both as paid upstream and as paid outside.</summary>
    LayerGivenTwice = 9,

    /// <summary>An amount was given for a layer that is not in force for this visit.</summary>
    LayerNotInForce = 10,

    /// <summary>An upstream payment is larger than what is left to pay.</summary>
    UpstreamAboveRoom = 11,

    /// <summary>An external payment is larger than what is left to pay.</summary>
    ExternalAboveRoom = 12,

    /// <summary>No settlement has that id.</summary>
    SettlementNotFound = 13,

    /// <summary>The settlement is reversed already.</summary>
    AlreadyReversed = 14,

    /// <summary>A reversal cannot itself be reversed.</summary>
    NotReversible = 15,

    /// <summary>An external payment is meant for a component that its layer does not cover.</summary>
    ExternalForNotCovered = 16,

    /// <summary>An upstream payment was given for a visit that treats several diseases.</summary>
    UpstreamBesideDiseases = 17,

    /// <summary>The personal account is to pay, and the pack says of nothing that it may.</summary>
    AccountNotInPack = 18,

    /// <summary>The pack has no rule for this care and does not say that it pays nothing.</summary>
    NoRuleForCare = 19,

    /// <summary>A later part of the stay stands; it has to be reversed first.</summary>
    LaterPartStands = 73,

    /// <summary>A settlement of the visit stands; it has to be reversed first.</summary>
    VisitAlreadySettled = 74,

    /// <summary>No agreement to pay later has that id.</summary>
    AgreementNotFound = 75,

    /// <summary>The agreement is another patient's or hospital's, or does not cover the kind of care or the day.</summary>
    AgreementNotForVisit = 76,

    /// <summary>No part of the settlement can be taken back: the platform adjudicated it, or its claim was not kept.</summary>
    NotRefundableInPart = 240,

    /// <summary>The qualification is bound to another hospital, and the region lets it hold there only.</summary>
    BoundToOtherHospital = 191,

    /// <summary>The hospital's agreement with the bureau does not hold on the service date.</summary>
    HospitalNotDesignated = 192,

    /// <summary>The request was undone before it came; it never does anything.</summary>
    UndoneBeforehand = 200,

    /// <summary>The bureau is away, and its link says that settlements wait for it.</summary>
    BureauAway = 220,
}
