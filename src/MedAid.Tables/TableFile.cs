namespace MedAid.Tables;

/// <summary>
/// Reads CSV and XLSX. CSV is UTF-8 or, as Excel writes it in China, GB18030. Nothing throws for what is in a file: what cannot be read
/// is a fault that says what to do.
/// </summary>
public static class TableFile
{
    /// <summary>Larger workbooks take more memory than they are worth; CSV has no such bound.</summary>
    public const int WorkbookBytesMax = 16 * 1024 * 1024;

    /// <summary>Reads a file by its ending.</summary>
    public static Table Read(string path)
    {
        try
        {
            var isWorkbook = Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase);
            return isWorkbook && new FileInfo(path).Length > WorkbookBytesMax ? TooLarge() : Read(File.ReadAllBytes(path), isWorkbook);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Table.Broken(1, "文件打不开，请检查路径和权限，并在 Excel 中关闭它");
        }
    }

    /// <summary>Reads the bytes of a file; a workbook is known by how it begins.</summary>
    public static Table Read(byte[] content) => Read(content, content is [(byte)'P', (byte)'K', 3, 4, ..]);

    private static Table Read(byte[] content, bool isWorkbook) => (isWorkbook, content.Length) switch
    {
        (true, > WorkbookBytesMax) => TooLarge(),
        (true, _) => XlsxTable.Read(content),
        _ => CsvTable.Read(content),
    };

    private static Table TooLarge() => Table.Broken(1, "表格超过 16 MiB，请另存为 CSV（UTF-8）");
}
