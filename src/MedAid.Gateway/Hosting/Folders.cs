namespace MedAid.Gateway.Hosting;

/// <summary>
/// Where a relative folder of the settings lies: in the working directory, or else in the program's own folder or one above it, so
/// that a clone, a published folder and an image all start as they stand.
/// </summary>
public static class Folders
{
    /// <summary>The folder's full path; where it does not exist, the path it would have in the working directory.</summary>
    public static string Find(string folder)
    {
        var here = Path.GetFullPath(folder);
        if (Path.IsPathRooted(folder) || Directory.Exists(here))
        {
            return here;
        }

        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var there = Path.Combine(above.FullName, folder);
            if (Directory.Exists(there))
            {
                return there;
            }
        }

        return here;
    }
}
