using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Reports.Making;

/// <summary>A form that is to be handed in for a period and a county, and by which day.</summary>
/// <param name="Form">The form.</param>
/// <param name="Period">The period.</param>
/// <param name="CountyCode">The county; empty: all of the region together.</param>
/// <param name="DueDay">By this day, the day itself among them.</param>
/// <param name="WorkingDay">The last working day up to it, if that is earlier; else the day itself.</param>
/// <param name="FiledDay">When it was handed in; null: not yet.</param>
public sealed record DueReport(
    ReportForm Form, ReportPeriod Period, CountyCode CountyCode, DateOnly DueDay, DateOnly WorkingDay, DateOnly? FiledDay = null)
{
    /// <summary>Days that are left; negative: so many too late.</summary>
    public int DaysLeft(DateOnly today) => DueDay.DayNumber - today.DayNumber;
}

/// <summary>By which day a form is handed in. What a notice does not say is not added: without a rule, a deadline on a day off stays.</summary>
public static class Deadlines
{
    /// <summary>The deadline of a form for a period.</summary>
    public static DateOnly Of(ReportForm form, ReportPeriod period, ReportOffice office)
    {
        var first = form.Due.Month is { } month
            ? new DateOnly(period.Last.Year, month, 1)
            : new DateOnly(period.Last.Year, period.Last.Month, 1).AddMonths(form.Due.MonthsAfter);
        var day = first.AddDays(Math.Min(form.Due.Day, DateTime.DaysInMonth(first.Year, first.Month)) - 1);
        return form.Due.DayOff switch
        {
            DayOffRule.Before => Working(day, office, -1),
            DayOffRule.After => Working(day, office, 1),
            _ => day,
        };
    }

    /// <summary>The first working day from a day on, forwards or backwards.</summary>
    public static DateOnly Working(DateOnly day, ReportOffice office, int step)
    {
        while (office.IsOff(day))
        {
            day = day.AddDays(step);
        }

        return day;
    }

    /// <summary>The period whose deadline is the next one from a day on.</summary>
    public static ReportPeriod Next(ReportForm form, DateOnly today, ReportOffice office)
    {
        var period = ReportPeriod.Of(form.Every, today).Plus(-(form.Due.MonthsAfter + 1));
        while (Of(form, period, office) < today)
        {
            period = period.Plus(1);
        }

        return period;
    }

    /// <summary>
    /// What is to be handed in up to so many days from today on: whose deadline is near enough, and what was missed since the form and the books
    /// here began. <paramref name="ahead"/> null: as each form wants to be reminded.
    /// </summary>
    public static IReadOnlyList<DueReport> Around(ReportBook book, DateOnly today, DateOnly? booksBegan, int? ahead)
    {
        var due = new List<DueReport>();
        foreach (var form in book.Forms)
        {
            var period = Next(form, today, book.Office);
            var until = today.AddDays(ahead ?? form.RemindDays);
            for (var at = period; Of(form, at, book.Office) <= until; at = at.Plus(1))
            {
                Add(due, book, form, at);
            }

            for (var (at, left) = (period.Plus(-1), Limits.OverduePeriodsMax); left > 0 && at.Last >= (booksBegan ?? today); left--)
            {
                Add(due, book, form, at);
                at = at.Plus(-1);
            }
        }

        return [.. due.OrderBy(d => d.DueDay).ThenBy(d => d.Form.Id, StringComparer.Ordinal).ThenBy(d => d.CountyCode)];
    }

    private static void Add(List<DueReport> due, ReportBook book, ReportForm form, ReportPeriod period)
    {
        var day = Of(form, period, book.Office);
        if (!form.HoldsFor(new CountyCode(form.Region), day))
        {
            return;
        }

        string[] counties = [.. book.Office.Counties.Where(c => c.StartsWith(form.Region, StringComparison.Ordinal))];
        due.AddRange((book.Office.Counties.Count == 0 ? [""] : counties).Select(
            county => new DueReport(form, period, new CountyCode(county), day, Working(day, book.Office, -1))));
    }
}
