namespace MedAid.Settlement.Capitation;

/// <summary>Which claim is asked for.</summary>
public sealed record CapitationClaimRequest(string ClaimId, string HospitalCode, string Programme);
