using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.People.EntitlementGaps;

/// <summary>Why a file is ended.</summary>
public enum UremiaEnd
{
    /// <summary>死亡.</summary>
    Died = 1,

    /// <summary>肾移植.</summary>
    Transplanted = 2,

    /// <summary>迁出.</summary>
    MovedAway = 3,

    /// <summary>误建: it is no uremia.</summary>
    Mistaken = 4,
}

/// <summary>What somebody did to a file by hand: opened it (<paramref name="End"/> is null) or ended it.</summary>
public sealed record UremiaAct(
    PersonKey PersonKey, CountyCode CountyCode, DateOnly Day, UremiaEnd? End, string Note, string Operator, DateTimeOffset Time);

/// <summary>Days on which somebody was treated for uremia.</summary>
public sealed record UremiaVisits(PersonKey PersonKey, DateOnly First, DateOnly Last, int Days);

/// <summary>A patient's entry in the register (建档立卡).</summary>
/// <param name="PersonKey">The patient.</param>
/// <param name="CountyCode">Home county.</param>
/// <param name="Since">First day that proves it.</param>
/// <param name="Visits">Dialysis visits; null: none here.</param>
/// <param name="Qualification">Qualification that holds or begins tomorrow; null: none.</param>
/// <param name="IsApplied">Whether one was applied for.</param>
/// <param name="Filed">Filing by hand that counts; null: it is here by visits or qualification.</param>
/// <param name="Ended">The end; null: active.</param>
public sealed record UremiaFile(
    PersonKey PersonKey, CountyCode CountyCode, DateOnly Since, UremiaVisits? Visits, Qualification? Qualification, bool IsApplied,
    UremiaAct? Filed, UremiaAct? Ended)
{
    /// <summary>National code of 尿毒症透析.</summary>
    public const string Disease = "M07800";

    /// <summary>
    /// The file of a person; null: nothing puts them on the register. An end holds until something later begins it anew: a visit, a
    /// qualification, or somebody's hand.
    /// </summary>
    public static UremiaFile? Of(
        PersonKey personKey, SearchedPerson person, UremiaVisits? visits, IReadOnlyList<UremiaAct> acts, DateOnly today)
    {
        var qualifications = (person.Insured?.Qualifications ?? []).Where(q => IndicatorRules.Covers(q.Disease, Disease)).ToArray();
        var filed = acts.LastOrDefault(a => a.End is null);
        DateOnly[] begun =
        [
            .. qualifications.Select(q => q.Approved.AddDays(1)), .. visits is null ? Array.Empty<DateOnly>() : [visits.First],
            .. filed is null ? Array.Empty<DateOnly>() : [filed.Day],
        ];
        if (begun.Length == 0)
        {
            return null;
        }

        var last = acts.Count > 0 ? acts[^1] : null;
        var ended = last?.End is null || visits?.Last > last.Day || qualifications.Any(q => q.Approved >= last.Day) ? null : last;
        return new UremiaFile(
            personKey, person.Insured?.County ?? last?.CountyCode ?? default, begun.Min(), visits,
            qualifications.Where(q => !(today >= q.Until)).MaxBy(q => q.Approved),
            person.Applied.Any(a => IndicatorRules.Covers(a, Disease)), filed, ended);
    }
}
