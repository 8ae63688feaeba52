using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What the gateway itself counts of stays, among the person's counters: the admissions of a year by month and by day, how many parts of a stay
/// stand, and which admission a stay is. No counter of a pack has a slash. All count in ones. An admission is earlier than another if its day is,
/// or on the same day if it was settled before; what was settled before and lies later does not count.
/// </summary>
internal sealed class StayCount
{
    private readonly int[] earlier = [];
    private readonly int[] own = [];
    private readonly int parts = -1;
    private readonly int admissionOfStay = -1;
    private readonly int? told;

    /// <summary>The counters of a claim; their keys are added to those of the pack.</summary>
    public StayCount(VisitClaim claim, List<string> keys)
    {
        (told, var isAdmission) = (claim.Admission, claim.Care == Care.Inpatient);
        if (isAdmission)
        {
            var day = DayOf(claim.AdmissionDay, claim.ServiceDate);
            var months = Enumerable.Range(1, day.Month - 1).Select(month => Slot(keys, $"{Admissions}@{day.Year:0000}-{month:00}")).ToArray();
            var days = Enumerable.Range(1, day.Day).Select(d => Slot(keys, $"{Admissions}@{day.Year:0000}-{day.Month:00}-{d:00}")).ToArray();
            earlier = [.. months, .. days];
            own = [days[^1], Slot(keys, $"{Admissions}@{day.Year:0000}-{day.Month:00}")];
        }

        if (claim.StayOfHospital is { } stay)
        {
            parts = Slot(keys, $"visit/parts@stay:{stay}");
            admissionOfStay = isAdmission ? Slot(keys, AdmissionOf(stay)) : -1;
        }
    }

    /// <summary>Begins the counters of admissions.</summary>
    public const string Admissions = "visit/admissions";

    /// <summary>The counter that says which admission of the year a stay is.</summary>
    public static string AdmissionOf(string stay) => $"visit/admission@stay:{stay}";

    /// <summary>How many admissions one counts as: those with it that the hospital says there were and nobody else counted.</summary>
    public static long Counts(int told, long earlier) => Math.Max(1, told - earlier);

    /// <summary>The how-manieth admission the counters make of it, whatever the hospital says; null if the visit is none.</summary>
    public int? Counted(ReadOnlySpan<long> used) =>
        own.Length == 0 ? null : checked((int)(IsAdmitted(used) ? used[admissionOfStay] : Earlier(used) + 1));

    /// <summary>
    /// The how-manieth admission of the year: as the hospital says; of a later part of a stay, that of the stay; else one more than are earlier.
    /// </summary>
    public int? Admission(ReadOnlySpan<long> used) => told ?? Counted(used);

    /// <summary>The how-manieth part of its stay, or null.</summary>
    public int? Part(ReadOnlySpan<long> used) => parts < 0 ? null : checked((int)used[parts] + 1);

    /// <summary>
    /// Notes what the visit adds. A stay is one admission, by its first in-patient bill; there may be others before it, as of observation. A
    /// number that the hospital says and that is further than what is counted is caught up with.
    /// </summary>
    public void Add(ReadOnlySpan<long> used, Span<long> added)
    {
        if (parts >= 0)
        {
            added[parts] = 1;
        }

        if (own.Length == 0 || IsAdmitted(used))
        {
            return;
        }

        foreach (var slot in own)
        {
            added[slot] = Counts(told ?? 0, Earlier(used));
        }

        if (admissionOfStay >= 0)
        {
            added[admissionOfStay] = Admission(used)!.Value;
        }

        Invariant.Holds(added[own[0]] > 0, "an admission counts");
    }

    /// <summary>The day of an admission among those of the year of its bill; one from the year before is the first of all.</summary>
    public static DateOnly DayOf(DateOnly? admissionDay, DateOnly serviceDate)
    {
        var (day, first) = (admissionDay ?? serviceDate, new DateOnly(serviceDate.Year, 1, 1));
        return day < first ? first : day;
    }

    /// <summary>Puts so many earlier admissions among the figures of the counters; nothing where the visit is none.</summary>
    public void SetEarlier(Span<long> used, long count)
    {
        foreach (var slot in earlier)
        {
            (used[slot], count) = (count, 0);
        }
    }

    private long Earlier(ReadOnlySpan<long> used)
    {
        var sum = 0L;
        foreach (var slot in earlier)
        {
            sum += used[slot];
        }

        return sum;
    }

    private bool IsAdmitted(ReadOnlySpan<long> used) => admissionOfStay >= 0 && used[admissionOfStay] > 0;

    private static int Slot(List<string> keys, string key)
    {
        keys.Add(key);
        return keys.Count - 1;
    }
}
