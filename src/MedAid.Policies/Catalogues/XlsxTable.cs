using System.Globalization;
using System.Xml;
using ClosedXML.Excel;
using DocumentFormat.OpenXml.Packaging;

namespace MedAid.Policies.Catalogues;

/// <summary>The lines of the first sheet of an Excel workbook.</summary>
internal static class XlsxTable
{
    /// <summary>Larger workbooks take more memory than they are worth; CSV has no such bound.</summary>
    private const int SizeMaxBytes = 16 * 1024 * 1024;

    /// <summary>All lines that hold anything; what cannot be read is a problem.</summary>
    public static IReadOnlyList<TableLine> Read(string path, PackProblems problems)
    {
        try
        {
            if (new FileInfo(path).Length > SizeMaxBytes)
            {
                problems.Add(PackProblemCode.Malformed, 1, "", "表格超过 16 MiB，请另存为 CSV（UTF-8）");
                return [];
            }

            using var file = File.OpenRead(path);
            using var book = new XLWorkbook(file);
            return Lines(book.Worksheet(1), problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(PackProblemCode.Malformed, 1, "", "文件打不开，请检查路径和权限，并在 Excel 中关闭它");
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or OpenXmlPackageException or XmlException
            or ArgumentException or InvalidOperationException)
        {
            problems.Add(PackProblemCode.Malformed, 1, "", "不是规范的 XLSX，请用 Excel 或 WPS 另存为 .xlsx");
        }

        return [];
    }

    private static List<TableLine> Lines(IXLWorksheet sheet, PackProblems problems)
    {
        var width = sheet.LastColumnUsed()?.ColumnNumber() ?? 0;
        var lines = new List<TableLine>();
        foreach (var row in sheet.RowsUsed())
        {
            var cells = new string[width];
            for (var column = 1; column <= width; column++)
            {
                cells[column - 1] = Text(row.Cell(column), problems, lines.Count > 0 ? lines[0].Cells[column - 1] : "");
            }

            lines.Add(new TableLine(row.RowNumber(), cells));
        }

        return lines;
    }

    private static string Text(IXLCell cell, PackProblems problems, string column)
    {
        if (cell.HasFormula)
        {
            problems.Add(PackProblemCode.WrongType, cell.Address.RowNumber, column, "是公式，请选择性粘贴为数值");
            return "";
        }

        return cell.DataType switch
        {
            XLDataType.Number => Number(cell, problems, column),
            XLDataType.DateTime => cell.GetDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            XLDataType.Boolean => cell.GetBoolean() ? "true" : "false",
            _ => cell.GetString().Trim(),
        };
    }

    /// <summary>A number as it is shown. A code kept as a number has lost its leading zeros, and Excel drops digits after the fifteenth.</summary>
    private static string Number(IXLCell cell, PackProblems problems, string column)
    {
        if (CatalogueColumns.HoldsCodes(column))
        {
            problems.Add(PackProblemCode.WrongType, cell.Address.RowNumber, column, "编码要设成文本格式再录入，数字格式会丢掉开头的 0");
            return "";
        }

        var number = cell.GetDouble();
        return Math.Abs(number) < 1e15
            ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);
    }
}
