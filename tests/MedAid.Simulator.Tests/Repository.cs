using System.Reflection;

namespace MedAid.Simulator.Tests;

/// <summary>Files of the repository, and the built program.</summary>
internal static class Repository
{
    public static string Root { get; } = Built("repository");

    public static string Program { get; } = Built("medaid");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Built(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
