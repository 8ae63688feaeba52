using MedAid.Core;
using MedAid.People.EntitlementGaps;

namespace MedAid.People.Storage;

/// <summary>Which findings are asked for; what is null or empty does not matter.</summary>
public sealed record FindingFilter(FindingKind? Kind, CountyCode County, FindingStanding? Standing, PersonKey PersonKey = default);

/// <summary>A finding with the lists that it is on and its referral.</summary>
public sealed record FindingWithLists(GapFinding Finding,
    IReadOnlyList<(string ListId, Receiver Receiver, ReferralLine Line)> Lines, Referral? Referral);
