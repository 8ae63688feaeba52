using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Reports.Figures;

/// <summary>What clerks enter and what was handed in, with who did it and when; rows are only added, the last of a place counts.</summary>
public sealed class FigureStore(ISqlDatabase database)
{
    private const string Figures = "report_figure";
    private const string Filings = "report_filing";

    /// <summary>Enters a figure; the answer is its number.</summary>
    public Task<Result<string>> EnterAsync(WriteHead head, EnteredFigure figure, CancellationToken cancellationToken) => Once.WriteAsync(
        database, Figures, head,
        new OnceWork<string>(
            _ => Task.FromResult(Result.Done(SubjectOf(figure))),
            (session, _) => KeepAsync(
                session, Figures, SubjectOf(figure),
                "figure_number, form, county_code, period, cell, through_day, amount, words, source, operator, entered_us",
                [
                    figure.Form, figure.CountyCode, figure.Period, figure.Cell, figure.ThroughDay, figure.Amount, figure.Words, figure.Source,
                    head.Operator, Instants.Microseconds(head.Time),
                ]),
            _ => SubjectOf(figure),
            (_, subject) => Task.FromResult(subject)),
        cancellationToken);

    /// <summary>Notes that a report was handed in.</summary>
    public Task<Result<string>> FileAsync(WriteHead head, ReportFiling filing, CancellationToken cancellationToken) => Once.WriteAsync(
        database, Filings, head,
        new OnceWork<string>(
            _ => Task.FromResult(Result.Done(SubjectOf(filing))),
            (session, _) => KeepAsync(
                session, Filings, SubjectOf(filing), "filing_number, form, county_code, period, filed_day, note, operator, filed_us",
                [
                    filing.Form, filing.CountyCode, filing.Period, filing.FiledDay, filing.Note, head.Operator, Instants.Microseconds(head.Time),
                ]),
            _ => SubjectOf(filing),
            (_, subject) => Task.FromResult(subject)),
        cancellationToken);

    /// <summary>Everything that was handed in, in the order in which it was noted.</summary>
    public Task<List<ReportFiling>> FilingsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync(
            "SELECT form, county_code, period, filed_day, note FROM report_filing ORDER BY filing_number",
            row => new ReportFiling(row.GetString(0), new(row.GetString(1)), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetString(4))),
        cancellationToken);

    /// <summary>The last figure of each place of a form and a county: of a period, and what is carried over.</summary>
    internal static async Task<IReadOnlyList<EnteredFigure>> FiguresAsync(SqlSession session, string form, CountyCode county, string period)
    {
        var all = await session.QueryAsync(
            """
            SELECT form, county_code, period, cell, through_day, amount, words, source FROM report_figure
            WHERE form = @0 AND county_code = @1 AND period IN (@2, '') ORDER BY figure_number
            """,
            row => new EnteredFigure(
                row.GetString(0), new(row.GetString(1)), row.GetString(2), row.GetString(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4), row.IsDBNull(5) ? null : row.GetInt64(5), row.GetString(6),
                row.GetString(7)),
            form, county, period);
        return [.. all.GroupBy(f => (f.Cell, f.ThroughDay)).Select(g => g.Last())];
    }

    private static string SubjectOf(EnteredFigure figure) => $"{figure.Form}.{figure.Cell}";

    private static string SubjectOf(ReportFiling filing) => $"{filing.Form}.{filing.Period}";

    private static async Task<string> KeepAsync(SqlSession session, string table, string subject, string columns, object?[] row)
    {
        var number = columns.Split(',')[0];
        var last = await session.QueryAsync($"SELECT COALESCE(MAX({number}), 0) FROM {table}", r => r.GetInt64(0));
        await session.InsertAsync($"INSERT INTO {table} ({columns})", [[last[0] + 1, .. row]]);
        return subject;
    }
}
