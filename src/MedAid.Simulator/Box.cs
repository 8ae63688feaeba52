namespace MedAid.Simulator;

/// <summary>Files that come with the program, and files that take their place.</summary>
internal static class Box
{
    /// <summary>The text of a file that comes with the program.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(Box).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The text of a file that somebody named.</summary>
    public static string File(string path, string what)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"打不开{what} {path}：{e.Message}");
        }
    }
}
