using MedAid.Core;
using MedAid.Settlement.Reference;

namespace MedAid.People.Applications;

/// <summary>The paper lists of regions, swapped whole by a reload.</summary>
public sealed class PaperLists(IReadOnlyDictionary<string, PaperList> byRegion)
{
    private volatile IReadOnlyDictionary<string, PaperList> byRegion = byRegion;

    /// <summary>The list for a county; null where no region is known.</summary>
    public PaperList? For(CountyCode county) => Regions.For(byRegion, county);

    /// <summary>Puts other lists in force.</summary>
    public void Replace(IReadOnlyDictionary<string, PaperList> lists) => byRegion = lists;
}
