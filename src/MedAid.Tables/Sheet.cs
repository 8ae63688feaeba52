using System.Text;

namespace MedAid.Tables;

/// <summary>
/// A sheet to be filled in by hand: rows of text, cells that span several, widths. Every cell is text, so that an id number typed into
/// it keeps its last digits.
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

    /// <summary>Widths of the first columns in characters; the others have the usual one.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    internal int WidthOf(int column) => column < Widths.Count ? Widths[column] : WidthOfColumn;

    /// <summary>The sheet as a workbook; the same sheet is always the same bytes.</summary>
    public byte[] ToXlsx() => XlsxFile.Of(this);

    /// <summary>The sheet as CSV in UTF-8 with the mark that Excel needs to read it as such.</summary>
    public byte[] ToCsv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows)
        {
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
