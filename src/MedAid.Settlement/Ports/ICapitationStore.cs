using MedAid.Settlement.Capitation;

namespace MedAid.Settlement.Ports;

/// <summary>
/// The roll of capitation contracts and their monthly claims. One class over two databases; failures are those of <see cref="ILedger"/>.
/// Nothing is ever changed or deleted.
/// </summary>
public interface ICapitationStore
{
    /// <summary>
    /// Adds a change if it may follow (<see cref="CapitationRoll.Check"/>), alone. A known request id gives the change that was noted
    /// under it. With <paramref name="validateOnly"/> nothing is kept.
    /// </summary>
    Task<CapitationOutcome<CapitationChange>> ChangeAsync(CapitationChange change, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>The change that was noted under a request id, or that the id stands for another content; null: it is new.</summary>
    Task<CapitationOutcome<CapitationChange>?> RecallChangeAsync(string requestId, string contentHash, CancellationToken cancellationToken);

    /// <summary>The claim that was built under a request id, or that the id stands for another content; null: it is new.</summary>
    Task<CapitationOutcome<CapitationClaim>?> RecallClaimAsync(string requestId, string contentHash, CancellationToken cancellationToken);

    /// <summary>Every change of a programme of those persons who ever were under the contract of a hospital, in order.</summary>
    Task<IReadOnlyList<CapitationChange>> ChangesAsync(string hospitalCode, string programme, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a claim, built from the changes as they stand, alone. A known request id, and a month that is claimed already, give the claim
    /// that is there; of the second the answer says so. With <paramref name="validateOnly"/> nothing is kept.
    /// </summary>
    Task<CapitationOutcome<CapitationClaim>> ClaimAsync(
        CapitationClaimRequest request, Func<IReadOnlyList<CapitationChange>, CapitationClaim> build, bool validateOnly,
        CancellationToken cancellationToken);

    /// <summary>A claim, or null.</summary>
    Task<CapitationClaim?> FindClaimAsync(string claimId, CancellationToken cancellationToken);
}

/// <summary>Under which key a claim is asked for, and which.</summary>
public sealed record CapitationClaimRequest(string RequestId, string ContentHash, string ClaimId, string HospitalCode, string Programme);

/// <summary>What came of a write: what is kept, whether it was before, or why not.</summary>
public sealed record CapitationOutcome<T>(T? Kept, bool Replayed, CapitationRefusal Refusal)
    where T : class;
