using MedAid.Gateway.Hosting;
using MedAid.People.Overlooked;

namespace MedAid.Gateway.Reference;

/// <summary>Reads the regions' signs of diseases, <c>diseases/signs/REGION.csv</c> below the reference folder; none is needed to settle.</summary>
internal static class SignFiles
{
    public static DiseaseSigns Read(string referenceFolder)
    {
        var folder = Path.Combine(referenceFolder, "diseases", "signs");
        var regions = new Dictionary<string, IReadOnlyList<DiseaseSign>>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv") : [])
        {
            var (signs, faults) = SignList.Read(File.ReadAllBytes(file));
            problems.AddRange(faults.Select(f => $"{file}: {f}"));
            regions[Path.GetFileNameWithoutExtension(file)] = signs;
        }

        StartProblemException.ThrowIfAny(problems);
        return new DiseaseSigns(regions);
    }
}
