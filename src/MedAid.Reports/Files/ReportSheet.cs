using MedAid.Core.Policy;
using MedAid.Reports.Making;
using MedAid.Tables;

namespace MedAid.Reports.Files;

/// <summary>A report as rows of a sheet: title, groups, headings, rows, words, remarks.</summary>
internal static class ReportSheet
{
    private const int RowsAbove = 2;
    private const int TitleWidth = 34;
    private const int ColumnWidth = 17;
    private const int NameMax = 31;

    public static Sheet Of(ReportTable report)
    {
        var (form, width) = (report.Form, 1 + report.Columns.Count());
        var heading = RowsAbove + (ReportFiles.HasGroups(form) ? 2 : 1);
        List<IReadOnlyList<string>> rows =
        [
            [$"{form.Title}（{report.Period.Chinese}）"],
            [ReportFiles.Above(report)],
            .. ReportFiles.HasGroups(form) ? (IReadOnlyList<string>[])[Groups(form)] : [],
            ["类别", .. report.Columns.Select(c => ReportFiles.HeadOf(c.Column))],
            .. report.Lines.Select(l => (IReadOnlyList<string>)[l.Title, .. l.Cells.Select(ReportFiles.Text)]),
        ];
        var room = TitleWidth + (ColumnWidth * (width - 1));
        rows.AddRange(report.Paragraphs.SelectMany(p => new[] { $"{p.Title}：", p.Words }).Concat(ReportFiles.Below(report))
            .SelectMany(line => Broken(line, room)).Select(line => (IReadOnlyList<string>)[line]));
        return new Sheet(NameOf(form), rows, Merged(form, width), 0)
        {
            Heading = heading,
            Table = (RowsAbove + 1, heading + report.Lines.Count),
            Widths = [TitleWidth, .. Enumerable.Repeat(ColumnWidth, width - 1)],
        };
    }

    private static IReadOnlyList<string> Groups(ReportForm form) =>
        ["", .. form.Groups.SelectMany(g => g.Columns.Select((_, i) => i == 0 ? g.Title : ""))];

    private static List<(int Row, int Column, int LastRow, int LastColumn)> Merged(ReportForm form, int width)
    {
        var merged = new List<(int, int, int, int)> { (1, 1, 1, width) };
        var column = 2;
        foreach (var group in form.Groups)
        {
            if (group.Columns.Count > 1 && ReportFiles.HasGroups(form))
            {
                merged.Add((RowsAbove + 1, column, RowsAbove + 1, column + group.Columns.Count - 1));
            }

            column += group.Columns.Count;
        }

        return merged;
    }

    /// <summary>A line in pieces that fit beside each other in the width of the table; a Chinese character takes two.</summary>
    private static IEnumerable<string> Broken(string line, int room)
    {
        var piece = Math.Max(1, (room / 2) - 1);
        return line.Length <= piece ? [line] : line.Chunk(piece).Select(c => new string(c));
    }

    /// <summary>Programs allow so many characters and none of these in the name of a sheet.</summary>
    private static string NameOf(ReportForm form)
    {
        var name = string.Concat(form.Title.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'')));
        return name.Length > NameMax ? name[..NameMax] : name.Length > 0 ? name : form.Id;
    }
}
