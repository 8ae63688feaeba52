using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Reports.Facts;
using MedAid.Reports.Figures;
using MedAid.Settlement;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Reports.Making;

/// <summary>Which report.</summary>
/// <param name="Form">Id of the form.</param>
/// <param name="Period">Text of the period; empty: the one that is due next.</param>
/// <param name="CountyCode">County; empty: all of the region together.</param>
/// <param name="Through">Last day that counts; null: the end of the period, or yesterday while it is not over.</param>
public sealed record ReportOrder(string Form, string Period, CountyCode CountyCode, DateOnly? Through);

/// <summary>
/// Makes a report of facts and entered figures. Days that are over never change, so the report of them is the same whenever it is made. What is not
/// known is said to be, with the reason, and never 0.
/// </summary>
public sealed class ReportMaker(
    ReportFollower follower, ISqlDatabase database, FigureStore figures, ReferenceDataHolder reference, TimeProvider time)
{
    /// <summary>Today, by the clocks of China.</summary>
    public DateOnly Today => ChinaTime.Today(time);

    /// <summary>Forms that hold today, or will.</summary>
    public IReadOnlyList<ReportForm> Forms =>
        [.. reference.Current.Reports.Forms.Where(f => !(Today > f.Ends)).OrderBy(f => f.Id, StringComparer.Ordinal).ThenBy(f => f.From)];

    /// <summary>The form of an id; null: there is none.</summary>
    public ReportForm? Find(string id) => reference.Current.Reports.Find(id, Today);

    /// <summary>By which day a form is handed in next, and for which period.</summary>
    public (ReportPeriod Period, DateOnly Day) Next(ReportForm form)
    {
        var office = reference.Current.Reports.Office;
        var period = Deadlines.Next(form, Today, office);
        return (period, Deadlines.Of(form, period, office));
    }

    /// <summary>
    /// What is due within so many days, or was missed, and was not handed in; of regions for whose counties the office hands in or, where it names
    /// none, in which a hospital lies.
    /// </summary>
    public async Task<IReadOnlyList<DueReport>> DueAsync(int? ahead, bool withFiled, CancellationToken cancellationToken)
    {
        var (book, hospitals) = (reference.Current.Reports, reference.Current.Hospitals.ToArray());
        var filings = await figures.FilingsAsync(cancellationToken);
        var began = book.Office.CompleteFrom ?? await database.ReadAsync(VisitQuery.FirstDayAsync, cancellationToken);
        return
        [
            .. Deadlines.Around(book, Today, began, ahead).Select(d => d with { FiledDay = filings.FindLast(f => f.IsOf(d))?.FiledDay })
                .Where(d => withFiled || d.FiledDay is null)
                .Where(d => !d.CountyCode.IsEmpty || hospitals.Any(h => h.County.Text.StartsWith(d.Form.Region, StringComparison.Ordinal))),
        ];
    }

    /// <summary>Makes a report.</summary>
    public async Task<Result<ReportTable>> MakeAsync(ReportOrder order, CancellationToken cancellationToken)
    {
        var books = reference.Current;
        if (Find(order.Form) is not { } form)
        {
            return Result.Refused<ReportTable>(new Fault("REPORT_FORM_NOT_FOUND"));
        }

        var period = order.Period.Length == 0 ? Next(form).Period : ReportPeriod.Read(form.Every, order.Period);
        if (FaultOf(form, period, order) is { } fault)
        {
            return Result.Refused<ReportTable>(fault);
        }

        if (!await follower.CatchUpAsync(Limits.ReportFactsWait, cancellationToken))
        {
            return Result.Refused<ReportTable>(new Fault("REPORT_NOT_READY"));
        }

        var to = Earlier(period!.Last, order.Through ?? (period.Last < Today ? period.Last : Today.AddDays(-1)));
        return await database.ReadAsync(
            async session => await new ReportDraft(session, books, form, period, order.CountyCode, to).MakeAsync(), cancellationToken);
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private Fault? FaultOf(ReportForm form, ReportPeriod? period, ReportOrder order) => period is null
        ? Fault.Of(Settlement.Claims.FieldRule.Format, ReportPeriod.FormOf(form.Every), "period")
        : period.First >= Today
        ? Fault.Of(Settlement.Claims.FieldRule.OutOfRange, $"{period.Chinese}的数要到次日才有，请改写期间", "period")
        : order.Through is { } through && (through < period.First || through >= Today)
        ? Fault.Of(Settlement.Claims.FieldRule.OutOfRange, "截止日要在统计期间内，且早于今天", "through_date")
        : !order.CountyCode.IsEmpty && !order.CountyCode.Text.StartsWith(form.Region, StringComparison.Ordinal)
        ? Fault.Of(Settlement.Claims.FieldRule.OutOfRange, $"这份报表只用于 {form.Region} 开头的县区", "county_code")
        : null;
}
