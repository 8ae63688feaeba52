using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Precheck;

/// <summary>What this project takes from the gateway's settings and other projects.</summary>
/// <param name="OpinionTime">After so long there is no opinion.</param>
/// <param name="Starts">When a qualification begins, by county, whether it is chronic, and disease; null where the region says nothing.</param>
/// <param name="PersonOf">A person as known in a version, by the opaque key; null if it was not kept.</param>
public sealed record PrecheckTerms(
    TimeSpan OpinionTime, Func<CountyCode, bool, string, QualificationStart?> Starts,
    Func<PersonKey, long, CancellationToken, Task<Eligibility?>> PersonOf);

/// <summary>
/// Says of orders before they are signed what they cost the patient and what would be better. It changes nothing and blocks nobody.
/// </summary>
public sealed class OrderAdvisor(
    OpenVisits visits, AdviceDataHolder data, FeedbackStore store, AcceptanceMemory acceptance, PrecheckTerms terms, TimeProvider time)
{
    private readonly CardMaker cards = new(visits, store, acceptance);

    /// <summary>The advice; no opinion where it takes too long or the books cannot be reached; a refusal where a quote would be refused.</summary>
    public async Task<Answer<Advice>> EvaluateAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => OpinionAsync(draft, cut.Token), cut.Token);
        try
        {
            return await work.WaitAsync(terms.OpinionTime, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await cut.CancelAsync();
            _ = LetEndAsync(work);
            return NothingSaid(NoOpinion.TimeUp);
        }
        catch (LedgerUnavailableException e) when (e is not LedgerDamagedException)
        {
            return NothingSaid(NoOpinion.StoreAway);
        }
    }

    private Answer<Advice> NothingSaid(NoOpinion why) => Answer<Advice>.Of(new Advice { NoOpinion = why, Version = data.Current.Checks.Version });

    private static async Task LetEndAsync(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<Answer<Advice>> OpinionAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        var books = data.Current;
        var (opened, careRefusal) = (await visits.OpenAsync(draft.Claim, cancellationToken), Refusal.None);
        if (opened.Refusal is { Reason: Refusal.NotQualified or Refusal.ChronicBenefitHeld or Refusal.BoundToOtherHospital } refused)
        {
            careRefusal = refused.Reason;
            var ordinary = draft.Claim with { Care = Care.Outpatient, Mode = Mode.Outpatient };
            opened = await visits.OpenAsync(ordinary, cancellationToken);
        }

        return opened.Value is { } visit
            ? Answer<Advice>.Of(await cards.MakeAsync(new OrderCase(draft, visit, books, careRefusal, terms.Starts), cancellationToken))
            : Answer<Advice>.Refused(opened.Refusal!);
    }
}
