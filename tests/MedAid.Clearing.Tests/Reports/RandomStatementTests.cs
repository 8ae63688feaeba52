using System.Text.Json;
using CsCheck;
using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Clearing.Tests.Reports;

/// <summary>
/// Statements of random histories, the steps of which lie days apart. They close with what the books and the journal say, two periods that
/// follow one another fit together, and a statement as of a record is the same for ever.
/// </summary>
public sealed class RandomStatementTests(ITestOutputHelper report)
{
    private const int Histories = 2_000;

    // After every service of the histories: nothing is written before it happens.
    private static readonly DateTimeOffset Start = new(2022, 9, 12, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly First = new(2022, 7, 1);
    private static readonly DateOnly Last = new(2023, 12, 31);

    [Fact]
    public void Two_thousand_histories_tie_in_every_statement()
    {
        var (open, paid) = (0, 0);
        Dice.Histories(3, 60).Select(Gen.Int[0, 199]).Sample(
            (history, cutDay) =>
            {
                var (office, earlier) = Run(history);
                foreach (var county in RandomHistoryTests.Counties)
                {
                    var whole = Of(office, county, First, Last);
                    Check(office, whole, county);
                    var cut = First.AddDays(cutDay);
                    Fit(whole, Of(office, county, First, cut), Of(office, county, cut.AddDays(1), Last));
                    CheckAge(office, county, cut);
                    Interlocked.Add(ref open, whole.ClosingFen > 0 ? 1 : 0);
                    Interlocked.Add(ref paid, whole.PaidFen > 0 ? 1 : 0);
                }

                True(earlier is not { } then || then.Text == Text(StatementFold.Of(office.Books, then.Order)), "as of a record");
            },
            report.WriteLine, iter: Histories, print: h => $"{RandomHistoryTests.Print(h.Item1)} {h.Item2}");

        report.WriteLine($"{open} statements with something owed, {paid} with something paid");
        Assert.InRange(open, 100, 2 * Histories);
        Assert.InRange(paid, 100, 2 * Histories);
    }

    /// <summary>What ageing says of a day is what the statement up to that day closes with.</summary>
    private static void CheckAge(Office office, string county, DateOnly day)
    {
        var statement = StatementFold.Of(office.Books, new StatementOrder(default, new CountyCode(county), First, day));
        var age = Ageing.Of(BookCopy.AtEndOf(office.Books, day), day).SingleOrDefault(c => c.CountyCode.Text == county);
        True(statement.ClosingFen == (age?.OutstandingFen ?? 0), "what is owed at the end of a day");
        True(statement.UnmatchedClosingFen == (age?.UnmatchedFen ?? 0), "what waits at the end of a day");
        True(statement.RefundClosingFen == (age?.RefundDueFen ?? 0), "what is due back at the end of a day");
        True(statement.Forecast.Assumed || statement.Forecast.DaysToPay == age!.DaysToPay, "days to pay at the end of a day");
    }

    private static (Office Office, (StatementOrder Order, string Text)? Earlier) Run(int[][] history)
    {
        var office = new Office { Now = Start };
        var visits = new List<SettlementDocument>();
        (StatementOrder Order, string Text)? earlier = null;
        for (var step = 0; step < history.Length; step++)
        {
            RandomHistoryTests.Step(office, visits, new Dice(history[step]), $"{step}");
            office.Now = office.Now.AddHours(history[step][^1] % 72);
            earlier ??= step >= history.Length / 2 && office.Books.Number > 0 ? Kept(office) : null;
        }

        return (office, earlier);
    }

    private static void Check(Office office, CountyStatement whole, string county)
    {
        var receivables = office.Books.Receivables.Values.Where(r => r.CountyCode.Text == county).ToArray();
        True(whole.ClosingFen == receivables.Sum(r => r.OutstandingFen), "closes with what is owed");
        True(whole.Standings.All(f => f.ClosingFen == receivables.Sum(r => r.Fen(f.Standing))), "closes standing by standing");
        True(whole.UnmatchedClosingFen == -office.Balance(Account.UnmatchedReceipt, county), "what waits for its claim is in the journal");
        True(whole.RefundClosingFen == -office.Balance(Account.RefundPayable, county), "what is due back is in the journal");
        True(whole.AdvancedFen + whole.OtherFen == receivables.Sum(r => r.AmountFen), "what came is what was settled");
        True(
            whole.ReceivedFen == office.Books.Payments.Values.Where(p => p.CountyCode.Text == county).Sum(p => p.ReceivedFen), "what the bank received");
    }

    private static void Fit(CountyStatement whole, CountyStatement before, CountyStatement after)
    {
        True(before.ClosingFen == after.OpeningFen && after.ClosingFen == whole.ClosingFen, "the second opens as the first closes");
        True(before.Standings.Zip(after.Standings).All(f => f.First.ClosingFen == f.Second.OpeningFen), "standing by standing");
        True(
            (before.UnmatchedClosingFen, before.RefundClosingFen) == (after.UnmatchedOpeningFen, after.RefundOpeningFen), "money goes over");
        True(
            Flows(before).Zip(Flows(after)).Select(f => f.First + f.Second).SequenceEqual(Flows(whole)), "two periods are one");
        True(before.Standings.All(f => f.ClosingFen >= 0), "nothing is ever less than nothing");
    }

    private static long[] Flows(CountyStatement s) =>
    [
        s.AdvancedFen, s.OtherFen, s.PaidFen, s.DeductedFen, s.ChargedFen, s.WrittenOffFen, s.UnwoundFen, s.ClaimedFen, s.AcceptedFen, s.RefusedFen,
        s.RetainedFen, s.ReceivedFen, s.RefundNewFen, s.RefundPaidFen, s.RefundSetOffFen,
    ];

    private static (StatementOrder, string) Kept(Office office)
    {
        var order = new StatementOrder(default, new CountyCode(RandomHistoryTests.Counties[0]), First, Last, office.Books.Number);
        return (order, Text(StatementFold.Of(office.Books, order)));
    }

    private static string Text(CountyStatement statement) => JsonSerializer.Serialize(statement);

    private static CountyStatement Of(Office office, string county, DateOnly from, DateOnly to) =>
        StatementFold.Of(office.Books, new StatementOrder(new HospitalCode(Visits.Hospital), new CountyCode(county), from, to));

    private static void True(bool holds, string what) => Assert.True(holds, $"{what}: not so");
}
