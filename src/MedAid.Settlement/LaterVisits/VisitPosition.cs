using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.LaterVisits;

/// <summary>Where a visit that stands has its position among those of its person.</summary>
/// <param name="PersonKey">The person.</param>
/// <param name="Scheme">Scheme of its counters.</param>
/// <param name="Number">Its number in the outbox: the order of settling.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="ServiceDate">Day of the bill.</param>
/// <param name="FirstDay">Day of admission where it is known, else that of the bill.</param>
/// <param name="Stay">The stay that it is a part of, with its hospital; empty: none.</param>
/// <param name="StayPart">The how-manieth part; 0: none.</param>
/// <param name="Admits">Whether it is an admission: the first in-patient bill of its stay.</param>
/// <param name="SaidAdmission">The how-manieth admission of the year the hospital said; 0: nothing said.</param>
public sealed record VisitPosition(
    PersonKey PersonKey, string Scheme, long Number, SettlementId SettlementId, DateOnly ServiceDate, DateOnly FirstDay, string Stay, int StayPart,
    bool Admits, int SaidAdmission)
{
    /// <summary>The position of a settlement.</summary>
    public static VisitPosition Of(long number, SettlementDocument document)
    {
        var stay = StayKey.Of(document) is { } key ? $"{key.HospitalCode}/{key.Stay}" : "";
        var admits = document.Care == Care.Inpatient && !document.Breakdown.Counters.Any(
            c => c.UsedBeforeFen > 0 && stay.Length > 0 && c.Counter == StayCount.AdmissionOf(stay));
        return new VisitPosition(
            document.PersonKey, document.Breakdown.Policy.Scheme, number, document.SettlementId, document.ServiceDate,
            document.AdmissionDay ?? document.ServiceDate, stay, document.StayPart ?? 0, admits,
            admits ? KeptClaim.Read(document)?.Admission ?? 0 : 0);
    }

    /// <summary>
    /// Visits in the order in which they are right: by the day of the bill, on one day as they were settled. A later part of a stay never comes
    /// before an earlier one, whatever their days: it was reckoned from it.
    /// </summary>
    public static IReadOnlyList<VisitPosition> InOrder(IEnumerable<VisitPosition> positions)
    {
        var days = new Dictionary<(string, string), DateOnly>();
        var dated = new List<(DateOnly Day, VisitPosition Position)>();
        foreach (var position in positions.OrderBy(p => p.StayPart))
        {
            var day = position.ServiceDate;
            if (position.Stay.Length > 0)
            {
                day = days.TryGetValue((position.Scheme, position.Stay), out var before) && before > day ? before : day;
                days[(position.Scheme, position.Stay)] = day;
            }

            dated.Add((day, position));
        }

        return [.. dated.OrderBy(d => d.Day).ThenBy(d => d.Position.Number).Select(d => d.Position)];
    }

    /// <summary>How many admissions of its year lie before each admission: by the day of admission, on one day as they were settled.</summary>
    public static IReadOnlyDictionary<SettlementId, long> EarlierAdmissions(IEnumerable<VisitPosition> positions)
    {
        var years = new Dictionary<(string Scheme, int Year), long>();
        var earlier = new Dictionary<SettlementId, long>();
        foreach (var position in positions.Where(p => p.Admits)
            .OrderBy(p => StayCount.DayOf(p.FirstDay, p.ServiceDate)).ThenBy(p => p.Number))
        {
            var year = (position.Scheme, position.ServiceDate.Year);
            var before = years.GetValueOrDefault(year);
            earlier[position.SettlementId] = before;
            years[year] = before + StayCount.Counts(position.SaidAdmission, before);
        }

        return earlier;
    }
}
