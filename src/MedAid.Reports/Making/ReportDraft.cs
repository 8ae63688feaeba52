using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Reports.Facts;
using MedAid.Reports.Figures;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Reports.Making;

/// <summary>One report while it is made, from one moment of the facts.</summary>
internal sealed class ReportDraft(
    SqlSession session, ReferenceData books, ReportForm form, ReportPeriod period, CountyCode countyCode, DateOnly to)
{
    private readonly List<string> remarks = [];
    private readonly List<UnknownPlace> unknown = [];

    public async Task<Result<ReportTable>> MakeAsync()
    {
        var from = form.Since ?? period.First;
        var place = await FactsAsync();
        var entered = await FigureStore.FiguresAsync(session, form.Id, countyCode, period.Text);
        var cells = new CellMaker(session, place, entered, period);
        var lines = new List<ReportLine>();
        foreach (var row in form.Rows)
        {
            foreach (var (one, title, scope) in await RowsAsync(row, from))
            {
                if (lines.Count == Limits.ReportRowsMax)
                {
                    return Result.Refused<ReportTable>(new Fault("REPORT_TOO_LONG"));
                }

                lines.Add(new ReportLine(one, title, await CellsAsync(cells, row, one, title, scope)));
            }
        }

        return Result.Done(Table(lines, from, entered, place));
    }

    private async Task<FactsCover> FactsAsync() => new(
        books.Reports.Office.CompleteFrom ?? await VisitQuery.FirstDayAsync(session), (await ReportFacts.PlaceAsync(session)).Unread);

    /// <summary>The rows that a row of the form stands for: id, title, and what they look at.</summary>
    private async Task<IEnumerable<(string Id, string Title, VisitScope Scope)>> RowsAsync(ReportRow row, DateOnly from)
    {
        var scope = new VisitScope(
            form.Region, countyCode, from, row.Through is { } through && through < to ? through : to, row.When, ReportFilter.All);
        if (row.Each is not { } each)
        {
            return [(row.Id, row.Title, scope)];
        }

        if (each == ReportEach.Month)
        {
            return Months(from).Select(m => (
                $"{row.Id}:{m.Text}", m.Chinese,
                scope with { From = m.First > scope.From ? m.First : scope.From, To = m.Last < scope.To ? m.Last : scope.To }));
        }

        var codes = await new VisitQuery(session, scope).CodesAsync(each, Limits.ReportRowsMax + 1);
        return each == ReportEach.Hospital
            ? codes.Select(c => ($"{row.Id}:{c}", books.Hospital(new(c))?.Name ?? c, scope with { HospitalCode = new(c) }))
            : codes.Select(c => ($"{row.Id}:{c}", books.CountyNames.GetValueOrDefault(c, c), scope with { CountyCode = new(c) }));
    }

    private IEnumerable<ReportPeriod> Months(DateOnly from)
    {
        for (var month = ReportPeriod.Of(ReportEvery.Month, from); month.First <= to; month = month.Plus(1))
        {
            yield return month;
        }
    }

    private async Task<IReadOnlyList<ReportCell>> CellsAsync(CellMaker maker, ReportRow row, string rowId, string title, VisitScope scope)
    {
        var cells = new List<ReportCell>();
        foreach (var group in form.Groups)
        {
            var made = new Dictionary<string, ReportCell>(StringComparer.Ordinal);
            foreach (var column in group.Columns)
            {
                var place = $"{rowId}.{group.Id}.{column.Id}";
                var cell = await maker.MakeAsync(scope with { Group = group.When }, row, place, column, made);
                made[column.Id] = cell;
                cells.Add(cell);
                var named = group.Title.Length > 0 ? $"{group.Title}{column.Title}" : column.Title;
                if (cell.Unknown.Length > 0)
                {
                    unknown.Add(new UnknownPlace(title, named, place, cell.Unknown));
                }
                else if (column.Most is { } most && CellMaker.IsAbove(cell, most))
                {
                    remarks.Add($"{title}，{named}：超过 {CellMaker.PercentOf(most)}%。");
                }
            }
        }

        return cells;
    }

    private ReportTable Table(IReadOnlyList<ReportLine> lines, DateOnly from, IReadOnlyList<EnteredFigure> entered, FactsCover cover)
    {
        remarks.AddRange(UnknownPlace.Remarks(unknown));
        if (cover.Unread > 0)
        {
            remarks.Add($"台账中有 {cover.Unread} 笔结算读不出来，没有计入，请信息科处理后重做。");
        }

        if (to < period.Last)
        {
            remarks.Add($"统计期间未结束，数截至 {to:yyyy-MM-dd}。");
        }

        remarks.AddRange(entered.Where(f => f.Source.Length > 0).Select(f => f.Source).Distinct().Select(s => $"录入数据来源：{s}。"));
        return new ReportTable(form, period)
        {
            Place = countyCode.IsEmpty
                ? books.CountyNames.GetValueOrDefault(form.Region.PadRight(6, '0'), "全部县区")
                : books.CountyNames.GetValueOrDefault(countyCode.Text, countyCode.Text),
            Contact = books.Reports.Office.ContactOf(countyCode),
            From = from,
            To = to,
            DueDay = Deadlines.Of(form, period, books.Reports.Office),
            Lines = lines,
            Paragraphs =
            [
                .. form.Paragraphs.Select(p => (p.Title, entered.FirstOrDefault(e => e.Cell == p.Id && e.Period == period.Text)?.Words ?? "（未录入）")),
            ],
            Remarks = remarks,
        };
    }
}

/// <summary>Since when the facts are whole (null: nothing was settled yet), and how many settlements could not be read.</summary>
internal sealed record FactsCover(DateOnly? WholeFrom, int Unread);
