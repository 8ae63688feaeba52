using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Waivers (费用减免): the first that holds and names the item's fee category takes its share off, before anybody pays; the hospital's
/// own come before those of the pack. Example: 33.33 at 10 % is 3.33 waived. What a limit cuts off stays with the bill; no other waiver
/// takes it.
/// </summary>
public static class Waivers
{
    /// <summary>
    /// The visit with the counters of those of its waivers that have limits and name an item of the bill; their keys are added to
    /// <paramref name="counterKeys"/>, which holds those of the pack. A visit without such waivers comes back as it is.
    /// </summary>
    public static VisitInput Counted(PolicyTerms terms, VisitInput visit, HospitalCode hospital, List<string> counterKeys)
    {
        if (!visit.Waivers.Any(w => w.IsLimited))
        {
            return visit;
        }

        var before = counterKeys.Count;
        var day = visit.Facts.ServiceDate;
        int Slot(bool wanted, string key)
        {
            counterKeys.AddRange(wanted ? [key] : []);
            return wanted ? counterKeys.Count - 1 : -1;
        }

        VisitInput[] parts = VisitParts.Of(visit) is { } several ? [.. several.Select(p => p.Visit)] : [visit];
        var limited = parts.SelectMany(p => p.Items.SelectMany(i => i.Category is { } category ? Candidates(terms, p, category) : []))
            .Where(w => w.IsLimited).DistinctBy(w => w.Id, StringComparer.Ordinal)
            .Select(w => new WaiverSlots(
                w,
                Slot(w.Limits.PatientMonthFen is not null, WaiverCounters.Month(hospital, w.Id, day)),
                Slot(w.Limits.YearBudgetFen is not null, WaiverCounters.Year(hospital, w.Id, day.Year))))
            .ToArray();
        return visit with { LimitedWaivers = limited, WaiverCounters = counterKeys.Count - before };
    }

    /// <summary>The waiver of an item, and what it takes of the amount now.</summary>
    internal static (WaiverRule? Rule, long WaivedFen) Of(
        PolicyTerms terms, VisitInput visit, ReadOnlySpan<long> usedFen, Breakdown result, string? category, long amountFen)
    {
        if (category is null || First(terms, visit, category, out var rate) is not { } rule)
        {
            return (null, 0);
        }

        return rule.IsLimited
            ? (rule, result.TallyOf(rule, visit.LimitedWaivers).Take(usedFen, result.CounterAdded, category, amountFen))
            : (rule, rate.Of(amountFen));
    }

    /// <summary>
    /// The waiver of a category; while it is open which admission of the year a stay is, every one that may be: it is counted under the lock
    /// that these counters are read under.
    /// </summary>
    private static IEnumerable<WaiverRule> Candidates(PolicyTerms terms, VisitInput visit, string category) =>
        visit.Facts is { Care: Care.Inpatient, Admission: null }
            ? visit.Waivers.Concat(terms.Waivers).Where(w => Names(w, category))
            : First(terms, visit, category, out _) is { } first ? [first] : [];

    private static bool Names(WaiverRule waiver, string category) =>
        waiver.Categories.ContainsKey(category) || waiver.FixedFen.ContainsKey(category);

    private static WaiverRule? First(PolicyTerms terms, VisitInput visit, string category, out Rate rate) =>
        Find(visit.Waivers, visit.Facts, category, out rate) ?? Find(terms.Waivers, visit.Facts, category, out rate);

    private static WaiverRule? Find(IReadOnlyList<WaiverRule> waivers, Facts facts, string category, out Rate rate)
    {
        rate = Rate.Zero;
        for (var i = 0; i < waivers.Count; i++)
        {
            var waiver = waivers[i];
            if (waiver.When.Holds(facts)
                && (waiver.Categories.TryGetValue(category, out rate) || (waiver.FixedFen.Count > 0 && waiver.FixedFen.ContainsKey(category))))
            {
                return waiver;
            }
        }

        return null;
    }
}
