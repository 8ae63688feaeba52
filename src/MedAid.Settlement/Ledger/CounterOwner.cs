using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// Whose a counter is. The counters of a pack are a person's under a scheme. A waiver's are not the law's: its month is the person's
/// whatever the scheme, and its budget is the hospital's, which stands in the books like a person of the name <c>hospital:CODE</c>. The
/// views of the databases say the same; a proof of the books compares the two.
/// </summary>
public static class CounterOwner
{
    /// <summary>The scheme under which counters of waivers stand.</summary>
    public const string WaiverScheme = "waiver";

    /// <summary>Begins the key of a hospital among those of persons.</summary>
    public const string HospitalPrefix = "hospital:";

    /// <summary>Key and scheme of the owner of a counter of a visit.</summary>
    public static (PersonKey Key, string Scheme) Of(string counter, PersonKey personKey, string scheme)
    {
        if (!counter.StartsWith("waiver", StringComparison.Ordinal) || !WaiverCounters.IsOne(counter))
        {
            return (personKey, scheme);
        }

        if (!counter.StartsWith(WaiverCounters.OfHospital, StringComparison.Ordinal))
        {
            return (personKey, WaiverScheme);
        }

        var hospital = counter.AsSpan(WaiverCounters.OfHospital.Length);
        return (new PersonKey($"{HospitalPrefix}{hospital[..hospital.IndexOf('/')]}"), WaiverScheme);
    }
}
