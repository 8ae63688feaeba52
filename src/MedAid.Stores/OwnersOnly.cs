namespace MedAid.Stores;

/// <summary>
/// Files and folders that only their owner can read: 0600 and 0700 from the moment they are made. Where the system knows no such modes
/// (Windows), the access rights of the folder above apply.
/// </summary>
public static class OwnersOnly
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder unless it is there.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OfFolder);
        }
    }

    /// <summary>Opens a file; one that has to be made is its owner's alone.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
        {
            options.UnixCreateMode = OfFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>
    /// Makes a file that is gone as soon as it is closed, also by the end of the process. Where the system allows it, it has no name from the
    /// beginning.
    /// </summary>
    public static FileStream OpenPassing(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }

        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, UnixCreateMode = OfFile,
        });
        File.Delete(path);
        return file;
    }

    /// <summary>Writes a file aside and moves it into place, so that a process that dies half-way leaves no half of it.</summary>
    public static void Write(string path, string text, bool replace)
    {
        var part = path + ".part";
        using (var stream = Open(part, FileMode.Create))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: replace);
    }

    /// <summary>
    /// Takes from others what they may do with files that are there; returns what was too open, a line each, in Chinese. The folder is
    /// closed too, but only if it holds nothing else: somebody may have named a folder that others need.
    /// </summary>
    public static IReadOnlyList<string> Tighten(string folder, IReadOnlyCollection<string> names)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
        {
            return [];
        }

        var remarks = names.Select(name => Path.Combine(folder, name)).Where(File.Exists).Select(path => Close(path, OfFile)).ToList();
        var isOurs = Directory.EnumerateFileSystemEntries(folder).All(path => names.Contains(Path.GetFileName(path)));
        remarks.Add(isOurs ? Close(folder, OfFolder) : IsOpen(folder) ? $"数据目录 {folder} 别的用户可以进入，里面还有别的文件，没有改动；请另给 MedAid 一个单独的目录" : "");
        return [.. remarks.Where(remark => remark.Length > 0)];
    }

    /// <summary>The same for one file.</summary>
    public static IEnumerable<string> Tighten(string path) =>
        File.Exists(path) && Close(path, OfFile) is { Length: > 0 } remark ? [remark] : [];

    private static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0;

    private static string Close(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows() || !IsOpen(path))
        {
            return "";
        }

        var octal = mode == OfFile ? "0600" : "0700";
        try
        {
            File.SetUnixFileMode(path, mode);
            return $"{path} 别的用户可以访问，已改为 {octal}";
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return $"{path} 别的用户可以访问，本进程无权改为 {octal}；请由文件的属主修改";
        }
    }
}
