using MedAid.Gateway.Hosting;
using MedAid.People.Qualifications;

namespace MedAid.Gateway.Reference;

/// <summary>Reads the regions' disease lists, <c>diseases/REGION.csv</c> below the reference folder; none is needed to settle.</summary>
internal static class DiseaseFiles
{
    public static DiseaseLists Read(string referenceFolder)
    {
        var folder = Path.Combine(referenceFolder, "diseases");
        var lists = new Dictionary<string, DiseaseList>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv") : [])
        {
            var (list, faults) = DiseaseList.Read(File.ReadAllBytes(file));
            problems.AddRange(faults.Select(f => $"{file}: {f}"));
            if (list is not null)
            {
                lists[Path.GetFileNameWithoutExtension(file)] = list;
            }
        }

        StartProblemException.ThrowIfAny(problems);
        return new DiseaseLists(lists);
    }
}
