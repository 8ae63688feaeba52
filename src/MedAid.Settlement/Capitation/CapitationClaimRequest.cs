using MedAid.Core;

namespace MedAid.Settlement.Capitation;

/// <summary>Which claim is asked for.</summary>
public sealed record CapitationClaimRequest(string ClaimId, HospitalCode HospitalCode, string Programme);
