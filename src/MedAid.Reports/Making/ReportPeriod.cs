using System.Globalization;
using MedAid.Core.Policy;

namespace MedAid.Reports.Making;

/// <summary>A month, a quarter or a year for which a form is handed in.</summary>
public sealed record ReportPeriod(ReportEvery Every, DateOnly First)
{
    private const int MonthsOfQuarter = 3;
    private const int MonthsOfYear = 12;
    private const int YearMin = 2000;

    /// <summary>Last day.</summary>
    public DateOnly Last => First.AddMonths(Months(Every)).AddDays(-1);

    /// <summary>2026-03, 2026-Q1 or 2026.</summary>
    public string Text => Every switch
    {
        ReportEvery.Month => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        ReportEvery.Quarter => string.Create(CultureInfo.InvariantCulture, $"{First.Year}-Q{((First.Month - 1) / MonthsOfQuarter) + 1}"),
        _ => First.ToString("yyyy", CultureInfo.InvariantCulture),
    };

    /// <summary>As papers name it.</summary>
    public string Chinese => Every switch
    {
        ReportEvery.Month => $"{First.Year}年{First.Month}月",
        ReportEvery.Quarter => $"{First.Year}年第{((First.Month - 1) / MonthsOfQuarter) + 1}季度",
        _ => $"{First.Year}年",
    };

    /// <summary>The one in which a day lies.</summary>
    public static ReportPeriod Of(ReportEvery every, DateOnly day) => new(every, every switch
    {
        ReportEvery.Month => new DateOnly(day.Year, day.Month, 1),
        ReportEvery.Quarter => new DateOnly(day.Year, day.Month - ((day.Month - 1) % MonthsOfQuarter), 1),
        _ => new DateOnly(day.Year, 1, 1),
    });

    /// <summary>The one of a text; null: it is none.</summary>
    public static ReportPeriod? Read(ReportEvery every, string text)
    {
        var month = every switch
        {
            ReportEvery.Month => text,
            ReportEvery.Quarter when text.Length == 7 && text[4..6] == "-Q" && text[6] is >= '1' and <= '4' =>
                string.Create(CultureInfo.InvariantCulture, $"{text[..4]}-{((text[6] - '1') * MonthsOfQuarter) + 1:00}"),
            ReportEvery.Year when text.Length == 4 => $"{text}-01",
            _ => "",
        };
        return DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year >= YearMin
            ? new ReportPeriod(every, first)
            : null;
    }

    /// <summary>The one so many after it, or before it.</summary>
    public ReportPeriod Plus(int periods) => this with { First = First.AddMonths(periods * Months(Every)) };

    /// <summary>How it is to be written.</summary>
    public static string FormOf(ReportEvery every) => every switch
    {
        ReportEvery.Month => "月份写成 2026-03",
        ReportEvery.Quarter => "季度写成 2026-Q1",
        ReportEvery.Year => "年份写成 2026",
        _ => throw new ArgumentOutOfRangeException(nameof(every)),
    };

    private static int Months(ReportEvery every) => every switch
    {
        ReportEvery.Month => 1,
        ReportEvery.Quarter => MonthsOfQuarter,
        _ => MonthsOfYear,
    };
}
