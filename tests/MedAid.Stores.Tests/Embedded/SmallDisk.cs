using System.Diagnostics;

namespace MedAid.Stores.Tests.Embedded;

/// <summary>A disk of a few megabytes in memory, which can be filled, made larger and made read-only.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("medaid-disk-").FullName;

    public static SmallDisk Mount(int kilobytes)
    {
        var disk = new SmallDisk();
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk.Folder);
        return disk;
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using var ballast = File.Create(Path.Combine(Folder, "ballast"));
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            Assert.Equal(0, new DriveInfo(Folder).AvailableFreeSpace);
        }
    }

    public void MakeRoom() => File.Delete(Path.Combine(Folder, "ballast"));

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Folder);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static void Run(params string[] command)
    {
        using var process = Process.Start(command[0], command[1..]);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}");
    }
}
