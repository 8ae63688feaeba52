using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace MedAid.Tables;

/// <summary>
/// Looks through the archive of a workbook before anything else reads it: few parts, each named once, none larger than its bounds or than it
/// says, and each as it was written, by its checksum. So a changed digit that nobody typed is no amount.
/// </summary>
internal static class XlsxArchive
{
    private const int RatioFrom = 1024 * 1024;
    private const int BufferBytes = 64 * 1024;

    /// <summary>Throws for an archive that is broken, no workbook, or beyond a bound.</summary>
    public static void Check(byte[] content, CancellationToken cancellationToken)
    {
        // The list of parts is read as a whole. So its entries are counted before.
        if (content.AsSpan().Count("PK\u0001\u0002"u8) > Limits.PartsMax)
        {
            throw new TableFaultException(1, $"工作簿的部件超过 {Limits.PartsMax} 个，请把要导入的工作表复制到新的工作簿");
        }

        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        CheckNames(archive.Entries);
        CheckSizes(archive.Entries);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (var entry in archive.Entries)
            {
                CheckContent(entry, buffer, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CheckNames(IReadOnlyList<ZipArchiveEntry> entries)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (entry.IsEncrypted)
            {
                throw new TableFaultException(1, $"文件有密码，读不了；请取消密码，{FileKind.SaveAgain}");
            }

            if (!names.Add(entry.FullName.Replace('\\', '/').TrimStart('/')))
            {
                throw new TableFaultException(1, XlsxTable.Broken);
            }
        }

        if (!names.Contains("[Content_Types].xml"))
        {
            throw new TableFaultException(1, names.Contains("content.xml")
                ? $"这是 OpenDocument（.ods）文件；{FileKind.SaveAgain}"
                : $"这是压缩包，不是工作簿；请解压后导入其中的表格");
        }

        if (names.Contains("xl/workbook.bin"))
        {
            throw new TableFaultException(1, $"这是二进制工作簿（.xlsb）；{FileKind.SaveAgain}");
        }
    }

    private static void CheckSizes(IReadOnlyList<ZipArchiveEntry> entries)
    {
        long all = 0;
        long relations = 0;
        foreach (var entry in entries)
        {
            all += entry.Length;
            relations += IsRelations(entry.FullName) ? entry.Length : 0;
            var ratioIsWild = entry.Length > RatioFrom && entry.Length / Limits.UnpackedRatioMax > entry.CompressedLength;
            if (ratioIsWild || entry.Length > Limits.PartBytesMax || all > Limits.UnpackedBytesMax || relations > Limits.RelationBytesMax)
            {
                throw new TableFaultException(1, "工作簿解压后太大，请删去多余的工作表、空行和格式，或另存为 CSV（UTF-8）");
            }
        }
    }

    private static bool IsRelations(string name) =>
        name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) || name.EndsWith("[Content_Types].xml", StringComparison.OrdinalIgnoreCase);

    private static void CheckContent(ZipArchiveEntry entry, byte[] buffer, CancellationToken cancellationToken)
    {
        using var stream = entry.Open();
        var checksum = new Crc32();
        long length = 0;
        for (int read; (read = stream.Read(buffer, 0, BufferBytes)) > 0; length += read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            checksum.Append(buffer.AsSpan(0, read));
        }

        if (length != entry.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new TableFaultException(1, XlsxTable.Broken);
        }
    }
}
