using System.Globalization;
using MedAid.Core;
using MedAid.People.Identities;
using MedAid.Settlement.People;

namespace MedAid.People.EntitlementGaps;

/// <summary>What has to be known of a person to judge what was found.</summary>
/// <param name="Insured">As settling sees them; null: not insured as far as we know.</param>
/// <param name="Periods">Identities as known now.</param>
/// <param name="Applied">Diseases for which an application is to be decided.</param>
/// <param name="IsGone">Whether the person died or moved away, as far as anybody told us.</param>
public sealed record SearchedPerson(Eligibility? Insured, IReadOnlyList<IdentityPeriod> Periods, IReadOnlyList<string> Applied, bool IsGone)
{
    /// <summary>Of whom nothing is known.</summary>
    public static readonly SearchedPerson Unknown = new(null, [], [], false);
}

/// <summary>The burden of one visit.</summary>
public readonly record struct BurdenVisit(PersonKey PersonKey, DateOnly Day, long BurdenFen);

/// <summary>The facts that are judged together.</summary>
public sealed record SearchFacts(
    DateOnly Today, IReadOnlyList<IndicatorSeen> Indicators, IReadOnlyList<BurdenVisit> Burdens,
    IReadOnlyDictionary<PersonKey, SearchedPerson> Persons)
{
    /// <summary>What is known of a person.</summary>
    public SearchedPerson Of(PersonKey personKey) => Persons.GetValueOrDefault(personKey, SearchedPerson.Unknown);
}

/// <summary>Judges facts: what they show now, and what has become of what was found before. Pure.</summary>
public sealed class Search(DiseaseIndicators indicators, EntitlementGapTerms terms)
{
    /// <summary>What the facts show, with the standing that it has.</summary>
    public IReadOnlyDictionary<string, (FindingSnapshot Snapshot, FindingStanding Standing)> Judge(SearchFacts facts) =>
        Qualifications(facts).Concat(Burdens(facts)).ToDictionary(s => s.Snapshot.FindingId, StringComparer.Ordinal);

    /// <summary>
    /// Findings that are new or stand differently. What is only pending is not found anew; aid that was granted stays granted, whatever
    /// becomes of the burden.
    /// </summary>
    public static IReadOnlyList<GapFinding> Changes(
        IReadOnlyDictionary<string, (FindingSnapshot Snapshot, FindingStanding Standing)> judged, IReadOnlyList<GapFinding> before, SearchFacts facts,
        DateTimeOffset now)
    {
        var known = before.ToDictionary(f => f.FindingId, StringComparer.Ordinal);
        var made = judged.Values.Where(j => j.Standing == FindingStanding.Open && !known.ContainsKey(j.Snapshot.FindingId))
            .Select(j => new GapFinding(j.Snapshot, now, j.Standing, now));
        var moved =
            from finding in before
            where finding is not { Snapshot.Kind: FindingKind.Burden, Standing: FindingStanding.Settled }
            let next = judged.TryGetValue(finding.FindingId, out var j) ? j : (finding.Snapshot, StandingWithout(finding, facts))
            where (finding.Snapshot, finding.Standing) != next
            select finding with
            {
                Snapshot = next.Item1, Standing = next.Item2, StandingTime = next.Item2 == finding.Standing ? finding.StandingTime : now,
            };
        return [.. made, .. moved];
    }

    private static FindingStanding StandingWithout(GapFinding finding, SearchFacts facts) =>
        finding.Snapshot.Kind == FindingKind.Qualification
            && facts.Of(finding.Snapshot.PersonKey) is { IsGone: false, Insured: { } insured }
            && IndicatorRules.IsHeld(insured.Qualifications, finding.Snapshot.Subject, facts.Today)
            ? FindingStanding.Settled
            : FindingStanding.Withdrawn;

    private IEnumerable<(FindingSnapshot Snapshot, FindingStanding Standing)> Qualifications(SearchFacts facts)
    {
        foreach (var seen in facts.Indicators.GroupBy(s => (s.PersonKey, s.Disease)))
        {
            var (key, disease) = seen.Key;
            if (facts.Of(key) is not { IsGone: false, Insured: { } insured } person
                || IndicatorRules.IsHeld(insured.Qualifications, disease, facts.Today)
                || IndicatorRules.Strongest(seen, indicators.For(insured.County)) is not { } indicator)
            {
                continue;
            }

            var pending = person.Applied.Any(a => IndicatorRules.Covers(a, disease));
            yield return (
                new FindingSnapshot(FindingKind.Qualification, key, insured.County, disease, indicator.First, 0, 0, indicator.Days,
                    indicator.IndicatorId),
                pending ? FindingStanding.Pending : FindingStanding.Open);
        }
    }

    private IEnumerable<(FindingSnapshot Snapshot, FindingStanding Standing)> Burdens(SearchFacts facts)
    {
        foreach (var visits in facts.Burdens.GroupBy(b => (b.PersonKey, b.Day.Year)))
        {
            var (key, year) = visits.Key;
            if (facts.Of(key) is { IsGone: false, Insured: { } insured } person
                && BurdenRules.Passed(visits.Select(v => (v.Day, v.BurdenFen)), person.Periods, terms) is { } passed)
            {
                yield return (
                    new FindingSnapshot(
                        FindingKind.Burden, key, insured.County, year.ToString(CultureInfo.InvariantCulture), passed.Day,
                        visits.Sum(v => v.BurdenFen), passed.LineFen, 0, ""),
                    FindingStanding.Open);
            }
        }
    }
}
