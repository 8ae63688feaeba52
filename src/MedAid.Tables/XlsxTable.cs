using System.Globalization;
using System.Xml;
using ClosedXML.Excel;
using DocumentFormat.OpenXml.Packaging;

namespace MedAid.Tables;

/// <summary>The lines of the first sheet of an Excel workbook.</summary>
internal static class XlsxTable
{
    /// <summary>All lines that hold anything; what cannot be read is a fault.</summary>
    public static Table Read(byte[] content)
    {
        try
        {
            using var file = new MemoryStream(content, writable: false);
            using var book = new XLWorkbook(file);
            return Lines(book.Worksheet(1));
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidDataException or OpenXmlPackageException or XmlException
            or ArgumentException or InvalidOperationException)
        {
            return Table.Broken(1, "不是规范的 XLSX，请用 Excel 或 WPS 另存为 .xlsx");
        }
    }

    private static Table Lines(IXLWorksheet sheet)
    {
        var width = sheet.LastColumnUsed()?.ColumnNumber() ?? 0;
        var lines = new List<TableLine>();
        var faults = new List<TableFault>();
        foreach (var row in sheet.RowsUsed())
        {
            var cells = new string[width];
            Array.Fill(cells, "");
            List<int>? numeric = null;
            foreach (var cell in row.CellsUsed())
            {
                var column = cell.Address.ColumnNumber - 1;
                cells[column] = Text(cell, faults);
                if (cell.DataType == XLDataType.Number && !cell.HasFormula)
                {
                    (numeric ??= []).Add(column);
                }
            }

            lines.Add(new TableLine(row.RowNumber(), cells, numeric ?? (IReadOnlyList<int>)[]));
        }

        return new Table(lines, faults);
    }

    private static string Text(IXLCell cell, List<TableFault> faults)
    {
        if (cell.HasFormula)
        {
            faults.Add(new TableFault(
                TableFaultKind.Formula, cell.Address.RowNumber, cell.Address.ColumnNumber - 1, "是公式，请选择性粘贴为数值"));
            return "";
        }

        return cell.DataType switch
        {
            XLDataType.Number => Number(cell),
            XLDataType.DateTime => cell.GetDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            XLDataType.Boolean => cell.GetBoolean() ? "true" : "false",
            _ => cell.GetString().Trim(),
        };
    }

    /// <summary>A number as it is shown; Excel drops digits after the fifteenth.</summary>
    private static string Number(IXLCell cell)
    {
        var number = cell.GetDouble();
        return Math.Abs(number) < 1e15
            ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);
    }
}
