namespace MedAid.Settlement.Reference;

/// <summary>
/// Which diseases hold at the chosen hospital only, by region: data of the regions, none unless a region says so. The longest region code
/// that begins a county's counts.
/// </summary>
public sealed class HospitalBindings(IReadOnlyDictionary<string, IReadOnlySet<string>> byRegion)
{
    /// <summary>No region binds.</summary>
    public static HospitalBindings None { get; } = new(new Dictionary<string, IReadOnlySet<string>>());

    /// <summary>Whether a chronic qualification for a disease holds at the chosen hospital only.</summary>
    public bool Binds(string county, string disease) =>
        byRegion.Where(r => county.StartsWith(r.Key, StringComparison.Ordinal)).MaxBy(r => r.Key.Length).Value?.Contains(disease) == true;
}
