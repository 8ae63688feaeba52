using System.Globalization;
using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Reports.Making;
using MedAid.Tables;

namespace MedAid.Reports.Files;

/// <summary>A report as a file: a workbook with numbers as numbers, CSV, or a page to print with plots. The same report is the same bytes.</summary>
public static class ReportFiles
{
    private const string NotKnown = "不详";

    /// <summary>Kinds of files, the usual one first.</summary>
    public static IReadOnlyList<OutputFormat> Kinds { get; } = [OutputFormat.Xlsx, OutputFormat.Csv, OutputFormat.Html];

    /// <summary>The file of a kind.</summary>
    public static byte[] Of(ReportTable report, OutputFormat kind) =>
        kind == OutputFormat.Html ? Encoding.UTF8.GetBytes(Page(report)) : ReportSheet.Of(report).To(kind);

    /// <summary>Name to save it under.</summary>
    public static string NameOf(ReportTable report, OutputFormat kind) =>
        $"{report.Form.Id}-{report.Period.Text}.{OutputFormats.EndingOf(kind)}";

    /// <summary>A place as files write it.</summary>
    public static string Text(ReportCell cell) => cell.Unknown.Length > 0 ? NotKnown
        : cell.Value is not { } value ? cell.Words
        : cell.Measure == ReportMeasure.Ratio || ReportWords.IsYuan(cell.Measure) ? ExactNumber.Yuan(value)
        : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a row above the headings names groups.</summary>
    internal static bool HasGroups(ReportForm form) => form.Groups.Any(g => g.Title.Length > 0);

    internal static string HeadOf(ReportColumn column) =>
        ReportWords.UnitOf(column.Measure) is { Length: > 0 } unit ? $"{column.Title}（{unit}）" : column.Title;

    /// <summary>What stands above the table.</summary>
    internal static string Above(ReportTable report) => string.Join("　", new[]
    {
        $"市（县）别：{report.Place}", $"统计期间：{report.From:yyyy-MM-dd} 至 {report.To:yyyy-MM-dd}", $"报送期限：{report.DueDay:yyyy-MM-dd}",
        $"指定专人：{(report.Contact.Length > 0 ? report.Contact : "未指定")}",
    });

    /// <summary>What stands below it, each a line.</summary>
    internal static IEnumerable<string> Below(ReportTable report)
    {
        foreach (var remark in report.Remarks)
        {
            yield return $"说明：{remark}";
        }

        foreach (var note in report.Form.Notes)
        {
            yield return $"注：{note}";
        }

        yield return $"依据：{report.Form.Citation.Cite}{(report.Form.Citation.Assumed ? "（暂定）" : "")}";
        if (report.Form.To.Count > 0)
        {
            yield return $"报送：{string.Join("、", report.Form.To)}";
        }

        if (report.Form.Copies.Count > 0)
        {
            yield return $"抄送：{string.Join("、", report.Form.Copies)}";
        }
    }

    private static string Page(ReportTable report)
    {
        var form = report.Form;
        var page = new PrintPage($"{form.Title}（{report.Period.Chinese}）", PageSize.A4Wide).Flat(Above(report));
        page.GroupedTable(
            HasGroups(form) ? [("", 1), .. form.Groups.Select(g => (g.Title, g.Columns.Count))] : [],
            ["类别", .. report.Columns.Select(c => HeadOf(c.Column))],
            report.Lines.Select(l => (IReadOnlyList<string>)[l.Title, .. l.Cells.Select(Text)]), 1);
        foreach (var (title, words) in report.Paragraphs)
        {
            page.Heading(title).Paragraph(words);
        }

        foreach (var plot in form.Plots)
        {
            page.Figure(PlotOf(report, plot));
        }

        Below(report).ToList().ForEach(line => page.Note(line));
        return (form.Seals.Count > 0 ? page.Seals([.. form.Seals]) : page).Close();
    }

    /// <summary>A bar for each row and each group that has the column.</summary>
    private static BarPlot PlotOf(ReportTable report, ReportPlot plot)
    {
        var places = report.Columns.Select((c, i) => (c.Group, c.Column, Index: i)).Where(c => c.Column.Id == plot.Column).ToArray();
        return new BarPlot(
            plot.Title, [.. places.Select(p => p.Group.Title)],
            [
                .. from line in report.Lines
                   from place in places.Select((p, series) => (p.Index, Series: series))
                   let cell = line.Cells[place.Index]
                   select new PlotBar(place.Series == 0 ? line.Title : "", place.Series, cell.Value, Text(cell)),
            ]);
    }
}
