using MedAid.Settlement.Capitation;
using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Ports;

/// <summary>
/// The roll of capitation contracts and their monthly claims. One class over two databases; failures are those of <see cref="ILedger"/>.
/// Nothing is ever changed or deleted.
/// </summary>
public interface ICapitationStore
{
    /// <summary>Adds a change once, alone, if it may follow (<see cref="CapitationRoll.Check"/>).</summary>
    Task<Result<CapitationChange>> ChangeAsync(CapitationChange change, WriteKey key, CancellationToken cancellationToken);

    /// <summary>A change by its number.</summary>
    Task<CapitationChange> FindChangeAsync(long number, CancellationToken cancellationToken);

    /// <summary>Every change of a programme of those persons who ever were under the contract of a hospital, in order.</summary>
    Task<IReadOnlyList<CapitationChange>> ChangesAsync(string hospitalCode, string programme, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a claim once, alone, built from the changes as they stand. A month that is claimed already gives the claim that is there.
    /// </summary>
    Task<Result<CapitationClaim>> ClaimAsync(
        CapitationClaimRequest request, WriteHead head, Func<IReadOnlyList<CapitationChange>, CapitationClaim> build,
        CancellationToken cancellationToken);

    /// <summary>A claim, or null.</summary>
    Task<CapitationClaim?> FindClaimAsync(string claimId, CancellationToken cancellationToken);
}

/// <summary>Which claim is asked for.</summary>
public sealed record CapitationClaimRequest(string ClaimId, string HospitalCode, string Programme);
