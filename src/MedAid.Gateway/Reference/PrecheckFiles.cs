using MedAid.Gateway.Hosting;
using MedAid.Precheck.Data;

namespace MedAid.Gateway.Reference;

/// <summary>
/// Reads the checks before an order is signed and their lists, <c>precheck/</c> below the reference folder. Without the folder nothing is checked.
/// </summary>
internal static class PrecheckFiles
{
    /// <exception cref="StartProblemException">Something is wrong; the text names file, place and what to do.</exception>
    public static AdviceData Read(string referenceFolder)
    {
        var folder = Path.Combine(referenceFolder, "precheck");
        if (!Directory.Exists(folder))
        {
            return AdviceData.Empty;
        }

        var problems = new List<string>();
        var book = Of(Path.Combine(folder, "checks.json"), CheckFile.Read, problems);
        var drugs = Of(Path.Combine(folder, "drugs.csv"), AdviceLists.Drugs, problems);
        var paths = Of(Path.Combine(folder, "paths.csv"), AdviceLists.Paths, problems);
        var diagnoses = Of(Path.Combine(folder, "diseases.csv"), AdviceLists.Diagnoses, problems);
        StartProblemException.ThrowIfAny(problems);
        return new AdviceData(book!, drugs!, paths!, diagnoses!);
    }

    private static T? Of<T>(string file, Func<byte[], (T? Read, IReadOnlyList<string> Faults)> read, List<string> problems)
        where T : class
    {
        try
        {
            var (found, faults) = read(File.ReadAllBytes(file));
            problems.AddRange(faults.Select(f => $"{file}: {f}"));
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}: 文件打不开，请检查路径和权限；不用这项功能就删去整个 precheck 目录");
            return null;
        }
    }
}
