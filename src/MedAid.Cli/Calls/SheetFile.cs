using MedAid.Tables;

namespace MedAid.Cli;

/// <summary>Writes rows of text, the first of them headings, to a file that Excel opens: CSV, or a workbook if the name ends in .xlsx.</summary>
internal static class SheetFile
{
    public static void Write(string path, string name, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var sheet = new Sheet(name, rows, [], 0) { Heading = 1 };
        var isWorkbook = Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase);
        File.WriteAllBytes(path, isWorkbook ? sheet.ToXlsx() : sheet.ToCsv());
        Console.Error.WriteLine($"已写入 {path}");
    }
}
