namespace MedAid.Settlement.Claims;

/// <summary>
/// The rules that a field of a request can break: a closed set, which the contract lists under the same names as
/// <c>medaid.errors.v1.FieldRule</c>. A word means the same in every call.
/// </summary>
public enum FieldRule
{
    /// <summary>It must be given.</summary>
    Required = 1,

    /// <summary>It is not written as this field is: length, characters, number of digits; a page token that this list did not give out.</summary>
    Format = 2,

    /// <summary>The text or the file is longer than this field takes.</summary>
    TooLong = 3,

    /// <summary>The list has more entries than one call takes.</summary>
    TooMany = 4,

    /// <summary>It is given twice where once is right.</summary>
    Duplicate = 5,

    /// <summary>Of several fields one is to be given, and only one.</summary>
    OnlyOne = 6,

    /// <summary>The number, the amount or the day is outside the bounds that the description names.</summary>
    OutOfRange = 7,

    /// <summary>It is no day of the calendar written 2026-03-31, or no month written 2026-03.</summary>
    Date = 8,

    /// <summary>The id number is wrong: length, day of birth or check digit.</summary>
    Checksum = 9,

    /// <summary>An id number stands in a text that is kept and shown.</summary>
    IdNumberInside = 10,

    /// <summary>It is none of the words that the description names.</summary>
    UnknownWord = 11,

    /// <summary>No hospital has this code.</summary>
    UnknownHospital = 12,

    /// <summary>No county has this code.</summary>
    UnknownCounty = 13,

    /// <summary>No designated hospital lists this doctor.</summary>
    UnknownDoctor = 14,

    /// <summary>It is not a decimal number.</summary>
    NotANumber = 15,

    /// <summary>The number has more decimals than the field takes.</summary>
    TooManyDecimals = 16,

    /// <summary>It is no instant: RFC 3339, between the years 1 and 9999.</summary>
    NotATime = 17,

    /// <summary>The message has no such field.</summary>
    UnknownField = 18,

    /// <summary>The body says otherwise than the path.</summary>
    DiffersFromPath = 19,

    /// <summary>A value of the query is not of the field's type.</summary>
    WrongType = 20,

    /// <summary>JSON: an object is wanted.</summary>
    NotAnObject = 21,

    /// <summary>JSON: an array is wanted.</summary>
    NotAnArray = 22,

    /// <summary>JSON: a string is wanted, in correct encoding.</summary>
    NotAString = 23,

    /// <summary>JSON: true or false is wanted.</summary>
    NotABoolean = 24,

    /// <summary>JSON: a whole number is wanted.</summary>
    NotAnInteger = 25,

    /// <summary>JSON: a text in base64 is wanted.</summary>
    NotBase64 = 26,

    /// <summary>A layer has both an external and an upstream payment.</summary>
    LayerGivenTwice = 27,

    /// <summary>The field or the call is not for this kind of care.</summary>
    NotForCare = 28,

    /// <summary>The amount is not price times quantity, rounded half up to the fen.</summary>
    ItemAmountDiffers = 29,

    /// <summary>The catalogue does not have the item.</summary>
    ItemUnknown = 30,

    /// <summary>The catalogue does not list the item on this day for this hospital.</summary>
    ItemNotListed = 31,

    /// <summary>The item is restricted and the hospital has not decided on it.</summary>
    ItemNotApproved = 32,

    /// <summary>The county has no list of the papers of an application.</summary>
    NoPaperList = 33,

    /// <summary>What is asked is not for this class of applicant.</summary>
    NotForThisClass = 34,

    /// <summary>The new settlement is named if the visit was settled again, and only then.</summary>
    OnlyWhenSettledAgain = 35,

    /// <summary>The day does not fit the days of the application's other steps.</summary>
    DateUnfit = 36,

    /// <summary>The hospital is under no agreement of designation today.</summary>
    NotDesignated = 37,

    /// <summary>The hospital has no level.</summary>
    NotGraded = 38,

    /// <summary>The person is not insured here.</summary>
    NotInsured = 39,

    /// <summary>The person is not under residents' insurance.</summary>
    NotResident = 40,

    /// <summary>The local list does not have the disease.</summary>
    DiseaseNotListed = 41,

    /// <summary>An application for the same disease waits for its decision.</summary>
    AlreadyApplied = 42,

    /// <summary>The qualification is held, and its renewal is not due.</summary>
    AlreadyQualified = 43,

    /// <summary>The chronic-disease benefit is held, so the two-disease benefit is not for this person.</summary>
    ChronicBenefitHeld = 44,

    /// <summary>Two different doctors of a township hospital have to sign.</summary>
    TwoDoctorsNeeded = 45,

    /// <summary>Signatures do not count here: the records of a designated hospital are needed.</summary>
    HospitalRecordNeeded = 46,

    /// <summary>The hospital is below the level that may recognise the disease.</summary>
    HospitalLevelTooLow = 47,

    /// <summary>Signatures count for poor households only.</summary>
    NotPoorHousehold = 48,

    /// <summary>The two-disease benefit is for treatment with drugs.</summary>
    NotOnDrugs = 49,

    /// <summary>The person who checks is the one who took it in.</summary>
    SameOperator = 50,

    /// <summary>The application is decided.</summary>
    AlreadyDecided = 51,

    /// <summary>No application has this id.</summary>
    ApplicationNotFound = 52,

    /// <summary>It is an id number of 15 digits; the one of 18 is taken.</summary>
    OldIdNumber = 53,

    /// <summary>It is the number of a document that is not taken: a passport, a permit, a card of an officer or of social security.</summary>
    IdKindNotTaken = 54,
}
