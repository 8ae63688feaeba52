using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.People.Qualifications;

/// <summary>What has become of an application.</summary>
public enum ApplicationState
{
    /// <summary>To be decided.</summary>
    Open = 1,

    /// <summary>The benefit begins on the day that the region says.</summary>
    Approved = 2,

    /// <summary>Refused, with the reason that the applicant gets.</summary>
    Refused = 3,
}

/// <summary>How an application came about.</summary>
public enum ApplicationSource
{
    /// <summary>Somebody applied.</summary>
    Application = 1,

    /// <summary>A qualification that is about to end is prolonged.</summary>
    Renewal = 2,

    /// <summary>Taken from the list of managed patients (规范化管理“两病”人员).</summary>
    ManagedList = 3,

    /// <summary>Fell short of the criteria of the chronic disease, and was moved into two-disease at once (一站式受理).</summary>
    FailedChronic = 4,
}

/// <summary>What an application rests on.</summary>
public enum EvidenceKind
{
    /// <summary>Records of a hospital of the second level or above.</summary>
    HospitalRecord = 1,

    /// <summary>The signatures of two doctors of the township hospital; for poor households only.</summary>
    TownshipDoctors = 2,

    /// <summary>The managed patients' list of the county's health commission.</summary>
    ManagedList = 3,
}

/// <summary>Why an application is refused; the applicant has to be informed.</summary>
public enum RefusalReason
{
    /// <summary>不符合准入标准.</summary>
    CriteriaNotMet = 1,

    /// <summary>诊断依据不足.</summary>
    DiagnosisNotConfirmed = 2,

    /// <summary>材料不齐.</summary>
    MaterialsIncomplete = 3,
}

/// <summary>Why a qualification ends before its time.</summary>
public enum QualificationEndReason
{
    /// <summary>死亡.</summary>
    Deceased = 1,

    /// <summary>不再符合准入标准.</summary>
    CriteriaNoLongerMet = 2,

    /// <summary>变更病种或定点医疗机构，另行申请.</summary>
    Changed = 3,

    /// <summary>弄虚作假，撤销.</summary>
    Revoked = 4,

    /// <summary>本人申请.</summary>
    ByRequest = 5,
}

/// <summary>The end of a qualification before its time.</summary>
/// <param name="EndedOn">First day without benefit.</param>
/// <param name="Reason">Why.</param>
/// <param name="Note">What else is to be said.</param>
/// <param name="EndedBy">Who ended it.</param>
/// <param name="Ended">When that was recorded.</param>
public sealed record QualificationEnd(DateOnly EndedOn, QualificationEndReason Reason, string Note, string EndedBy, DateTimeOffset Ended);

/// <summary>An application for a qualification, and its decision once there is one. Decided once and never changed.</summary>
public sealed record QualificationApplication
{
    /// <summary>Made from the person, the disease and how many applications there were before.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Opaque key of the person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Chronic or two-disease.</summary>
    public required QualificationKind Kind { get; init; }

    /// <summary>National code of the disease.</summary>
    public required string Disease { get; init; }

    /// <summary>Hospital to which the patient is bound; empty: none was chosen.</summary>
    public required HospitalCode Hospital { get; init; }

    /// <summary>How it came about.</summary>
    public required ApplicationSource Source { get; init; }

    /// <summary>What it rests on.</summary>
    public required EvidenceKind Evidence { get; init; }

    /// <summary>Codes of the doctors who signed, with a blank between; empty where a hospital's records are the evidence.</summary>
    public string Signers { get; init; } = "";

    /// <summary>Who took it in (maker).</summary>
    public required string AppliedBy { get; init; }

    /// <summary>When it was taken in.</summary>
    public required DateTimeOffset Applied { get; init; }

    /// <summary>Last day for the decision.</summary>
    public required DateOnly DueBy { get; init; }

    /// <summary>What has become of it.</summary>
    public ApplicationState State { get; init; } = ApplicationState.Open;

    /// <summary>Who decided (checker); never the maker.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? Decided { get; init; }

    /// <summary>The day before the benefit begins; only of an approved one.</summary>
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>First day without benefit; null: no end, or not approved.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Why it was refused.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>Its end before its time; null: none.</summary>
    public QualificationEnd? End { get; init; }

    /// <summary>The qualification that settling sees; null: none was granted.</summary>
    public Qualification? Granted => ApprovedOn is { } day
        ? new Qualification(Kind, Disease, day, End?.EndedOn ?? Until, !Hospital.IsEmpty ? Hospital : null)
        : null;

    /// <summary>Whether another one is for the same thing.</summary>
    public bool IsFor(QualificationKind kind, string disease) => Kind == kind && Disease == disease;
}
