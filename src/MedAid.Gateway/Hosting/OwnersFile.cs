namespace MedAid.Gateway.Hosting;

/// <summary>A file that only its owner can read. Written aside and moved, so that a start that dies half-way leaves no half a key.</summary>
internal static class OwnersFile
{
    public static void Write(string path, string text, bool isNew)
    {
        var part = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(part, options))
        {
            writer.WriteLine(text);
        }

        File.Move(part, path, overwrite: !isNew);
    }
}
