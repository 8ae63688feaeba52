namespace MedAid.People.Qualifications;

/// <summary>The disease lists of regions; the longest region code that begins a county's counts.</summary>
public sealed class DiseaseLists(IReadOnlyDictionary<string, DiseaseList> byRegion)
{
    private static readonly DiseaseList Empty = new([]);

    /// <summary>The list for a county; an empty one where no region is known.</summary>
    public DiseaseList For(string county) =>
        byRegion.Where(r => county.StartsWith(r.Key, StringComparison.Ordinal)).OrderBy(r => r.Key.Length)
            .Select(r => r.Value).LastOrDefault(Empty);
}
