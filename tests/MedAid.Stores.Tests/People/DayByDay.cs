using MedAid.People.Identities;

namespace MedAid.Stores.Tests.People;

/// <summary>
/// Rebuilds who is in it from the files alone, without the arithmetic of periods: for each person a row of days, each either in it or not.
/// Who enters is in it from that day up to the next known exit, or for ever; who leaves is out from that day up to the next known entry.
/// </summary>
internal sealed class DayByDay(int[] persons)
{
    private const int DaysMax = 400;

    private static readonly DateOnly First = new(2025, 1, 1);

    private readonly Dictionary<int, bool[]> days = persons.ToDictionary(p => p, _ => new bool[DaysMax]);

    public void Enter(int[] some, DateOnly day)
    {
        foreach (var row in some.Select(p => days[p]))
        {
            // From here on, until a day that is in it already: what was known to follow stays as it is.
            var start = day.DayNumber - First.DayNumber;
            for (var i = start; i < DaysMax && !row[i]; i++)
            {
                row[i] = true;
            }
        }
    }

    public void Leave(int[] some, DateOnly day)
    {
        foreach (var row in some.Select(p => days[p]))
        {
            // To the end of the stretch that holds the day; a day that is out already changes nothing.
            var start = day.DayNumber - First.DayNumber;
            for (var i = start; i < DaysMax && row[i]; i++)
            {
                row[i] = false;
            }
        }
    }

    public bool Agrees(int person, IReadOnlyList<IdentityPeriod> periods) =>
        Enumerable.Range(0, DaysMax).All(i => days[person][i] == periods.Any(p => p.HoldsOn(First.AddDays(i))));

    public string TextOf(int person) => string.Join(
        ", ", Enumerable.Range(1, DaysMax - 1).Where(i => days[person][i] != days[person][i - 1]).Select(i => $"{First.AddDays(i):yyyy-MM-dd}"));
}
