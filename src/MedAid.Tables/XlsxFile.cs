using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace MedAid.Tables;

/// <summary>
/// A sheet as an Excel workbook, written part by part: the same sheet is the same bytes at any time and on any machine, so that a file that
/// was handed in can be made again and compared. A library would put the time and random names into it.
/// </summary>
internal static class XlsxFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const int LinePoints = 15;
    private const int LinesMax = 20;
    private const int RoomPoints = 4;

    // Excel holds no more digits of a number.
    private const int DigitsMax = 15;

    // The first moment that the format of the archive can write.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The workbook of a sheet.</summary>
    public static byte[] Of(Sheet sheet)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml", WriteContentTypes);
            Add(archive, "_rels/.rels", x => WriteRelations(x, ("officeDocument", "xl/workbook.xml")));
            Add(archive, "xl/workbook.xml", x => WriteWorkbook(x, sheet));
            Add(archive, "xl/_rels/workbook.xml.rels", x => WriteRelations(x, ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")));
            Add(archive, "xl/styles.xml", x => XlsxLook.Write(x, Main));
            Add(archive, "xl/worksheets/sheet1.xml", x => WriteSheet(x, sheet));
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive archive, string name, Action<XmlWriter> write)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        xml.WriteStartDocument(standalone: true);
        write(xml);
        xml.WriteEndDocument();
    }

    private static void WriteContentTypes(XmlWriter xml)
    {
        const string Word = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        xml.WriteStartElement("Types", ContentTypes);
        Element(xml, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
        Element(xml, "Default", ("Extension", "xml"), ("ContentType", "application/xml"));
        Element(xml, "Override", ("PartName", "/xl/workbook.xml"), ("ContentType", $"{Word}sheet.main+xml"));
        Element(xml, "Override", ("PartName", "/xl/worksheets/sheet1.xml"), ("ContentType", $"{Word}worksheet+xml"));
        Element(xml, "Override", ("PartName", "/xl/styles.xml"), ("ContentType", $"{Word}styles+xml"));
        xml.WriteEndElement();
    }

    private static void WriteRelations(XmlWriter xml, params (string Kind, string Target)[] targets)
    {
        xml.WriteStartElement("Relationships", PackageRelations);
        for (var i = 0; i < targets.Length; i++)
        {
            Element(
                xml, "Relationship", ("Id", string.Create(CultureInfo.InvariantCulture, $"rId{i + 1}")),
                ("Type", $"{Relations}/{targets[i].Kind}"), ("Target", targets[i].Target));
        }

        xml.WriteEndElement();
    }

    private static void WriteWorkbook(XmlWriter xml, Sheet sheet)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteStartElement("bookViews");
        Element(xml, "workbookView");
        xml.WriteEndElement();
        xml.WriteStartElement("sheets");
        xml.WriteStartElement("sheet");
        xml.WriteAttributeString("name", sheet.Name);
        xml.WriteAttributeString("sheetId", "1");
        xml.WriteAttributeString("r", "id", Relations, "rId1");
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (sheet.Heading > 0)
        {
            // Programs know the filter of a sheet by this name.
            xml.WriteStartElement("definedNames");
            xml.WriteStartElement("definedName");
            xml.WriteAttributeString("name", "_xlnm._FilterDatabase");
            xml.WriteAttributeString("localSheetId", "0");
            xml.WriteAttributeString("hidden", "1");
            xml.WriteString($"'{sheet.Name}'!{Filtered(sheet, "$")}");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSheet(XmlWriter xml, Sheet sheet)
    {
        var width = sheet.Rows.Max(r => r.Count);
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetPr");
        Element(xml, "pageSetUpPr", ("fitToPage", "1"));
        xml.WriteEndElement();
        if (sheet.Heading > 0)
        {
            WriteFrozen(xml, sheet.Heading);
        }

        int[] widths = [.. Enumerable.Range(0, width).Select(sheet.WidthOf)];
        xml.WriteStartElement("cols");
        for (var column = 0; column < width; column++)
        {
            Element(
                xml, "col", ("min", Text(column + 1)), ("max", Text(column + 1)), ("width", Text(widths[column])), ("customWidth", "1"));
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData");
        for (var row = 0; row < sheet.Rows.Count + sheet.BlankRows; row++)
        {
            WriteRow(xml, sheet, row + 1, widths);
        }

        xml.WriteEndElement();
        if (sheet.Heading > 0)
        {
            Element(xml, "autoFilter", ("ref", Filtered(sheet, "")));
        }

        if (sheet.Merged.Count > 0)
        {
            xml.WriteStartElement("mergeCells");
            xml.WriteAttributeString("count", Text(sheet.Merged.Count));
            foreach (var (row, column, lastRow, lastColumn) in sheet.Merged)
            {
                Element(xml, "mergeCell", ("ref", $"{Place(row, column)}:{Place(lastRow, lastColumn)}"));
            }

            xml.WriteEndElement();
        }

        Element(xml, "pageSetup", ("paperSize", "9"), ("orientation", "landscape"), ("fitToWidth", "1"), ("fitToHeight", "0"));
        xml.WriteEndElement();
    }

    private static void WriteFrozen(XmlWriter xml, int heading)
    {
        xml.WriteStartElement("sheetViews");
        xml.WriteStartElement("sheetView");
        xml.WriteAttributeString("workbookViewId", "0");
        Element(
            xml, "pane", ("ySplit", Text(heading)), ("topLeftCell", Place(heading + 1, 1)), ("activePane", "bottomLeft"), ("state", "frozen"));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>From the heading to the last row; the sign stands before columns and rows that do not move.</summary>
    private static string Filtered(Sheet sheet, string sign)
    {
        var (first, last) = (Place(sheet.Heading, 1), Place(sheet.LastRow, sheet.Rows[sheet.Heading - 1].Count));
        return $"{Fixed(first)}:{Fixed(last)}";

        string Fixed(string place)
        {
            var letters = place.TrimEnd([.. "0123456789"]);
            return $"{sign}{letters}{sign}{place[letters.Length..]}";
        }
    }

    private static void WriteRow(XmlWriter xml, Sheet sheet, int row, int[] widths)
    {
        var cells = row <= sheet.Rows.Count ? sheet.Rows[row - 1] : [];
        var isTitle = sheet.Merged.Any(m => m == (row, 1, row, widths.Length));
        var lines = cells.Count == 0 ? 1 : isTitle ? 2 : sheet.LinesOf(row - 1, widths);
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", Text(row));
        xml.WriteAttributeString("ht", Text((LinePoints * Math.Min(lines, LinesMax)) + RoomPoints));
        xml.WriteAttributeString("customHeight", "1");
        for (var column = 0; column < widths.Length; column++)
        {
            var style = isTitle ? XlsxLook.Title
                : sheet.Table is { } table && (row < table.First || row > table.Last) ? XlsxLook.Plain
                : row <= sheet.Heading && row >= (sheet.Table?.First ?? sheet.Heading) ? XlsxLook.Heading
                : column < cells.Count && sheet.Spills(row - 1, column, widths) ? XlsxLook.Spill
                : XlsxLook.Text;
            var number = row <= sheet.Heading || row > sheet.LastRow ? ""
                : sheet.HoldsYuan(column) ? XlsxLook.Yuan : sheet.HoldsCount(column) ? XlsxLook.Count : "";
            WriteCell(xml, Place(row, column + 1), column < cells.Count ? cells[column] : "", number, style);
        }

        xml.WriteEndElement();
    }

    /// <summary>Writes a cell; <paramref name="number"/> is the look of a number where the column holds such, else empty.</summary>
    private static void WriteCell(XmlWriter xml, string place, string text, string number, string style)
    {
        var isNumber = number.Length > 0 && IsNumber(text);
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", place);
        xml.WriteAttributeString("s", isNumber || (number.Length > 0 && text.Length == 0) ? number : style);
        if (isNumber)
        {
            xml.WriteElementString("v", text);
        }
        else if (text.Length > 0)
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is");
            xml.WriteStartElement("t");
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(Writable(CellText.Stored(text)));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
        && text.Count(char.IsAsciiDigit) <= DigitsMax;

    /// <summary>The text without characters that no XML may hold.</summary>
    private static string Writable(string text)
    {
        foreach (var character in text)
        {
            if (!IsWritable(character))
            {
                return string.Concat(text.Where(IsWritable));
            }
        }

        return text;
    }

    private static bool IsWritable(char character) => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character);

    private static void Element(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        xml.WriteEndElement();
    }

    private static string Place(int row, int column)
    {
        var letters = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{letters}{row}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
