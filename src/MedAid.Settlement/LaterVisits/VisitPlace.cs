using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.LaterVisits;

/// <summary>Where a visit that stands has its place among those of its person.</summary>
/// <param name="PersonKey">The person.</param>
/// <param name="Scheme">Scheme of its counters.</param>
/// <param name="Number">Its number in the outbox: the order of settling.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="ServiceDate">Day of the bill.</param>
/// <param name="FirstDay">Day of admission where it is known, else that of the bill.</param>
/// <param name="Stay">The stay that it is a part of, with its hospital; empty: none.</param>
/// <param name="StayPart">The how-manieth part; 0: none.</param>
/// <param name="Admits">Whether it is an admission: the first in-patient bill of its stay.</param>
/// <param name="Told">The how-manieth admission of the year the hospital said; 0: nothing said.</param>
public sealed record VisitPlace(
    PersonKey PersonKey, string Scheme, long Number, SettlementId SettlementId, DateOnly ServiceDate, DateOnly FirstDay, string Stay, int StayPart,
    bool Admits, int Told)
{
    /// <summary>The place of a settlement.</summary>
    public static VisitPlace Of(long number, SettlementDocument document)
    {
        var stay = StayKey.Of(document) is { } key ? $"{key.HospitalCode}/{key.Stay}" : "";
        var admits = document.Care == Care.Inpatient && !document.Breakdown.Counters.Any(
            c => c.UsedBeforeFen > 0 && stay.Length > 0 && c.Counter == StayCount.AdmissionOf(stay));
        return new VisitPlace(
            document.PersonKey, document.Breakdown.Policy.Scheme, number, document.SettlementId, document.ServiceDate,
            document.AdmissionDay ?? document.ServiceDate, stay, document.StayPart ?? 0, admits,
            admits ? KeptClaim.Read(document)?.Admission ?? 0 : 0);
    }

    /// <summary>
    /// Visits in the order in which they are right: by the day of the bill, on one day as they were settled. A later part of a stay never comes
    /// before an earlier one, whatever their days: it was reckoned from it.
    /// </summary>
    public static IReadOnlyList<VisitPlace> InOrder(IEnumerable<VisitPlace> places)
    {
        var days = new Dictionary<(string, string), DateOnly>();
        var dated = new List<(DateOnly Day, VisitPlace Place)>();
        foreach (var place in places.OrderBy(p => p.StayPart))
        {
            var day = place.ServiceDate;
            if (place.Stay.Length > 0)
            {
                day = days.TryGetValue((place.Scheme, place.Stay), out var before) && before > day ? before : day;
                days[(place.Scheme, place.Stay)] = day;
            }

            dated.Add((day, place));
        }

        return [.. dated.OrderBy(d => d.Day).ThenBy(d => d.Place.Number).Select(d => d.Place)];
    }

    /// <summary>How many admissions of its year lie before each admission: by the day of admission, on one day as they were settled.</summary>
    public static IReadOnlyDictionary<SettlementId, long> EarlierAdmissions(IEnumerable<VisitPlace> places)
    {
        var years = new Dictionary<(string Scheme, int Year), long>();
        var earlier = new Dictionary<SettlementId, long>();
        foreach (var place in places.Where(p => p.Admits)
            .OrderBy(p => StayCount.DayOf(p.FirstDay, p.ServiceDate)).ThenBy(p => p.Number))
        {
            var year = (place.Scheme, place.ServiceDate.Year);
            var before = years.GetValueOrDefault(year);
            earlier[place.SettlementId] = before;
            years[year] = before + StayCount.Counts(place.Told, before);
        }

        return earlier;
    }
}
