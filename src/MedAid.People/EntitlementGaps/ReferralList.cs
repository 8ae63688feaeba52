using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.People.EntitlementGaps;

/// <summary>What a receiver did about a line.</summary>
public enum LineOutcome
{
    /// <summary>已纳入: taken up.</summary>
    TakenUp = 1,

    /// <summary>不适用: not applicable, with the reason.</summary>
    NotApplicable = 2,
}

/// <summary>A receiver's answer to a line.</summary>
public sealed record Acknowledgement(LineOutcome Outcome, string Note, string Operator, DateTimeOffset Time);

/// <summary>A line of a list: the finding as it was when it was pushed, and the receiver's answer once there is one.</summary>
public sealed record ReferralLine(int LineNumber, FindingSnapshot Snapshot, IReadOnlyList<SettlementId> SettlementIds, Acknowledgement? Answer)
{
    /// <summary>The finding.</summary>
    public string FindingId => Snapshot.FindingId;
}

/// <summary>The head of a list that went to a receiver.</summary>
/// <param name="ListId">Receiver, county and number, e.g. <c>civil_affairs-141123-2</c>.</param>
/// <param name="Receiver">Whom it went to.</param>
/// <param name="CountyCode">County of the persons on it.</param>
/// <param name="Number">The how-manieth of this receiver and county.</param>
/// <param name="BuiltTime">When it was made.</param>
/// <param name="Operator">Who made it.</param>
/// <param name="Lines">Lines on it.</param>
/// <param name="Acknowledged">Lines that were answered.</param>
public sealed record ReferralListHead(
    string ListId, Receiver Receiver, CountyCode CountyCode, int Number, DateTimeOffset BuiltTime, string Operator, int Lines, int Acknowledged)
{
    /// <summary>Last day for the answer.</summary>
    public DateOnly DueDate(EntitlementGapTerms terms) => ChinaTime.DayOf(BuiltTime).AddDays(terms.AcknowledgeDays);

    /// <summary>Whether lines are unanswered after the last day for it.</summary>
    public bool IsOverdue(EntitlementGapTerms terms, DateOnly today) => Acknowledged < Lines && today > DueDate(terms);
}

/// <summary>A list with its lines.</summary>
public sealed record ReferralList(ReferralListHead Head, IReadOnlyList<ReferralLine> Lines);
