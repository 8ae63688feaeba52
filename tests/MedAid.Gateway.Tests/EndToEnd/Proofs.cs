using MedAid.Contract.Clearing.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Proofs of the books that are waited for to their end: one that still runs has found no difference yet, which says nothing.</summary>
internal static class Proofs
{
    public static async Task<VerifyBookResponse> ProveAsync(this ClearingService.ClearingServiceClient clearing)
    {
        var proof = await clearing.VerifyBookAsync(new());
        while (proof.State == ProofState.Running)
        {
            proof = await clearing.VerifyBookAsync(new() { ProofId = proof.ProofId });
        }

        Assert.Equal(ProofState.Done, proof.State);
        return proof;
    }

    /// <summary>The same through the JSON door.</summary>
    public static async Task<VerifyBookResponse> ProveByJsonAsync(this GatewayProcess gateway)
    {
        var proof = (await gateway.GetAsync("/v1/clearing:verify")).Read<VerifyBookResponse>();
        while (proof.State == ProofState.Running)
        {
            proof = (await gateway.GetAsync($"/v1/clearing:verify?proofId={proof.ProofId}")).Read<VerifyBookResponse>();
        }

        Assert.Equal(ProofState.Done, proof.State);
        return proof;
    }
}
