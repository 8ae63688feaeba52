using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace MedAid.Tables.Tests;

/// <summary>A workbook as other programs write it: texts shared, numbers and days as numbers, formulas with their results.</summary>
internal sealed class Book
{
    /// <summary>Style of a day in <see cref="Styles"/>; 0 is the general one, 2 is text, 3 a day in a format of its own.</summary>
    public const int DayStyle = 1;

    private const string Namespaces =
        "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private const string Word = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private readonly SortedDictionary<int, SortedDictionary<int, string>> rows = [];
    private readonly List<string> shared = [];
    private string merged = "";

    public string Workbook { get; set; } =
        $"<workbook {Namespaces}><workbookPr/><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

    public string Styles { get; set; } =
        $"<styleSheet {Namespaces}><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
        + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"49\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";

    /// <summary>Texts that cells share; written by <see cref="Put"/>, unless given.</summary>
    public string? SharedTexts { get; set; }

    /// <summary>XML of the sheet; written from the cells, unless given.</summary>
    public string? SheetXml { get; set; }

    /// <summary>A sheet with these rows as XML.</summary>
    public static string SheetOf(string rows, string after = "") =>
        $"<worksheet {Namespaces}><sheetData>{rows}</sheetData>{after}</worksheet>";

    /// <summary>Writes values into a row from its first column on: text, number, day, truth; empty text leaves the cell out.</summary>
    public Book Put(int row, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            PutAt(row, i + 1, values[i]);
        }

        return this;
    }

    /// <summary>Writes a value into a cell.</summary>
    public Book PutAt(int row, int column, object value)
    {
        var place = $"{(char)('A' + column - 1)}{row.ToString(CultureInfo.InvariantCulture)}";
        switch (value)
        {
            case "":
                Cells(row).Remove(column);
                break;
            case string text:
                shared.Add(text);
                Cells(row)[column] = string.Create(CultureInfo.InvariantCulture, $"<c r=\"{place}\" t=\"s\"><v>{shared.Count - 1}</v></c>");
                break;
            case DateTime day:
                Cells(row)[column] = string.Create(CultureInfo.InvariantCulture, $"<c r=\"{place}\" s=\"{DayStyle}\"><v>{day.ToOADate()}</v></c>");
                break;
            case bool truth:
                Cells(row)[column] = $"<c r=\"{place}\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>";
                break;
            default:
                Cells(row)[column] = string.Create(CultureInfo.InvariantCulture, $"<c r=\"{place}\"><v>{value}</v></c>");
                break;
        }

        return this;
    }

    /// <summary>Writes a formula and what it came to.</summary>
    public Book PutFormula(int row, int column, string formula, string result)
    {
        Cells(row)[column] = $"<c r=\"{(char)('A' + column - 1)}{row.ToString(CultureInfo.InvariantCulture)}\" t=\"str\">"
            + $"<f>{SecurityElement.Escape(formula)}</f><v>{result}</v></c>";
        return this;
    }

    /// <summary>Lets cells span others.</summary>
    public Book Merge(params string[] ranges)
    {
        merged = $"<mergeCells>{string.Concat(ranges.Select(r => $"<mergeCell ref=\"{r}\"/>"))}</mergeCells>";
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToArray() => Zip(
    [
        ("[Content_Types].xml",
            $"<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Word}sheet.main+xml\"/>"
            + $"<Override PartName=\"/xl/sheet1.xml\" ContentType=\"{Word}worksheet+xml\"/>"
            + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Word}styles+xml\"/>"
            + $"<Override PartName=\"/xl/texts.xml\" ContentType=\"{Word}sharedStrings+xml\"/></Types>"),
        ("_rels/.rels", Relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", Workbook),
        ("xl/_rels/workbook.xml.rels", Relations(("worksheet", "sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "texts.xml"))),
        ("xl/styles.xml", Styles),
        ("xl/texts.xml", SharedTexts ?? TextsOf(shared.Select(t => $"<si><t>{SecurityElement.Escape(t)}</t></si>"))),
        ("xl/sheet1.xml", SheetXml ?? SheetOf(string.Concat(rows.Select(r => $"<row r=\"{r.Key}\">{string.Concat(r.Value.Values)}</row>")), merged)),
    ]);

    /// <summary>Shared texts from their items as XML.</summary>
    public static string TextsOf(IEnumerable<string> items) => $"<sst {Namespaces}>{string.Concat(items)}</sst>";

    /// <summary>An archive of parts.</summary>
    public static byte[] Zip(IEnumerable<(string Name, string Xml)> parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, xml) in parts)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(Encoding.UTF8.GetBytes(xml));
            }
        }

        return file.ToArray();
    }

    private static string Relations(params (string Kind, string Target)[] targets) =>
        $"<Relationships xmlns=\"{Package}relationships\">{string.Concat(targets.Select((t, i) => string.Create(
            CultureInfo.InvariantCulture, $"<Relationship Id=\"rId{i + 1}\" Type=\"{Office}{t.Kind}\" Target=\"{t.Target}\"/>")))}</Relationships>";

    private SortedDictionary<int, string> Cells(int row) =>
        rows.TryGetValue(row, out var cells) ? cells : rows[row] = [];
}
