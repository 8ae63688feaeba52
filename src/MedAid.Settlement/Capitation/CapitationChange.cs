using MedAid.Core;
using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Capitation;

/// <summary>What happens to a person's place under a capitation contract.</summary>
public enum CapitationChangeKind
{
    /// <summary>Joins: the day is the first under the contract.</summary>
    Join = 1,

    /// <summary>Leaves: the day is the first without the contract.</summary>
    Leave = 2,

    /// <summary>Takes the last change of the person back, which was on this day: it was noted by mistake.</summary>
    Withdraw = 3,
}

/// <summary>
/// One change of the roll (签约名册). Changes are only ever added: the roll of any moment can be worked out, with who changed it when.
/// </summary>
public sealed record CapitationChange
{
    /// <summary>Place in the book, from 1.</summary>
    public long Number { get; init; }

    /// <summary>Opaque key of the person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Hospital of the contract.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>Programme of the pack.</summary>
    public required string Programme { get; init; }

    /// <summary>Scheme of the contract: the person's on joining.</summary>
    public required string Scheme { get; init; }

    /// <summary>What happens.</summary>
    public required CapitationChangeKind Kind { get; init; }

    /// <summary>From which day on.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Who noted it.</summary>
    public required string Operator { get; init; }

    /// <summary>When it was noted.</summary>
    public required DateTimeOffset Noted { get; init; }
}

/// <summary>A person's days under the contract of a hospital; the end is the first day without it.</summary>
public readonly record struct CapitationSpan(HospitalCode HospitalCode, string Scheme, DateOnly From, DateOnly? Until)
{
    /// <summary>How many days of a month fall into the span.</summary>
    public int DaysIn(DateOnly month)
    {
        var end = month.AddMonths(1);
        var first = From > month ? From : month;
        var until = Until < end ? Until.Value : end;
        return Math.Max(0, until.DayNumber - first.DayNumber);
    }

    /// <summary>Whether a day lies in the span.</summary>
    public bool Holds(DateOnly day) => day >= From && (Until is null || day < Until);
}

/// <summary>Why a change or a claim is refused.</summary>
public static class CapitationFault
{
    /// <summary>The person is not in the register.</summary>
    public static readonly Fault PersonNotFound = new("PERSON_NOT_FOUND");

    /// <summary>The person is insured in another county than the hospital's, whose bureau pays for no head of it.</summary>
    public static readonly Fault OtherCounty = new("CAPITATION_OTHER_COUNTY");

    /// <summary>No pack is in force for the hospital's county in the month.</summary>
    public static readonly Fault NoPolicyForDate = new("NO_POLICY_FOR_DATE");

    /// <summary>The pack in force has no such programme by the month.</summary>
    public static readonly Fault ProgrammeNotFound = new("CAPITATION_PROGRAMME_NOT_FOUND");

    /// <summary>The person is under the contract already, here or at another hospital.</summary>
    public static readonly Fault EnrolledAlready = new("CAPITATION_ENROLLED_ALREADY");

    /// <summary>The person is not under the contract of this hospital, or there is no such change to take back.</summary>
    public static readonly Fault NotEnrolled = new("CAPITATION_NOT_ENROLLED");

    /// <summary>The claim of the month has been built; its roll does not change any more.</summary>
    public static readonly Fault MonthClaimed = new("CAPITATION_MONTH_CLAIMED");

    /// <summary>The month is not over.</summary>
    public static readonly Fault MonthNotOver = new("CAPITATION_MONTH_NOT_OVER");

    /// <summary>The day lies before the person's last change.</summary>
    public static readonly Fault DayBeforeLast = new("CAPITATION_DAY_BEFORE_LAST");

    /// <summary>No claim has this id.</summary>
    public static readonly Fault ClaimNotFound = new("CAPITATION_CLAIM_NOT_FOUND");

    /// <summary>A visit within a head's days was settled by another county or scheme: it would be paid twice.</summary>
    public static Fault PaidPerVisit(SettlementId settlementId) =>
        new("CAPITATION_PAID_PER_VISIT", Subject: settlementId.Text, SubjectName: "settlement_id");

    /// <summary>The hospital is not known.</summary>
    public static Fault HospitalNotFound(HospitalCode hospitalCode) => new("HOSPITAL_NOT_FOUND", Subject: hospitalCode.Text);
}
