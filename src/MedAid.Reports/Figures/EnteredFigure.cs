using MedAid.Core;
using MedAid.Reports.Making;

namespace MedAid.Reports.Figures;

/// <summary>A number, an amount or words that a clerk entered for a place of a form.</summary>
/// <param name="Form">The form.</param>
/// <param name="CountyCode">The county; empty: all of the region together.</param>
/// <param name="Period">The period; empty for what is carried over.</param>
/// <param name="Cell">The place: row.group.column, or the id of a paragraph.</param>
/// <param name="ThroughDay">Everything up to this day, from before these books (结转); null: of the period.</param>
/// <param name="Amount">Number, or fen; null: words.</param>
/// <param name="Words">Words, or empty.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record EnteredFigure(
    string Form, CountyCode CountyCode, string Period, string Cell, DateOnly? ThroughDay, long? Amount, string Words, string Source);

/// <summary>That a report was handed in.</summary>
public sealed record ReportFiling(string Form, CountyCode CountyCode, string Period, DateOnly FiledDay, string Note)
{
    /// <summary>Whether it is the filing of what is due.</summary>
    public bool IsOf(DueReport due) => Form == due.Form.Id && CountyCode == due.CountyCode && Period == due.Period.Text;
}
