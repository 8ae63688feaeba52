namespace MedAid.Settlement.Reference;

/// <summary>
/// Which diseases hold at the chosen hospital only, by region: data of the regions, none unless a region says so.
/// </summary>
public sealed class HospitalBindings(IReadOnlyDictionary<string, IReadOnlySet<string>> byRegion)
{
    /// <summary>No region binds.</summary>
    public static HospitalBindings None { get; } = new(new Dictionary<string, IReadOnlySet<string>>());

    /// <summary>Whether a chronic qualification for a disease holds at the chosen hospital only.</summary>
    public bool Binds(string county, string disease) =>
        Regions.For(byRegion, county)?.Contains(disease) == true;
}
