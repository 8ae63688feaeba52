using MedAid.Core;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Checks;

/// <summary>An order of another prescription that has not been settled; it runs to its last day, or without end.</summary>
public sealed record RunningOrder(string Code, string Name, DateOnly? LastDay, HospitalCode HospitalCode);

/// <summary>Orders before they are signed: the visit as it would be settled, and what only the physician knows.</summary>
public sealed record OrderDraft
{
    /// <summary>The visit.</summary>
    public required VisitClaim Claim { get; init; }

    /// <summary>Orders that run beside these.</summary>
    public IReadOnlyList<RunningOrder> Running { get; init; } = [];

    /// <summary>Whether the physician holds the condition to be stable (病情稳定).</summary>
    public bool Stable { get; init; }

    /// <summary>Whether the patient has signed with a family doctor (家庭医生签约).</summary>
    public bool HasFamilyDoctor { get; init; }
}
