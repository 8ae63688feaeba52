using MedAid.Core;
using MedAid.Settlement.Reference;

namespace MedAid.People.Qualifications;

/// <summary>The disease lists of regions, swapped whole by a reload.</summary>
public sealed class DiseaseLists(IReadOnlyDictionary<string, DiseaseList> byRegion)
{
    private static readonly DiseaseList Empty = new([]);

    private volatile IReadOnlyDictionary<string, DiseaseList> byRegion = byRegion;

    /// <summary>The list for a county; an empty one where no region is known.</summary>
    public DiseaseList For(CountyCode county) => Regions.For(byRegion, county) ?? Empty;

    /// <summary>Puts other lists in force.</summary>
    public void Replace(IReadOnlyDictionary<string, DiseaseList> lists) => byRegion = lists;
}
