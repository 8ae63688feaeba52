namespace MedAid.Core.Policy;

/// <summary>
/// All packs in force, by region, scheme and day. Within a region and scheme they follow one another without gap or overlap;
/// that is proved when the book is made. Immutable: a new book replaces the old one in a single assignment.
/// </summary>
public sealed class PolicyBook
{
    private readonly Dictionary<(string Region, string Scheme), PolicyTerms[]> volumes;

    /// <summary>Makes a book of packs that each name region and first day in force.</summary>
    /// <exception cref="InvariantBrokenException">Two packs overlap or leave a gap; check before with <see cref="Clash"/>.</exception>
    public PolicyBook(IEnumerable<PolicyTerms> packs)
    {
        volumes = packs
            .GroupBy(p => (p.Identity.Region, p.Identity.Scheme))
            .ToDictionary(g => g.Key, g => g.OrderBy(p => p.Identity.Effective).ToArray());
        foreach (var volume in volumes.Values)
        {
            for (var i = 1; i < volume.Length; i++)
            {
                var clash = Clash(volume[i - 1].Identity, volume[i].Identity);
                Invariant.Holds(clash == 0, "packs follow one another without gap or overlap");
            }
        }
    }

    /// <summary>Every pack, by region, scheme and first day.</summary>
    public IEnumerable<PolicyTerms> Packs => volumes.OrderBy(v => v.Key.Region, StringComparer.Ordinal)
        .ThenBy(v => v.Key.Scheme, StringComparer.Ordinal).SelectMany(v => v.Value);

    /// <summary>
    /// How two packs that follow one another fit: 0 well, the number of days of a gap (positive) or of an overlap (negative).
    /// A pack without end overlaps whatever follows it.
    /// </summary>
    public static int Clash(PackIdentity earlier, PackIdentity later)
    {
        Invariant.Holds(later.Effective is not null, "a pack in a book has a first day");
        return earlier.Ends is { } ends
            ? later.Effective!.Value.DayNumber - ends.DayNumber - 1
            : -1;
    }

    /// <summary>
    /// The law in force for a county of insurance, a scheme and a service date; the longest region that the county code starts
    /// with wins. Null where no pack is in force: a refusal, never a guess.
    /// </summary>
    public PolicyTerms? At(CountyCode county, string scheme, DateOnly serviceDate)
    {
        for (var length = county.Text.Length; length > 0; length--)
        {
            if (volumes.TryGetValue((county.Text[..length], scheme), out var volume))
            {
                return InForce(volume, serviceDate);
            }
        }

        return null;
    }

    private static PolicyTerms? InForce(PolicyTerms[] volume, DateOnly day)
    {
        int low = 0, high = volume.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var identity = volume[middle].Identity;
            if (day < identity.Effective)
            {
                high = middle - 1;
            }
            else if (day > identity.Ends)
            {
                low = middle + 1;
            }
            else
            {
                return volume[middle];
            }
        }

        return null;
    }
}
