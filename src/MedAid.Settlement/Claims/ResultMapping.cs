using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>Maps the outcome of a posting to the caller's answer.</summary>
internal static class ResultMapping
{
    public static Answer<Settled> Answer(PostingResult outcome)
    {
        if (outcome.Result == PostingEffect.RequestIdReused)
        {
            if (outcome.Refusal is { Reason: Refusal.UndoneBeforehand } undone)
            {
                return Answer<Settled>.RefusedForGood(undone);
            }

            var reused = new RefusalRecord(Refusal.RequestIdReused);
            return outcome.Refusal is null ? Answer<Settled>.Refused(reused) : Answer<Settled>.RefusedForGood(reused);
        }

        return outcome.Document is { } document
            ? Answer<Settled>.Of(new Settled(document, outcome.Result == PostingEffect.Replayed))
            : Answer<Settled>.RefusedForGood(outcome.Refusal!);
    }
}
