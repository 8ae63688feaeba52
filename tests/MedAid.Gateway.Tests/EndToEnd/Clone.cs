namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Where things lie in this clone: the build output beside ours, and the samples.</summary>
internal static class Clone
{
    public static readonly string Root = Above(AppContext.BaseDirectory, "global.json");

    /// <summary>The gateway built in the same configuration as these tests.</summary>
    public static readonly string Gateway = Path.Combine(
        Root, "artifacts", "bin", "MedAid.Gateway", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "MedAid.Gateway.dll");

    public static readonly string Packs = Path.Combine(Root, "packs");

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    private static string Above(string folder, string file)
    {
        var at = new DirectoryInfo(folder);
        while (!File.Exists(Path.Combine(at.FullName, file)))
        {
            at = at.Parent ?? throw new InvalidOperationException($"{file} lies nowhere above {folder}");
        }

        return at.FullName;
    }
}
