using MedAid.Core;

namespace MedAid.Settlement.Reference;

/// <summary>Lists that differ from region to region: the longest region code that begins a county's counts.</summary>
public static class Regions
{
    /// <summary>The list for a county; null where no region is known.</summary>
    public static T? For<T>(IReadOnlyDictionary<string, T> byRegion, CountyCode county)
        where T : class
    {
        var found = byRegion.Keys.Where(r => county.Text.StartsWith(r, StringComparison.Ordinal)).MaxBy(r => r.Length);
        return found is null ? null : byRegion[found];
    }
}
