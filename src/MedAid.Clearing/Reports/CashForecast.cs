using MedAid.Core;

namespace MedAid.Clearing.Reports;

/// <summary>Money that may be expected in a month.</summary>
public readonly record struct ExpectedMonth(DateOnly Month, long AmountFen);

/// <summary>
/// When what is owed may come in: on the day of the service plus the days that the county took so far. Days to pay are the mean from service to
/// payment over every fen it paid, weighed by fen and rounded half up to whole days; money that waited for its claim took no days. Where it never
/// paid, <see cref="AssumedDays"/> are assumed, and the forecast says so. Refused, disputed and kept back fen are not expected on any day.
/// </summary>
public sealed record CashForecast
{
    /// <summary>Days from service to payment where a county has no past. From no source: assumed.</summary>
    public const int AssumedDays = 90;

    /// <summary>Days from service to payment.</summary>
    public required int DaysToPay { get; init; }

    /// <summary>Whether the days are assumed.</summary>
    public required bool Assumed { get; init; }

    /// <summary>Should have come up to the end of the period.</summary>
    public required long OverdueFen { get; init; }

    /// <summary>Expected after it, by calendar month.</summary>
    public required IReadOnlyList<ExpectedMonth> Months { get; init; }

    /// <summary>Owed, but refused, disputed or kept back.</summary>
    public required long NotExpectedFen { get; init; }

    /// <summary>Days to pay of a county's payments.</summary>
    internal static (int Days, bool Assumed) DaysOf(IEnumerable<(DateOnly ServiceDate, DateOnly PaidDate, long AmountFen)> paid)
    {
        var (weighed, total) = (Int128.Zero, Int128.Zero);
        foreach (var (serviceDate, paidDate, amountFen) in paid)
        {
            weighed += (Int128)amountFen * Math.Max(0, paidDate.DayNumber - serviceDate.DayNumber);
            total += amountFen;
        }

        return total == 0 ? (AssumedDays, true) : ((int)(((2 * weighed) + total) / (2 * total)), false);
    }

    /// <summary>The forecast of what is owed at the end of a day.</summary>
    internal static CashForecast Of(
        (int Days, bool Assumed) toPay, DateOnly asOf, IReadOnlyList<(DateOnly ServiceDate, long AmountFen)> expected, long notExpectedFen)
    {
        var due = expected.Select(e => (Day: e.ServiceDate.AddDays(toPay.Days), e.AmountFen)).ToArray();
        var forecast = new CashForecast
        {
            DaysToPay = toPay.Days,
            Assumed = toPay.Assumed,
            OverdueFen = due.Where(d => d.Day <= asOf).Sum(d => d.AmountFen),
            Months =
            [
                .. due.Where(d => d.Day > asOf).GroupBy(d => new DateOnly(d.Day.Year, d.Day.Month, 1)).OrderBy(g => g.Key)
                    .Select(g => new ExpectedMonth(g.Key, g.Sum(d => d.AmountFen))),
            ],
            NotExpectedFen = notExpectedFen,
        };
        Invariant.Holds(
            forecast.OverdueFen + forecast.Months.Sum(m => m.AmountFen) == expected.Sum(e => e.AmountFen), "all that is expected has its day");
        return forecast;
    }
}
