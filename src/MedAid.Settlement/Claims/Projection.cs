using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>What a patient would pay from a visit to the end of its year.</summary>
public readonly record struct YearProjection(int Sessions, long PatientFen);

/// <summary>
/// Projects a visit to the end of its year at the patient's usual sessions: the same visit again and again, each under the law of its
/// own day and on the counters that the ones before have left. Deductibles run out and caps are reached as they will.
/// </summary>
internal static class Projection
{
    private const int DaysOfEveryMonth = 28;

    /// <summary>The projection, or null if some session would be refused.</summary>
    public static YearProjection? Of(
        ReferenceData books, Hospital hospital, ClaimCase first, ReadOnlySpan<long> usedFen, int sessionsPerMonth)
    {
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var slot = 0; slot < usedFen.Length; slot++)
        {
            counters[first.CounterKeys[slot]] = usedFen[slot];
        }

        var sum = new YearProjection(0, 0);
        foreach (var day in Days(first.Claim.ServiceDate, sessionsPerMonth))
        {
            var claim = first.Claim with { ServiceDate = day };
            if (ClaimOpener.Open(books, hospital, first.Person, claim, Purpose.Quote).Case is not { } session
                || PatientFen(session, counters) is not { } patientFen)
            {
                return null;
            }

            sum = new YearProjection(sum.Sessions + 1, checked(sum.PatientFen + patientFen));
        }

        return sum;
    }

    /// <summary>This visit's day, then the days of its month after it, then those of the months to December, evenly spread.</summary>
    internal static IEnumerable<DateOnly> Days(DateOnly first, int sessionsPerMonth)
    {
        yield return first;
        for (var month = first.Month; month <= 12; month++)
        {
            for (var session = 0; session < sessionsPerMonth; session++)
            {
                var day = new DateOnly(first.Year, month, 1 + (session * DaysOfEveryMonth / sessionsPerMonth));
                if (day > first)
                {
                    yield return day;
                }
            }
        }
    }

    private static long? PatientFen(ClaimCase session, Dictionary<string, long> counters)
    {
        var usedFen = new long[session.CounterKeys.Count];
        for (var slot = 0; slot < usedFen.Length; slot++)
        {
            usedFen[slot] = counters.GetValueOrDefault(session.CounterKeys[slot]);
        }

        var (breakdown, refusal) = session.Split(usedFen);
        if (refusal != Refusal.None)
        {
            return null;
        }

        var added = session.Added(breakdown, usedFen);
        for (var slot = 0; slot < usedFen.Length; slot++)
        {
            counters[session.CounterKeys[slot]] = checked(usedFen[slot] + added[slot]);
        }

        return breakdown.PatientFen;
    }
}
