using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Reports;

/// <summary>What one county owes, by the days since the service, and how it pays.</summary>
public sealed record CountyAge(
    CountyCode CountyCode, long Days0To30Fen, long Days31To60Fen, long Days61To90Fen, long DaysOver90Fen,
    IReadOnlyList<(ReceivableStanding Standing, long AmountFen)> Standings, long PaidFen, int DaysToPay, long UnmatchedFen, long RefundDueFen)
{
    /// <summary>All that is owed.</summary>
    public long OutstandingFen => checked(Days0To30Fen + Days31To60Fen + Days61To90Fen + DaysOver90Fen);
}

/// <summary>Ages what is owed (账龄): a day counts from the service, for that is when the hospital began to lend.</summary>
public static class Ageing
{
    private static readonly ReceivableStanding[] Owed =
        [ReceivableStanding.Open, ReceivableStanding.Claimed, ReceivableStanding.Accepted, ReceivableStanding.Refused,
            ReceivableStanding.Disputed, ReceivableStanding.Retained];

    /// <summary>Every county of the books, the one that owes most first.</summary>
    public static IReadOnlyList<CountyAge> Of(ClearingState books, DateOnly asOf, HospitalCode hospitalCode = default)
    {
        var receivables = books.Receivables.Values.Where(r => hospitalCode.IsEmpty || r.HospitalCode == hospitalCode).ToLookup(r => r.CountyCode);
        var payments = books.Payments.Values.Where(p => hospitalCode.IsEmpty || p.HospitalCode == hospitalCode).ToLookup(p => p.CountyCode);
        return
        [
            .. receivables.Select(r => r.Key).Union(payments.Select(p => p.Key))
                .Select(county => Of(county, [.. receivables[county]], payments[county].Sum(p => p.UnmatchedFen), asOf) with
                {
                    RefundDueFen = books.Refunds.DueOfCountyFen(county, hospitalCode),
                })
                .OrderByDescending(c => c.OutstandingFen).ThenBy(c => c.CountyCode),
        ];
    }

    private static CountyAge Of(CountyCode county, Receivable[] receivables, long unmatchedFen, DateOnly asOf)
    {
        long Owing(int from, int to) => receivables.Where(r => Days(r.ServiceDate, asOf) is var d && d >= from && d <= to).Sum(r => r.OutstandingFen);
        var toPay = CashForecast.DaysOf(receivables.SelectMany(r => r.Payments.Select(p => (r.ServiceDate, p.PaidDate, p.AmountFen))));
        return new CountyAge(
            county, Owing(int.MinValue, 30), Owing(31, 60), Owing(61, 90), Owing(91, int.MaxValue),
            [.. Owed.Select(s => (s, receivables.Sum(r => r.Fen(s)))).Where(s => s.Item2 != 0)],
            receivables.Sum(r => r.Fen(ReceivableStanding.Paid)), toPay.Assumed ? 0 : toPay.Days, unmatchedFen, 0);
    }

    private static int Days(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;
}
