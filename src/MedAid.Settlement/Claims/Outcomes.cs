using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>From what the ledger says of a posting to what the caller is told.</summary>
internal static class Outcomes
{
    public static Answer<Settled> Answer(PostOutcome outcome)
    {
        if (outcome.Result == PostResult.RequestIdReused)
        {
            var reused = new RefusalRecord(Refusal.RequestIdReused);
            return outcome.Refusal is null ? Answer<Settled>.Refused(reused) : Answer<Settled>.RefusedForGood(reused);
        }

        return outcome.Document is { } document
            ? Answer<Settled>.Of(new Settled(document, outcome.Result == PostResult.Replayed))
            : Answer<Settled>.RefusedForGood(outcome.Refusal!);
    }
}
