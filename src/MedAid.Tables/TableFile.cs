namespace MedAid.Tables;

/// <summary>
/// Reads CSV and XLSX. CSV is UTF-8 or, as Excel writes it in China, GB18030 or UTF-16. Nothing throws for what is in a file: what cannot be
/// read, or is beyond one of the <see cref="Limits"/>, is a fault that says what to do. Only a cancelled token throws.
/// </summary>
public static class TableFile
{
    /// <summary>Whose turn it is to be read.</summary>
    internal static readonly SemaphoreSlim Turn = new(Limits.ReadAtOnceMax);

    /// <summary>
    /// Reads the bytes of a file that a caller sent. Files wait for each other: a large one takes a processor for seconds, and those who settle
    /// need the others.
    /// </summary>
    public static async Task<Table> ReadAsync(byte[] content, CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(content, cancellationToken), cancellationToken);
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Reads a file; one whose name ends in .xlsx has to be a workbook.</summary>
    public static Table Read(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > Limits.TextBytesMax)
            {
                return TextTooLarge();
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase)
                ? Workbook(content, cancellationToken)
                : Read(content, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Table.Broken(1, "文件打不开，请检查路径和权限，并在 Excel 中关闭它");
        }
    }

    /// <summary>Reads the bytes of a file; a workbook is known by how it begins.</summary>
    public static Table Read(byte[] content, CancellationToken cancellationToken = default)
    {
        if (FileKind.IsArchive(content))
        {
            return Workbook(content, cancellationToken);
        }

        return content.Length > Limits.TextBytesMax ? TextTooLarge()
            : FileKind.NoTable(content) is { } problem ? Table.Broken(1, problem)
            : CsvTable.Read(content, cancellationToken);
    }

    private static Table Workbook(byte[] content, CancellationToken cancellationToken) =>
        content.Length > Limits.WorkbookBytesMax ? Table.Broken(1, "表格超过 16 MiB，请删去图片和多余的工作表，或另存为 CSV（UTF-8）")
            : FileKind.NoTable(content) is { } problem ? Table.Broken(1, problem)
            : XlsxTable.Read(content, cancellationToken);

    private static Table TextTooLarge() => Table.Broken(1, "文件超过 64 MiB，请分成几个文件");
}
