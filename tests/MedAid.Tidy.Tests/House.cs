using System.Runtime.CompilerServices;

namespace MedAid.Tidy.Tests;

/// <summary>The repository as files, without what builds and installations leave.</summary>
internal static class House
{
    private static readonly string[] NotOurs = ["artifacts", ".git", "data", "node_modules", ".services", "obj", "bin", "__pycache__"];

    public static string Root { get; } = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    /// <summary>Files below a folder with one of the endings, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Below(new DirectoryInfo(Path.Combine(Root, folder)))
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
        .Where(f => endings.Length == 0 || endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    /// <summary>Fails with every offence, a line each.</summary>
    public static void None(IEnumerable<string> offences)
    {
        var found = offences.ToArray();
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> Below(DirectoryInfo folder)
    {
        if (!folder.Exists)
        {
            return [];
        }

        var below = folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name)).SelectMany(Below);
        return folder.EnumerateFiles().Select(f => f.FullName).Concat(below);
    }

    private static string Find([CallerFilePath] string here = "")
    {
        // A deterministic build writes another path into the program; then the program's own place leads to the root.
        var start = File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "global.json")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("no global.json above the tests");
    }
}
