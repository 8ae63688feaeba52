using MedAid.Core.Policy;
using MedAid.Policies.Catalogues;
using MedAid.Tables;

namespace MedAid.Policies;

/// <summary>
/// Reads the catalogue (医保目录) from CSV or XLSX, by the file's ending: one line an item, variant and period. Every bad line is
/// reported with its number and column; a catalogue with problems is not put in force.
/// </summary>
public static class CatalogueFile
{
    /// <summary>The entries of a file; those that cannot be read are problems.</summary>
    public static IReadOnlyList<CatalogueItem> Read(string path, PackProblems problems)
    {
        using var table = Lines(path, problems).GetEnumerator();
        if (!table.MoveNext())
        {
            if (problems.Found.Count == 0)
            {
                problems.Add(PackProblemCode.Malformed, 1, "", "文件是空的");
            }

            return [];
        }

        var columns = CatalogueColumns.Of(table.Current, problems);
        if (columns is null)
        {
            return [];
        }

        var items = new List<(int Line, CatalogueItem Item)>();
        while (table.MoveNext())
        {
            if (new CatalogueRow(columns, table.Current, problems).Item() is { } item)
            {
                items.Add((table.Current.Number, item));
            }
        }

        CatalogueChecks.Inspect(items, problems);
        return [.. items.Select(i => i.Item)];
    }

    private static IReadOnlyList<TableLine> Lines(string path, PackProblems problems)
    {
        var table = TableFile.Read(path);
        var header = table.Lines.Count > 0 ? table.Lines[0].Cells : [];
        foreach (var fault in table.Faults)
        {
            var code = fault.Kind == TableFaultKind.Formula ? PackProblemCode.WrongType : PackProblemCode.Malformed;
            var isBelow = table.Lines.Count > 0 && fault.Line > table.Lines[0].Number;
            problems.Add(code, fault.Line, isBelow ? Title(header, fault.Column) : "", fault.Message);
        }

        foreach (var line in table.Lines.Skip(1))
        {
            foreach (var column in line.Numeric.Select(c => Title(header, c)).Where(CatalogueColumns.HoldsCodes))
            {
                problems.Add(PackProblemCode.WrongType, line.Number, column, "编码要设成文本格式再录入，数字格式会丢掉开头的 0");
            }
        }

        return table.Lines;
    }

    /// <summary>The title of a column; empty for one beyond the heading, and for a whole line.</summary>
    private static string Title(IReadOnlyList<string> header, int column) => column >= 0 && column < header.Count ? header[column] : "";
}
