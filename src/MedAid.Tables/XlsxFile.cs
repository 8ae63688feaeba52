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
    private const string TextStyle = "1";

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
            Add(archive, "xl/workbook.xml", x => WriteWorkbook(x, sheet.Name));
            Add(archive, "xl/_rels/workbook.xml.rels", x => WriteRelations(x, ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")));
            Add(archive, "xl/styles.xml", WriteStyles);
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

    private static void WriteWorkbook(XmlWriter xml, string name)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteStartElement("sheets");
        xml.WriteStartElement("sheet");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("sheetId", "1");
        xml.WriteAttributeString("r", "id", Relations, "rId1");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>
    /// Two styles: as it comes, and text that wraps. The format of text has a number of its own, for of a cell with the built-in one our reader
    /// does not tell whether it holds text or a number that has lost digits. The first fills are the two that every program expects.
    /// </summary>
    private static void WriteStyles(XmlWriter xml)
    {
        xml.WriteStartElement("styleSheet", Main);
        xml.WriteRaw(
            """
            <numFmts count="1"><numFmt numFmtId="164" formatCode="@"/></numFmts>
            <fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>
            <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
            <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            <cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
            <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">
            <alignment vertical="center" wrapText="1"/></xf></cellXfs>
            <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
            """);
        xml.WriteEndElement();
    }

    private static void WriteSheet(XmlWriter xml, Sheet sheet)
    {
        var width = sheet.Rows.Max(r => r.Count);
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetPr");
        Element(xml, "pageSetUpPr", ("fitToPage", "1"));
        xml.WriteEndElement();
        xml.WriteStartElement("cols");
        for (var column = 0; column < width; column++)
        {
            Element(
                xml, "col", ("min", Text(column + 1)), ("max", Text(column + 1)), ("width", Text(sheet.WidthOf(column))), ("customWidth", "1"));
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData");
        for (var row = 0; row < sheet.Rows.Count + sheet.BlankRows; row++)
        {
            WriteRow(xml, row + 1, row < sheet.Rows.Count ? sheet.Rows[row] : [], width);
        }

        xml.WriteEndElement();
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

    private static void WriteRow(XmlWriter xml, int row, IReadOnlyList<string> cells, int width)
    {
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", Text(row));
        for (var column = 0; column < width; column++)
        {
            xml.WriteStartElement("c");
            xml.WriteAttributeString("r", Place(row, column + 1));
            xml.WriteAttributeString("s", TextStyle);
            if (column < cells.Count && cells[column].Length > 0)
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is");
                xml.WriteStartElement("t");
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(Writable(cells[column]));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

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
