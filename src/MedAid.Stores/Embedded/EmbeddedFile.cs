using MedAid.Settlement.Ports;

namespace MedAid.Stores.Embedded;

/// <summary>The ledger's file as a file: whether it is there, whether it may be made, who may read it.</summary>
public static class EmbeddedFile
{
    // What Linux calls these failures (ENOSPC, EROFS).
    private const int DiskFull = 28;
    private const int ReadOnlyDisk = 30;

    private const string Trial = ".trial";

    private static readonly string[] Companions = ["", "-wal", "-shm", "-journal", ".lock", Trial];

    /// <summary>The names of everything that belongs to the ledger in its folder.</summary>
    public static IEnumerable<string> Names(string path) => Companions.Select(c => Path.GetFileName(path) + c);

    /// <summary>
    /// Whether the ledger was there before. A file that is absent is made, empty and its owner's alone; one that is there and empty was
    /// once something else, and so was one of which only the companion is left.
    /// </summary>
    /// <exception cref="LedgerDamagedException">It must not be made anew.</exception>
    internal static bool IsThere(string path)
    {
        var file = new FileInfo(path);
        if (file is { Exists: true, Length: 0 })
        {
            throw new LedgerDamagedException(
                $"账本文件 {path} 是空的（0 字节），不会当作新账本使用；请从备份恢复。如果它是第一次启动中断留下的，请删除它再启动");
        }

        if (!file.Exists && new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new LedgerDamagedException(
                $"账本文件 {path} 不见了，但 {path}-wal 还在，里面可能有没有写回的结算；请先复制保存 -wal，再从备份恢复");
        }

        return file.Exists || !Make(path);
    }

    /// <summary>After an opening that failed: nothing is left of a file that was made for it and stayed empty.</summary>
    internal static void RemoveIfEmpty(string path, Exception failure)
    {
        if (failure is not LedgerDamagedException && new FileInfo(path) is { Exists: true, Length: 0 } made)
        {
            made.Delete();
        }
    }

    /// <summary>What kept a file from being made or locked.</summary>
    internal static LedgerUnavailableException Problem(string path, Exception failure) => failure switch
    {
        UnauthorizedAccessException => new($"账本文件 {path} 打不开：数据目录不可写；请检查目录的属主和权限", failure),
        { HResult: ReadOnlyDisk } => new($"账本文件 {path} 打不开：磁盘以只读方式挂载；请检查磁盘和挂载选项", failure),
        { HResult: DiskFull } => new($"账本文件 {path} 打不开或写不了：磁盘已满；请腾出数据目录所在磁盘的空间", failure) { Full = true },
        _ => new($"账本文件 {path} 打不开：目录不可写，或另一个 MedAid 正在使用它。请检查目录权限，或先停掉另一个进程", failure),
    };

    /// <summary>
    /// Whether the disk takes what a batch of settlements may need. One row may still fit into a log that cannot grow any more, so where
    /// little room is left it is tried with a file that is removed at once.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It does not.</exception>
    internal static void TryRoom(string path)
    {
        try
        {
            if (new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace >= Limits.RoomCertainBytes)
            {
                return;
            }

            using var trial = OwnersOnly.Open(path + Trial, FileMode.Create);
            trial.Write(new byte[Limits.RoomTriedBytes]);
            trial.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(path, e);
        }
        finally
        {
            File.Delete(path + Trial);
        }
    }

    private static bool Make(string path)
    {
        try
        {
            OwnersOnly.Open(path, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(path, e);
        }
    }

    /// <summary>The same failure with the name of the file before its text.</summary>
    internal static Exception Named(string path, Exception translated)
    {
        var text = translated.Message.Contains(path, StringComparison.Ordinal) ? translated.Message : $"{path}：{translated.Message}";
        var cause = translated.InnerException ?? translated;
        return translated switch
        {
            LedgerDamagedException => new LedgerDamagedException(text, cause),
            LedgerUnavailableException { Busy: var busy, Full: var full } =>
                new LedgerUnavailableException(text, cause) { Busy = busy, Full = full },
            _ => translated,
        };
    }
}
