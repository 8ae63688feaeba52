using System.Buffers;
using System.Text;

namespace MedAid.Tables;

/// <summary>
/// A sheet to be filled in by hand or added up: rows of text, cells that span several, widths. A cell is text, so that an id number typed into
/// it keeps its last digits; below a heading that ends in （元）, （%）, （人）, （人次） or （件） a workbook holds numbers.
/// </summary>
/// <param name="Name">Name of the sheet.</param>
/// <param name="Rows">The rows, top down.</param>
/// <param name="Merged">Cells that span others: first row and column, last row and column, from 1.</param>
/// <param name="BlankRows">Rows below that are ready for typing.</param>
public sealed record Sheet(
    string Name, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<(int Row, int Column, int LastRow, int LastColumn)> Merged,
    int BlankRows)
{
    private const int WidthOfColumn = 16;
    private const int WidthMin = 6;
    private const int WidthMax = 40;
    private const char FirstWide = '\u1100';

    private static readonly SearchValues<char> InQuotes = SearchValues.Create(",\"\t\r\n");

    /// <summary>Widths of the first columns in characters; the others are as wide as what stands in them, or as usual without headings.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>The row of the headings, from 1: in a workbook it stays in sight and can be filtered by. 0: there is none.</summary>
    public int Heading { get; init; }

    /// <summary>First and last row of the table, from 1: what stands above and below it has no lines. Null: the whole sheet is the table.</summary>
    public (int First, int Last)? Table { get; init; }

    /// <summary>Last row of what can be filtered.</summary>
    internal int LastRow => Table?.Last ?? Rows.Count + BlankRows;

    internal int WidthOf(int column) => column < Widths.Count ? Widths[column]
        : Heading == 0 ? WidthOfColumn
        : Math.Clamp(Rows.Skip(Heading - 1).Where(r => column < r.Count).Max(r => Wide(r[column])) + 2, WidthMin, WidthMax);

    /// <summary>How many lines the tallest cell of a row takes.</summary>
    internal int LinesOf(int row, IReadOnlyList<int> widths) => Rows[row].Select((text, column) => column >= widths.Count ? 1
        : Spills(row, column, widths) ? 1
        : text.Split('\n').Sum(line => LinesIn(line, Math.Max(1, widths[column] - 1)))).DefaultIfEmpty(1).Max();

    /// <summary>Whether a text is too long for its cell and has room in the empty cells to its right, as the words before a sum have.</summary>
    internal bool Spills(int row, int column, IReadOnlyList<int> widths)
    {
        var cells = Rows[row];
        if (row + 1 == Heading || Wide(cells[column]) <= widths[column])
        {
            return false;
        }

        var room = widths[column];
        for (var next = column + 1; next < widths.Count && (next >= cells.Count || cells[next].Length == 0); next++)
        {
            room += widths[next];
        }

        return Wide(cells[column]) <= room;
    }

    /// <summary>How many lines a text takes: words stay together, and one longer than a line is broken.</summary>
    private static int LinesIn(string text, int width)
    {
        var (lines, used) = (1, 0);
        foreach (var word in text.Split(' '))
        {
            var wide = Wide(word);
            if (used > 0 && used + 1 + wide > width)
            {
                (lines, used) = (lines + 1, 0);
            }

            var whole = used + (used > 0 ? 1 : 0) + wide;
            lines += Math.Max(0, whole - 1) / width;
            used = whole - (Math.Max(0, whole - 1) / width * width);
        }

        return lines;
    }

    /// <summary>Width in characters of the alphabet; one of Chinese takes two.</summary>
    private static int Wide(string text) => text.Sum(c => c >= FirstWide ? 2 : 1);

    /// <summary>Whether a column holds numbers with two decimals: yuan, or a percentage.</summary>
    internal bool HoldsYuan(int column) => Ends(column, "（元）") || Ends(column, "（%）");

    /// <summary>Whether a column holds whole numbers: of persons, visits or cases.</summary>
    internal bool HoldsCount(int column) => Ends(column, "（人）") || Ends(column, "（人次）") || Ends(column, "（件）");

    private bool Ends(int column, string unit) =>
        Heading > 0 && column < Rows[Heading - 1].Count && Rows[Heading - 1][column].EndsWith(unit, StringComparison.Ordinal);

    /// <summary>The table as a workbook or as text.</summary>
    public byte[] To(OutputFormat kind) => kind switch
    {
        OutputFormat.Xlsx => ToXlsx(),
        OutputFormat.Csv => ToCsv(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The sheet as a workbook; the same sheet is always the same bytes.</summary>
    public byte[] ToXlsx() => XlsxFile.Of(this);

    /// <summary>
    /// The sheet as CSV in UTF-8 with the mark that Excel needs to read it as such. No cell runs as a formula; <see cref="TableFile"/> reads the
    /// texts as they were.
    /// </summary>
    public byte[] ToCsv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows)
        {
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Quoted(string text)
    {
        var cell = FormulaMark.With(text);
        return cell.AsSpan().ContainsAny(InQuotes) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
