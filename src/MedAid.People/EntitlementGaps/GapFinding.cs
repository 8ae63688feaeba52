using System.Security.Cryptography;
using System.Text;
using MedAid.Core;

namespace MedAid.People.EntitlementGaps;

/// <summary>What was found.</summary>
public enum FindingKind
{
    /// <summary>Visits show a disease for which there is no qualification (应享未享).</summary>
    Qualification = 1,

    /// <summary>The own burden of the year passed the line (自负费用较高).</summary>
    Burden = 2,
}

/// <summary>How a finding stands.</summary>
public enum FindingStanding
{
    /// <summary>Still so, and nothing was done about it.</summary>
    Open = 1,

    /// <summary>A qualification was applied for; it is to be decided.</summary>
    Pending = 2,

    /// <summary>The qualification is held now, or aid was granted.</summary>
    Settled = 3,

    /// <summary>No longer so: settlements were undone, indicators grew old, or the person died or left.</summary>
    Withdrawn = 4,
}

/// <summary>Whom lists go to.</summary>
public enum Receiver
{
    /// <summary>民政.</summary>
    CivilAffairs = 1,

    /// <summary>乡村振兴.</summary>
    RuralRevitalisation = 2,

    /// <summary>医疗保障局.</summary>
    InsuranceBureau = 3,
}

/// <summary>What goes to whom, and the words of receivers.</summary>
public static class Receivers
{
    private static readonly (Receiver Receiver, string Word, string Chinese, FindingKind Kind)[] Rows =
    [
        (Receiver.CivilAffairs, "civil_affairs", "民政", FindingKind.Burden),
        (Receiver.RuralRevitalisation, "rural_revitalisation", "乡村振兴", FindingKind.Burden),
        (Receiver.InsuranceBureau, "insurance_bureau", "医疗保障", FindingKind.Qualification),
    ];

    /// <summary>The kind of finding that a receiver gets (吕梁 2022-07-12, 一(三): 名单推送乡村振兴和民政; 资格归医保).</summary>
    public static FindingKind KindOf(Receiver receiver) => Rows.First(r => r.Receiver == receiver).Kind;

    /// <summary>The word within ids of lists.</summary>
    public static string WordOf(Receiver receiver) => Rows.First(r => r.Receiver == receiver).Word;

    /// <summary>The name on lists.</summary>
    public static string ChineseOf(Receiver receiver) => Rows.First(r => r.Receiver == receiver).Chinese;
}

/// <summary>What the facts show of a person now.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="PersonKey">The person.</param>
/// <param name="CountyCode">County of insurance.</param>
/// <param name="Subject">Code of the disease, or the year.</param>
/// <param name="Since">Day of the first indicator, or on which the line was passed.</param>
/// <param name="AmountFen">Burden of the year so far; 0 for a qualification.</param>
/// <param name="LineFen">The line that was passed; 0 for a qualification.</param>
/// <param name="Days">Days with an indicator; 0 for a burden.</param>
/// <param name="IndicatorId">The indicator; empty for a burden.</param>
public sealed record FindingSnapshot(
    FindingKind Kind, PersonKey PersonKey, CountyCode CountyCode, string Subject, DateOnly Since, long AmountFen, long LineFen, int Days,
    string IndicatorId)
{
    private const int IdDigits = 24;

    /// <summary>The same for the same person, kind and subject: a finding is made once, whoever makes it.</summary>
    public string FindingId => IdOf(Kind, PersonKey, Subject);

    /// <summary>The id of a finding.</summary>
    public static string IdOf(FindingKind kind, PersonKey personKey, string subject) =>
        "F" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {personKey} {subject}")))[..IdDigits];
}

/// <summary>A finding as it was made and as it stands.</summary>
public sealed record GapFinding(FindingSnapshot Snapshot, DateTimeOffset FoundTime, FindingStanding Standing, DateTimeOffset StandingTime)
{
    /// <summary>Its id.</summary>
    public string FindingId => Snapshot.FindingId;
}

/// <summary>A settlement that proves a finding; the amount is what the patient bears of it within the scope.</summary>
public sealed record ProvingVisit(SettlementId SettlementId, DateOnly ServiceDate, long BurdenFen);
