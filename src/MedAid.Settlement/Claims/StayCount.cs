using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What the gateway itself counts of stays, among the person's counters: how many admissions the year has, how many parts of a stay stand,
/// and which admission a stay is. No counter of a pack has a slash. All count in ones.
/// </summary>
internal sealed class StayCount
{
    private readonly int admissions = -1;
    private readonly int parts = -1;
    private readonly int admissionOfStay = -1;
    private readonly int? told;

    /// <summary>The counters of a claim; their keys are added to those of the pack.</summary>
    public StayCount(VisitClaim claim, List<string> keys)
    {
        (told, var isAdmission) = (claim.Admission, claim.Care == Care.Inpatient);
        if (isAdmission)
        {
            admissions = Slot(keys, $"visit/admissions@{claim.ServiceDate.Year:0000}");
        }

        if (claim.StayOfHospital is { } stay)
        {
            parts = Slot(keys, $"visit/parts@stay:{stay}");
            admissionOfStay = isAdmission ? Slot(keys, $"visit/admission@stay:{stay}") : -1;
        }
    }

    /// <summary>
    /// The how-manieth admission of the year: as the hospital says; of a later part of a stay, that of the stay; else one more than are counted.
    /// </summary>
    public int? Admission(ReadOnlySpan<long> used) => told ?? (admissions < 0 ? null : checked((int)Counted(used)));

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

        if (admissions < 0 || IsAdmitted(used))
        {
            return;
        }

        added[admissions] = Math.Max(1, (told ?? 0) - used[admissions]);
        if (admissionOfStay >= 0)
        {
            added[admissionOfStay] = Admission(used)!.Value;
        }

        Invariant.Holds(added[admissions] > 0, "an admission counts");
    }

    private long Counted(ReadOnlySpan<long> used) => IsAdmitted(used) ? used[admissionOfStay] : used[admissions] + 1;

    private bool IsAdmitted(ReadOnlySpan<long> used) => admissionOfStay >= 0 && used[admissionOfStay] > 0;

    private static int Slot(List<string> keys, string key)
    {
        keys.Add(key);
        return keys.Count - 1;
    }
}
