using MedAid.Gateway.Hosting;

namespace MedAid.Gateway.Reference;

/// <summary>Reads lists that differ from region to region, <c>NAME/REGION.csv</c> below the reference folder; none is needed to settle.</summary>
internal static class RegionFiles
{
    public static Dictionary<string, T> Read<T>(
        string referenceFolder, string name, Func<byte[], (T? List, IReadOnlyList<string> Faults)> read)
        where T : class
    {
        var folder = Path.Combine(referenceFolder, name);
        var lists = new Dictionary<string, T>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv") : [])
        {
            var (list, faults) = read(File.ReadAllBytes(file));
            problems.AddRange(faults.Select(f => $"{file}: {f}"));
            if (list is not null)
            {
                lists[Path.GetFileNameWithoutExtension(file)] = list;
            }
        }

        StartProblemException.ThrowIfAny(problems);
        return lists;
    }
}
