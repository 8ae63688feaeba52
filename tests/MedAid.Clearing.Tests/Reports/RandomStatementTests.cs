using System.Text.Json;
using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
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
        var seed = Seed.Next();
        report.WriteLine($"seed {seed}");
        var (open, paid) = (0, 0);
        for (var history = 0; history < Histories; history++)
        {
            var random = new Random(unchecked(seed + history));
            var office = new Office { Now = Start };
            var visits = new List<SettlementDocument>();
            var length = random.Next(3, 60);
            (StatementOrder Order, string Text)? earlier = null;
            for (var step = 0; step < length; step++)
            {
                RandomHistoryTests.Step(office, visits, random, $"{history}-{step}");
                office.Now = office.Now.AddHours(random.Next(72));
                earlier ??= step >= length / 2 && office.Books.Number > 0 ? Kept(office) : null;
            }

            foreach (var county in RandomHistoryTests.Counties)
            {
                var whole = Of(office, county, First, Last);
                Check(office, whole, county, seed + history);
                var cut = First.AddDays(random.Next(200));
                Fit(whole, Of(office, county, First, cut), Of(office, county, cut.AddDays(1), Last), seed + history);
                open += whole.ClosingFen > 0 ? 1 : 0;
                paid += whole.PaidFen > 0 ? 1 : 0;
            }

            True(earlier is not { } then || then.Text == Text(StatementFold.Of(office.Books, then.Order)), "as of a record", seed + history);
        }

        report.WriteLine($"{open} statements with something owed, {paid} with something paid");
        Assert.InRange(open, 100, 2 * Histories);
        Assert.InRange(paid, 100, 2 * Histories);
    }

    private static void Check(Office office, CountyStatement whole, string county, int seed)
    {
        var receivables = office.Books.Receivables.Values.Where(r => r.CountyCode == county).ToArray();
        True(whole.ClosingFen == receivables.Sum(r => r.OutstandingFen), "closes with what is owed", seed);
        True(whole.Standings.All(f => f.ClosingFen == receivables.Sum(r => r.Fen(f.Standing))), "closes standing by standing", seed);
        True(whole.UnmatchedClosingFen == -office.Balance(Accounts.Unmatched, county), "what waits for its claim is in the journal", seed);
        True(whole.RefundClosingFen == -office.Balance(Accounts.Refundable, county), "what is due back is in the journal", seed);
        True(whole.AdvancedFen + whole.OtherFen == receivables.Sum(r => r.AmountFen), "what came is what was settled", seed);
        True(
            whole.ReceivedFen == office.Books.Payments.Values.Where(p => p.CountyCode == county).Sum(p => p.ReceivedFen), "what the bank received", seed);
    }

    private static void Fit(CountyStatement whole, CountyStatement before, CountyStatement after, int seed)
    {
        True(before.ClosingFen == after.OpeningFen && after.ClosingFen == whole.ClosingFen, "the second opens as the first closes", seed);
        True(before.Standings.Zip(after.Standings).All(f => f.First.ClosingFen == f.Second.OpeningFen), "standing by standing", seed);
        True(
            (before.UnmatchedClosingFen, before.RefundClosingFen) == (after.UnmatchedOpeningFen, after.RefundOpeningFen), "money goes over", seed);
        True(
            Flows(before).Zip(Flows(after)).Select(f => f.First + f.Second).SequenceEqual(Flows(whole)), "two periods are one", seed);
        True(before.Standings.All(f => f.ClosingFen >= 0), "nothing is ever less than nothing", seed);
    }

    private static long[] Flows(CountyStatement s) =>
    [
        s.AdvancedFen, s.OtherFen, s.PaidFen, s.DeductedFen, s.ChargedFen, s.WrittenOffFen, s.UnwoundFen, s.ClaimedFen, s.AcceptedFen, s.RefusedFen,
        s.RetainedFen, s.ReceivedFen, s.RefundNewFen, s.RefundPaidFen, s.RefundSetOffFen,
    ];

    private static (StatementOrder, string) Kept(Office office)
    {
        var order = new StatementOrder("", RandomHistoryTests.Counties[0], First, Last, office.Books.Number);
        return (order, Text(StatementFold.Of(office.Books, order)));
    }

    private static string Text(CountyStatement statement) => JsonSerializer.Serialize(statement);

    private static CountyStatement Of(Office office, string county, DateOnly from, DateOnly to) =>
        StatementFold.Of(office.Books, new StatementOrder(Visits.Hospital, county, from, to));

    private static void True(bool holds, string what, int seed) => Assert.True(holds, $"{what}: not so, seed {seed}");
}
