namespace MedAid.Cli.Tests;

/// <summary>
/// A fact that runs the commands of the document, which need <c>sqlite3</c>. Where that is missing it is skipped, unless CI is set.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BackupFactAttribute : FactAttribute
{
    public BackupFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var isMissing = !Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "sqlite3")));
        if (isMissing && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Skip = "sqlite3 is missing: apt-get install sqlite3";
        }
    }
}
