using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>A column that is looked for by any of its titles.</summary>
internal sealed record SheetColumn(string Title, bool Required, params string[] OtherTitles)
{
    public IEnumerable<string> Titles => OtherTitles.Prepend(Title);
}

/// <summary>Where the columns of a table are: its head is the first line that holds the title of the first column.</summary>
internal sealed class SheetColumns
{
    private readonly Dictionary<string, int> places;

    private SheetColumns(int headIndex, Dictionary<string, int> places) => (HeadIndex, this.places) = (headIndex, places);

    /// <summary>Index of the head among the lines of the table.</summary>
    public int HeadIndex { get; }

    /// <summary>Finds them; null, with faults, if the head or a column that is required is missing.</summary>
    public static SheetColumns? Of(Table table, IReadOnlyList<SheetColumn> columns, SheetFaults faults)
    {
        for (var i = 0; i < table.Lines.Count; i++)
        {
            var cells = table.Lines[i].Cells.Select(Bare).ToList();
            if (Find(cells, columns[0]) < 0)
            {
                continue;
            }

            var places = columns.ToDictionary(c => c.Title, c => Find(cells, c), StringComparer.Ordinal);
            var missing = columns.Where(c => c.Required && places[c.Title] < 0).Select(c => c.Title).ToArray();
            if (missing.Length == 0)
            {
                return new SheetColumns(i, places);
            }

            faults.Add(table.Lines[i].Number, "", "COLUMN_MISSING", $"表头缺少这些列：{string.Join("、", missing)}；请补上列名，不要改动表头");
            return null;
        }

        faults.OfFile("HEADER_NOT_FOUND", $"找不到表头（没有“{columns[0].Title}”这一列），请保留原表的表头行");
        return null;
    }

    /// <summary>The text of a column in a line; empty if the file has no such column.</summary>
    public string Text(TableLine line, string title)
    {
        var place = places[title];
        return place >= 0 && place < line.Cells.Count ? line.Cells[place].Trim() : "";
    }

    /// <summary>Whether a program keeps the cell of a column as a number.</summary>
    public bool IsNumber(TableLine line, string title) => line.Numeric.Contains(places[title]);

    private static int Find(List<string> cells, SheetColumn column) => cells.FindIndex(c => column.Titles.Any(t => Bare(t) == c));

    /// <summary>A title without what clerks add or lose: blanks, line breaks, brackets of either width and what stands in them.</summary>
    private static string Bare(string title)
    {
        var plain = WideText.Narrow(title);
        var bracket = plain.IndexOf('(', StringComparison.Ordinal);
        return string.Concat((bracket > 0 ? plain[..bracket] : plain).Where(c => !char.IsWhiteSpace(c)));
    }
}
