using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Reports;

/// <summary>What one county owes, by the days since the service, and how it pays.</summary>
public sealed record CountyAge(
    CountyCode CountyCode, AgeBuckets Owed,
    IReadOnlyList<(ReceivableStanding Standing, long AmountFen)> Standings, long PaidFen, int DaysToPay, long UnmatchedFen, long RefundDueFen)
{
    /// <summary>All that is owed.</summary>
    public long OutstandingFen => Owed.SumFen;
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
        var toPay = CashForecast.DaysOf(receivables.SelectMany(r => r.Payments.Select(p => (r.ServiceDate, p.PaidDate, p.AmountFen))));
        return new CountyAge(
            county, AgeBuckets.Of(receivables.Select(r => (r.ServiceDate, r.OutstandingFen)), asOf),
            [.. Owed.Select(s => (s, receivables.Sum(r => r.Fen(s)))).Where(s => s.Item2 != 0)],
            receivables.Sum(r => r.Fen(ReceivableStanding.Paid)), toPay.Assumed ? 0 : toPay.Days, unmatchedFen, 0);
    }
}
