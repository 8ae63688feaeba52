using System.Buffers;
using System.Text;

namespace MedAid.Tables;

/// <summary>
/// A sheet to be filled in by hand or added up: rows of text, cells that span several, widths. A cell is text, so that an id number typed into
/// it keeps its last digits; below a heading that ends in （元） a workbook holds numbers of yuan.
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

    private static readonly SearchValues<char> InQuotes = SearchValues.Create(",\"\t\r\n");

    /// <summary>Widths of the first columns in characters; the others have the usual one.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>The row of the headings, from 1: in a workbook it stays in sight and can be filtered by. 0: there is none.</summary>
    public int Heading { get; init; }

    internal int WidthOf(int column) => column < Widths.Count ? Widths[column] : WidthOfColumn;

    internal bool HoldsYuan(int column) =>
        Heading > 0 && column < Rows[Heading - 1].Count && Rows[Heading - 1][column].EndsWith("（元）", StringComparison.Ordinal);

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
