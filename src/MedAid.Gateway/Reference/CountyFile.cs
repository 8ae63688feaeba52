using MedAid.Gateway.Hosting;

namespace MedAid.Gateway.Reference;

/// <summary>
/// Reads the names of counties, <c>counties.csv</c> in the reference folder, for papers and to know who pays; without it they are called by their
/// codes.
/// </summary>
internal static class CountyFile
{
    private const string Head = "county,name";

    public static IReadOnlyDictionary<string, string> Read(string referenceFolder)
    {
        var file = Path.Combine(referenceFolder, "counties.csv");
        var counties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(file))
        {
            return counties;
        }

        var problems = new List<string>();
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split(',', StringSplitOptions.TrimEntries);
            if (lines[i].Trim().Length == 0 || (i == 0 && lines[i].Trim() == Head))
            {
                continue;
            }

            if (parts is not [{ Length: 6 } code, { Length: > 0 } name] || !code.All(char.IsAsciiDigit) || !counties.TryAdd(code, name))
            {
                problems.Add($"{file}:{i + 1}: 一行是六位县区编码、逗号、名称，每个县区一行");
            }
        }

        StartProblemException.ThrowIfAny(problems);
        return counties;
    }
}
