using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Storage;
using MedAid.Settlement.People;

namespace MedAid.People.Premiums;

/// <summary>Since when an insurance is known, and whether it came by a roster, whose aid pays for it.</summary>
public readonly record struct InsuranceKnown(DateTimeOffset From, string ChangedBy, bool ByRoster);

/// <summary>
/// What is known of a person about the premium of a year, and what follows from it. The same facts give the same entitlement, whenever it is
/// asked for: who was insured when an identity became known is read from the history and not from today's state.
/// </summary>
/// <param name="Facts">The person with identities as known now.</param>
/// <param name="BirthDate">Birth date; null: not known.</param>
/// <param name="History">Everything that was ever known of the identities.</param>
/// <param name="Insurance">Every state of the insurance.</param>
/// <param name="Before">What the last revision says; null: there is none.</param>
public sealed record PremiumCase(
    PersonFacts Facts, DateOnly? BirthDate, IReadOnlyList<HistoryRow> History, IReadOnlyList<InsuranceKnown> Insurance, PremiumEntitlement? Before)
{
    private static readonly IdentityKind[] Objects =
    [
        IdentityKind.ExtremelyPoor, IdentityKind.SubsistenceAllowance, IdentityKind.PriorityVeteran, IdentityKind.RegisteredPoor,
        IdentityKind.SeverelyDisabled, IdentityKind.LowIncome,
    ];

    /// <summary>The entitlement of the year; null: none, and there was none.</summary>
    public PremiumEntitlement? Decide(PremiumRun run, PolicyBook law)
    {
        var ours = (Facts.Insured?.County ?? Facts.Household?.County) == run.County && (Facts.Insured?.Scheme ?? run.Scheme) == run.Scheme;
        var choices = ours ? Days(run).Select(day => On(day, run, law)).OfType<PremiumEntitlement>().ToArray() : [];

        // Somebody is enrolled once: on the first day on which anything is borne.
        var found = Array.Find(choices, c => c.AidFen > 0) ?? choices.FirstOrDefault();
        return found ?? (Before?.County == run.County ? Nothing(Before, run) : null);
    }

    /// <summary>The day of the enrolment if they were an object then, else the first days of identities within the year.</summary>
    private IEnumerable<DateOnly> Days(PremiumRun run)
    {
        var aided = Facts.Periods.Where(p => Objects.Contains(p.Kind)).ToArray();
        if (aided.Any(p => p.HoldsOn(run.EnrolledBy)))
        {
            return [run.EnrolledBy];
        }

        var last = new DateOnly(run.Year, 12, 31);
        return aided.Where(p => p.From > run.EnrolledBy && p.From <= last).Select(p => p.From).Distinct().Order();
    }

    private PremiumEntitlement? On(DateOnly day, PremiumRun run, PolicyBook law)
    {
        if (law.At(run.County, run.Scheme, day) is not { PremiumAid: { } terms } pack)
        {
            return null;
        }

        var held = Facts.Periods.Where(p => p.HoldsOn(day)).Select(p => p.Kind).Distinct().Order().ToArray();
        var enrolment = day == run.EnrolledBy ? Enrolment.AtEnrolment : WasInsured(held, run) ? Enrolment.NewAndInsured : Enrolment.NewAndUninsured;
        var age = BirthDate is { } birth ? IdNumber.AgeOn(birth, day) : terms.FullAge;
        return Entitlement(run, (PremiumRule)(int)enrolment) with
        {
            ObjectFrom = day,
            Identities = string.Join(' ', held.Select(Vocabulary.Identity.WordOf)),
            Shares = PremiumAid.Share(held.Aggregate(default(ValueSet), (set, kind) => set.With((int)kind)), age, enrolment, run.Premium, terms),
            Pack = pack.Identity.Pack,
            Cite = pack.Sources.Spell(terms.Citation.Cite),
            Assumed = terms.Citation.Assumed,
        };
    }

    /// <summary>
    /// Whether an insurance was known when the identities first became known as new ones of the year. One that a roster brought with them is
    /// their consequence.
    /// </summary>
    private bool WasInsured(IdentityKind[] held, PremiumRun run)
    {
        var known = History.Where(h => Objects.Contains(h.Period.Kind) && held.Contains(h.Period.Kind) && h.Period.From > run.EnrolledBy)
            .MinBy(h => h.KnownFrom);
        return known is not null
            && Insurance.Any(i => i.From <= known.KnownFrom && !(i.ByRoster && i.ChangedBy == known.OpenedBy));
    }

    private PremiumEntitlement Nothing(PremiumEntitlement before, PremiumRun run) =>
        Entitlement(run, PremiumRule.None) with { Pack = before.Pack, Cite = before.Cite, Assumed = before.Assumed };

    private PremiumEntitlement Entitlement(PremiumRun run, PremiumRule rule) => new()
    {
        PersonKey = Facts.PersonKey,
        Year = run.Year,
        County = run.County,
        Township = Facts.Household?.Township ?? "",
        Scheme = run.Scheme,
        Rule = rule,
        Premium = run.Premium,
        Shares = new PremiumShares(0, 0, 0, 0, run.Premium.PersonalFen),
    };
}
