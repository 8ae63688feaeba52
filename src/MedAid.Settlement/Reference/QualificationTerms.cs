using MedAid.Core;

namespace MedAid.Settlement.Reference;

/// <summary>What a region says of qualifications when a visit is settled.</summary>
/// <param name="Bound">Diseases whose chronic qualification holds at the chosen hospital only.</param>
/// <param name="Exclusive">Diseases of the two-disease benefit that any chronic benefit bars, not only one for the disease itself.</param>
public sealed record RegionTerms(IReadOnlySet<string> Bound, IReadOnlySet<string> Exclusive);

/// <summary>The terms of qualifications by region: data of the regions; one that says nothing binds and bars nothing.</summary>
public sealed class QualificationTerms(IReadOnlyDictionary<string, RegionTerms> byRegion)
{
    /// <summary>No region says anything.</summary>
    public static QualificationTerms None { get; } = new(new Dictionary<string, RegionTerms>());

    /// <summary>Whether a chronic qualification for a disease holds at the chosen hospital only.</summary>
    public bool Binds(CountyCode county, string disease) => Regions.For(byRegion, county)?.Bound.Contains(disease) == true;

    /// <summary>Whether a chronic benefit for any disease bars the two-disease benefit for this one.</summary>
    public bool AnyChronicBars(CountyCode county, string disease) => Regions.For(byRegion, county)?.Exclusive.Contains(disease) == true;
}
