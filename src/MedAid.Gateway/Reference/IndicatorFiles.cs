using MedAid.Gateway.Hosting;
using MedAid.People.EntitlementGaps;

namespace MedAid.Gateway.Reference;

/// <summary>
/// Reads the regions' indicators of diseases, <c>diseases/indicators/REGION.csv</c> below the reference folder; none is needed to
/// settle.
/// </summary>
internal static class IndicatorFiles
{
    public static DiseaseIndicators Read(string referenceFolder)
    {
        var folder = Path.Combine(referenceFolder, "diseases", "indicators");
        var regions = new Dictionary<string, IReadOnlyList<DiseaseIndicator>>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv") : [])
        {
            var (indicators, faults) = IndicatorList.Read(File.ReadAllBytes(file));
            problems.AddRange(faults.Select(f => $"{file}: {f}"));
            regions[Path.GetFileNameWithoutExtension(file)] = indicators;
        }

        StartProblemException.ThrowIfAny(problems);
        return new DiseaseIndicators(regions);
    }
}
