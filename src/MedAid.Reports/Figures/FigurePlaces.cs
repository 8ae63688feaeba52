using MedAid.Core.Policy;

namespace MedAid.Reports.Figures;

/// <summary>Which places of a form a clerk fills in, and with what.</summary>
public static class FigurePlaces
{
    /// <summary>Places to be entered for each period; rows that there are many of stand as row:*.</summary>
    public static IEnumerable<string> Entered(ReportForm form) => form.Paragraphs.Select(p => p.Id).Concat(
        from row in form.Rows
        from place in form.Groups.SelectMany(g => g.Columns.Select(c => (Group: g, Column: c)))
        where ReportWords.IsEntered(place.Column.Measure)
        select $"{row.Id}{(row.Each is null ? "" : ":*")}.{place.Group.Id}.{place.Column.Id}");

    /// <summary>What a place holds; null: the form has no such place, or nothing may be entered or carried over there.</summary>
    public static ReportMeasure? MeasureOf(ReportForm form, string cell, bool carried)
    {
        if (!carried && form.Paragraphs.Any(p => p.Id == cell))
        {
            return ReportMeasure.EnteredText;
        }

        if (cell.Split('.') is not [var rowId, var groupId, var columnId])
        {
            return null;
        }

        var id = rowId.Split(':', 2);
        var row = form.Rows.FirstOrDefault(r => r.Id == id[0] && (r.Each is not null) == (id.Length == 2));
        var column = form.Groups.FirstOrDefault(g => g.Id == groupId)?.Columns.FirstOrDefault(c => c.Id == columnId);
        return row is null || column is null ? null
            : (carried ? IsCounted(column.Measure) : ReportWords.IsEntered(column.Measure)) ? column.Measure
            : null;
    }

    private static bool IsCounted(ReportMeasure measure) =>
        !ReportWords.IsText(measure) && !ReportWords.IsEntered(measure) && measure is not (ReportMeasure.Ratio or ReportMeasure.Sum);
}
