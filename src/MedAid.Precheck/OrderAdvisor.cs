using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Precheck.Papers;
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

/// <summary>How it went to read ahead for a visit.</summary>
public enum Prepared
{
    /// <summary>It is held.</summary>
    Ready = 1,

    /// <summary>The register has no such person, or no law of theirs is known; the orders will say more.</summary>
    NotKnown = 2,

    /// <summary>The ledger or the register could not be reached.</summary>
    StoreAway = 3,
}

/// <summary>
/// Says of orders before they are signed what they cost the patient and what would be better. It changes nothing and blocks nobody.
/// </summary>
public sealed class OrderAdvisor(
    OpenVisits visits, AdviceDataHolder data, FeedbackStore store, AcceptanceCache acceptance, PatientHistories histories, PaperWatch papers,
    PrecheckTerms terms, TimeProvider time)
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
        catch (LedgerUnavailableException)
        {
            return NothingSaid(NoOpinion.StoreAway);
        }
    }

    /// <summary>
    /// Reads ahead when a visit is opened: the person, its counters, its earlier visits, its papers, and how a department answered lately. Earlier
    /// visits are held; the rest is where the next call finds it sooner.
    /// </summary>
    public async Task<Prepared> PrepareAsync(
        HospitalCode hospitalCode, string department, string idNumberHash, DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            // The counters first: what is settled after this moment is known by them.
            if (await visits.PersonAsync(idNumberHash, day, cancellationToken) is not { } found)
            {
                return Prepared.NotKnown;
            }

            var books = data.Current;
            PathItem[] paths =
            [
                .. books.Paths.Where(p => p.EveryDays is not null
                    && found.Person.Qualifications.Any(q => CodeWords.Allow([p.Disease], q.Disease))),
            ];
            var history = histories.ReadAsync(found.Person.PersonKey, day, paths, cancellationToken);
            await Task.WhenAll(
                history, papers.ReadAheadAsync(found.Person.PersonKey, hospitalCode, cancellationToken),
                acceptance.OfAsync(hospitalCode, department, books.Checks.Demotion, cancellationToken));
            histories.Hold(found.Person.PersonKey, day, await history, paths.Length > 0, found.Counters);
            return Prepared.Ready;
        }
        catch (LedgerUnavailableException)
        {
            return Prepared.StoreAway;
        }
    }

    private Answer<Advice> NothingSaid(NoOpinion why) => Answer<Advice>.Of(new Advice { NoOpinion = why, Version = data.Current.Checks.Version });

    private static async Task LetEndAsync(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<Answer<Advice>> OpinionAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        var books = data.Current;
        var (found, careRefusal) = (await visits.FindAsync(draft.Claim, cancellationToken), Refusal.None);
        if (found.Refusal is { Reason: Refusal.NotQualified or Refusal.ChronicBenefitHeld or Refusal.BoundToOtherHospital } refused)
        {
            careRefusal = refused.Reason;
            var ordinary = draft.Claim with { Care = Care.Outpatient, Mode = Mode.Outpatient };
            found = await visits.FindAsync(ordinary, cancellationToken);
        }

        if (found.Value is not { } visit)
        {
            return Answer<Advice>.Refused(found.Refusal!);
        }

        // None waits for another: each is one question to the database.
        var counters = visits.CountersAsync(visit, cancellationToken);
        var signed = papers.SignedAsync(visit, books.Checks, cancellationToken);
        var history = HistoryAsync(visit, PathChecks.Counted(draft.Claim, books), counters, cancellationToken);
        await Task.WhenAll(counters, signed, history);
        var opened = OpenVisits.LayOpen(visit, await counters, (await history).Visits);
        return opened.Value is { } value
            ? Answer<Advice>.Of(await cards.MakeAsync(
                new OrderCase(draft, value, books, careRefusal, terms.Starts)
                {
                    Signed = await signed, Examinations = (await history).Examinations,
                },
                cancellationToken))
            : Answer<Advice>.Refused(opened.Refusal!);
    }

    private async Task<PatientHistory> HistoryAsync(
        ClaimCase visit, IReadOnlyList<PathItem> paths, Task<Dictionary<string, long>> counters, CancellationToken cancellationToken)
    {
        var (person, day) = (visit.Person.PersonKey, visit.Claim.ServiceDate);
        return (histories.IsHeld(person, day) ? histories.Find(person, day, paths.Count > 0, await counters) : null)
            ?? await histories.ReadAsync(person, day, paths, cancellationToken);
    }
}
