using System.Security.Cryptography;
using System.Text;
using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>Reads one pack file, YAML or JSON by its ending.</summary>
public static class PackFile
{
    /// <summary>A pack file is a page of law, not a data set; a larger one is refused.</summary>
    public const int SizeMaxBytes = 4 * 1024 * 1024;

    /// <summary>Ending of the file beside a pack that says which findings its owner has accepted; it is no pack.</summary>
    public const string AcceptedEnding = ".accepted.yaml";

    /// <summary>Ending of the files that say how paying is arranged (<see cref="ArrangementFile"/>); they are no packs.</summary>
    public const string ArrangementsEnding = ".arrangements.yaml";

    /// <summary>Ending of the forms that notices demand (<see cref="ReportFormFile"/>); they are no packs.</summary>
    public const string ReportEnding = ".report.yaml";

    private static readonly string[] NoPacks = [AcceptedEnding, ArrangementsEnding, ReportEnding];

    /// <summary>Compiles the pack of a file; null, with problems, if it cannot be used at all.</summary>
    public static PolicyTerms? Compile(string path, PackProblems problems, ReadingChoices? choices = null)
    {
        var (node, hash) = Read(path, problems);
        return node is null ? null : PackCompiler.Compile(node, "", hash, problems, choices);
    }

    /// <summary>Files below a path that may hold packs or examples: the file itself, or *.yaml, *.yml, *.json in order of name.</summary>
    public static IReadOnlyList<string> Below(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        return [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json")
            .Where(f => !f.EndsWith(".schema.json", StringComparison.Ordinal))
            .Where(f => !NoPacks.Any(ending => f.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
    }

    internal static (PackNode? Node, string Hash) Read(string path, PackProblems problems)
    {
        try
        {
            if (new FileInfo(path).Length > SizeMaxBytes)
            {
                problems.Add(PackProblemCode.Malformed, 1, "", "文件超过 4 MiB，不像政策包，请检查是不是放错了文件");
                return (null, "");
            }

            var bytes = File.ReadAllBytes(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
            var node = Path.GetExtension(path) == ".json"
                ? JsonSource.Read(content, problems)
                : YamlSource.Read(new UTF8Encoding(false, true).GetString(content), problems);
            return (node, hash);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(PackProblemCode.Malformed, 1, "", "文件不是 UTF-8 编码，请另存为 UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(PackProblemCode.Malformed, 1, "", "文件打不开，请检查路径和权限");
        }

        return (null, "");
    }
}
