using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Settlement.Capitation;

namespace MedAid.Clearing.Proof;

/// <summary>Compares a record of a claim of a capitation month with the claim itself and its lines.</summary>
internal static class CapitationCheck
{
    /// <summary>What disagrees, in Chinese; null if nothing does, or the record is of something else.</summary>
    public static async Task<string?> DifferenceAsync(CapitationStore? claims, ClearingRecord record, CancellationToken cancellationToken)
    {
        if (claims is null || record.Capitation is not { } fact)
        {
            return null;
        }

        var claim = await claims.NextClaimAsync(fact.ClaimNumber - 1, cancellationToken);
        return claim is not null && CapitationTakeOver.Says(record, claim)
            ? null
            : $"往来账第 {record.Number} 条：与按人头打包的申报 {record.ClaimId} 不符";
    }
}
