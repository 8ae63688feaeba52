using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CsCheck;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Tests.Corrections;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Clearing.Tests;

/// <summary>
/// Random histories of settling, undoing, claiming, answering, paying, giving back, setting off, refusing, writing off and correcting. After every
/// step the figures tie: what is
/// still owed is what was advanced less what was paid, deducted, charged, written off and undone, county by county, in the receivables and
/// in the journal alike; a refused step changes nothing.
/// </summary>
public sealed class RandomHistoryTests(ITestOutputHelper report)
{
    private const int Histories = 100_000;
    internal static readonly string[] Counties = ["141123", "141102"];
    private static readonly DateOnly First = new(2022, 7, 12);

    /// <summary>Money that goes back takes six steps in their order: some histories are long enough for it.</summary>
    [Fact]
    public void A_hundred_thousand_histories_tie_after_every_step()
    {
        var (steps, refused, paidBack, setOff, standings) = (0, 0, 0, 0, new ConcurrentDictionary<ReceivableStanding, bool>());
        Gen.Frequency((39, Dice.Histories(3, 14)), (1, Dice.Histories(20, 60))).Sample(
            history =>
            {
                var office = Run(history, ref steps, ref refused);
                Interlocked.Add(ref paidBack, office.Books.Records.Count(r => r.Kind == RecordKind.CountyRefunded));
                Interlocked.Add(ref setOff, office.Books.Payments.Values.Count(p => p.SetOffFen > 0));
                foreach (var standing in office.Books.Receivables.Values.SelectMany(r => r.Standings))
                {
                    standings[standing.Standing] = true;
                }
            },
            report.WriteLine, iter: Histories, print: Print);

        report.WriteLine($"{steps} steps, {refused} refused, {paidBack} paid back, {setOff} set off");
        Assert.Equal(Enum.GetValues<ReceivableStanding>(), standings.Keys.Order());
        Assert.InRange(refused, 1, steps - 1);
        Assert.True(paidBack > 0 && setOff > 0, "money goes back both ways");
    }

    /// <summary>How a history that fails is told: its steps by their numbers, from which it can be run again.</summary>
    internal static string Print(int[][] history) => string.Join(' ', history.Select(step => $"[{string.Join(',', step)}]"));

    /// <summary>One visit that was paid and undone, and one that is accepted: by chance alone money would hardly ever go back.</summary>
    private static void Begin(Office office)
    {
        var (first, second) = (Visits.Visit("b1", Counties[0], First, 90_00), Visits.Visit("b2", Counties[0], First, 60_00));
        office.Take(first);
        Answer(office);
        office.Pay("bank-b", Counties[0], 90_00);
        office.Take(Visits.Undone(first, "b3"), second);
        Answer(office);
    }

    private static void Answer(Office office)
    {
        office.Claim(Counties[0], "2022-07");
        var claim = office.Books.Claims.Values.Last();
        office.Do((books, head) => ClaimDecisions.Reply(
            books, head, claim.ClaimId, [.. claim.Lines.Select(l => new ReplyLine(l.ReceivableId, l.AmountFen, ""))]));
    }

    private static Office Run(int[][] history, ref int steps, ref int refused)
    {
        var office = new Office { Careful = history.Length > 14 };
        var visits = new List<SettlementDocument>();
        if (office.Careful)
        {
            Begin(office);
        }

        for (var step = 0; step < history.Length; step++)
        {
            var before = history.Length > 14 ? Picture(office.Books) : "";
            Interlocked.Increment(ref steps);
            if (Step(office, visits, new Dice(history[step]), $"{step}") != ClearingRefusal.None)
            {
                Interlocked.Increment(ref refused);
                Assert.True(before.Length == 0 || before == Picture(office.Books), "a refused step changed something");
            }

            Check(office);
        }

        Assert.Empty(office.Fold.Differences());
        True(
            office.Books.GeneralLedger.Turnovers.GroupBy(t => t.Account)
                .All(g => g.Sum(t => t.DebitFen - t.CreditFen).Value == office.Balance(g.Key)), "the general ledger is the sum of the entries");
        return office;
    }

    internal static ClearingRefusal Step(Office office, List<SettlementDocument> visits, Dice random, string id)
    {
        if (random.Next(10) == 0)
        {
            return CorrectionSteps.Step(office, random);
        }

        var county = Counties[random.Next(Counties.Length)];
        county = Array.Find(Counties, c => random.Next(3) > 0 && office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(c)) > 0) ?? county;
        var any = office.Books.Receivables.Values.Select(r => r.ReceivableId).ElementAtOrDefault(random.Next(office.Books.Receivables.Count + 1));
        switch (random.Next(13))
        {
            case 0 or 1 or 2:
                var visit = Visits.Visit(id, county, First.AddDays(random.Next(60)), random.Next(1, 200_00), random.Next(3) > 0);
                visits.Add(visit);
                office.Take(visit);
                return ClearingRefusal.None;
            case 3 when visits.Count > 0:
                var undone = visits.Find(v => random.Next(2) == 0 && IsPaid(office, v)) ?? visits[random.Next(visits.Count)];
                visits.Remove(undone);
                office.Take(Visits.Undone(undone, "u" + id));
                return ClearingRefusal.None;
            case 4:
                return office.Claim(county, random.Next(2) == 0 ? "2022-07" : "2022-09");
            case 5 or 6:
                return office.Do((books, head) => Reply(books, head, random));
            case 7 or 8:
                return office.Pay($"bank-{random.Next(20)}", county, random.Next(-1, 400_00), Little(random), Little(random), setOffFen: DueBack(office, county, random));
            case 9:
                return office.Do((books, head) => PaymentDecisions.Match(books, head, $"bank-{random.Next(20)}"));
            case 10:
                return office.Do((books, head) => PaymentDecisions.Release(
                    books, head, $"late-{random.Next(20)}", new HospitalCode(Visits.Hospital), new CountyCode(county), First, random.Next(1, 60_00)));
            case 11:
                return office.Do((books, head) => RefundDecisions.Pay(
                    books, head, $"back-{random.Next(20)}", new HospitalCode(Visits.Hospital), new CountyCode(county), First, DueBack(office, county, random)));
            default:
                var kind = (RecordKind)random.Next((int)RecordKind.Corrected, (int)RecordKind.WrittenOff + 1);
                return office.Do((books, head) => RefusedDecisions.Of(books, head, kind, any is null ? [] : [any], "会议决定", random.Next(2) == 0));
        }
    }

    private static long Little(Dice random) => random.Next(3) == 0 ? random.Next(0, 50_00) : 0;

    private static bool IsPaid(Office office, SettlementDocument visit) =>
        office.Books.OfSettlement(visit.SettlementId).Any(r => r.Fen(ReceivableStanding.Paid) > 0);

    /// <summary>Any part of what is due back to a county, now and then more.</summary>
    private static long DueBack(Office office, string county, Dice random) =>
        office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(county)) is var dueFen && dueFen > 0 ? random.NextInt64(dueFen + 2) : random.Next(20) / 19;

    private static Decision Reply(ClearingState books, RecordHead head, Dice random)
    {
        if (books.Claims.Values.ElementAtOrDefault(random.Next(books.Claims.Count + 1)) is not { } claim)
        {
            return ClaimDecisions.Reply(books, head, "Q-unknown", []);
        }

        var lines = claim.Lines.Where(_ => random.Next(4) > 0).Select(l => new ReplyLine(
            l.ReceivableId,
            random.Next(3) switch { 0 => 0, 1 => l.AmountFen, _ => random.NextInt64(l.AmountFen + 2) }, random.Next(8) == 0 ? "" : "超范围"));
        return ClaimDecisions.Reply(books, head, claim.ClaimId, [.. lines]);
    }

    private static void Check(Office office)
    {
        var receivables = office.Books.Receivables.Values;
        foreach (var county in Counties)
        {
            long Standing(params ReceivableStanding[] standings) =>
                receivables.Where(r => r.CountyCode.Text == county).Sum(r => standings.Sum(r.Fen));
            var all = receivables.Where(r => r.CountyCode.Text == county).Sum(r => r.AmountFen);
            var outstanding = receivables.Where(r => r.CountyCode.Text == county).Sum(r => r.OutstandingFen);
            True(
                outstanding == all - Standing(Books.ReceivableStanding.Paid, Books.ReceivableStanding.Deducted, Books.ReceivableStanding.Charged,
                    Books.ReceivableStanding.WrittenOff, Books.ReceivableStanding.Unwound), "what is owed is what was advanced less what became of it");

            foreach (var (standing, account) in StandingAccounts)
            {
                True(office.Balance(account, county) == Standing(standing), $"{account} of {county}");
            }

            // Relief lies where the settlement put it; the basic fund beside it is not claimed here.
            var relief = office.Entries.Where(e => e.CountyCode.Text == county && e.Fund.Text == Visits.ReliefFund
                && (e.Account == Account.AdvanceReceivable || e.Account == Account.FundReceivable));
            True(relief.Sum(e => e.AmountFen).Value == Standing(Books.ReceivableStanding.Open), $"open relief of {county}");

            // Money in the bank is what counties paid; for what of it has found no claim, or was undone since, they have a claim on us.
            var received = office.Books.Payments.Values.Where(p => p.CountyCode.Text == county).ToArray();
            True(-office.Balance(Account.UnmatchedReceipt, county) == received.Sum(p => p.UnmatchedFen), "unmatched money");
            True(office.Balance(Account.RefundPayable, county) <= 0, "nobody owes us a refund");
            True(
                -office.Balance(Account.RefundPayable, county) == office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(county)), "what is due back");
            var paidBack = office.Books.Records.Where(
                r => r.CountyCode.Text == county && r.Kind == RecordKind.CountyRefunded && office.Books.Corrections.Stands(r)).Sum(r => r.Refund!.AmountFen);
            True(office.Balance(Account.Bank, county) == received.Sum(p => p.ReceivedFen) - paidBack, "the bank has what came less what went");
            True(
                office.Balance(Account.Bank, county)
                == Standing(Books.ReceivableStanding.Paid) - office.Balance(Account.RefundPayable, county) + received.Sum(p => p.UnmatchedFen),
                "the bank holds what was paid");
        }

        True(office.Entries.Sum(e => e.AmountFen) == Fen.Zero, "both journals balance");
        True(receivables.All(r => r.Standings.All(s => s.AmountFen > 0)), "nothing is negative");
    }

    private static readonly (ReceivableStanding, Account)[] StandingAccounts =
    [
        (ReceivableStanding.Claimed, Account.ClaimedReceivable), (ReceivableStanding.Accepted, Account.AcceptedReceivable), (ReceivableStanding.Refused, Account.RefusedReceivable),
        (ReceivableStanding.Disputed, Account.DisputedReceivable), (ReceivableStanding.Retained, Account.RetainedReceivable), (ReceivableStanding.Deducted, Account.DeductionExpense),
        (ReceivableStanding.Charged, Account.PatientChargeReceivable), (ReceivableStanding.WrittenOff, Account.WriteOffExpense),
    ];

    private static void True(bool holds, string what) => Assert.True(holds, $"{what}: not so");

    internal static string Picture(ClearingState books)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{books.Number} {books.OutboxNumber}");
        foreach (var receivable in books.Receivables.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{receivable.ReceivableId} {receivable.ClaimId} {receivable.RefusalReason} {receivable.Unwound}")
                .AppendJoin(',', receivable.Standings).AppendJoin(',', receivable.Payments);
        }

        return text.AppendJoin(';', books.Claims.Keys).AppendJoin(';', books.Payments.Values.Select(p => $"{p.PaymentId} {p.MatchedFen}"))
            .AppendJoin(';', books.GeneralLedger.Turnovers).AppendJoin(';', books.GeneralLedger.Spans).AppendJoin(';', books.SetAside)
            .Append(CultureInfo.InvariantCulture, $"{books.GeneralLedger.OutboxNumber} {books.Records.Count} {books.Corrections.Records.Count}")
            .AppendJoin(';', books.Corrections.Proposals.Values.Select(p => $"{p.CorrectionId} {p.Open}"))
            .AppendJoin(';', books.Claims.Values.Select(c => c.Withdrawn))
            .AppendJoin(';', books.Records.Select(r => $"{books.Corrections.VoidedBy(r.Number)} {books.Corrections.OpenFor(r.Number)?.CorrectionId}"))
            .AppendJoin(';', Counties.SelectMany(c => books.Refunds.FundsOf(new HospitalCode(Visits.Hospital), new CountyCode(c)))).ToString();
    }
}
