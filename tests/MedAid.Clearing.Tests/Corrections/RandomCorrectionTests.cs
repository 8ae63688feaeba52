using System.Collections.Concurrent;
using CsCheck;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Tests.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Clearing.Tests.Corrections;

/// <summary>
/// Random histories of counties and of patients in which one step in four corrects something. After every step the accounts prove the books,
/// and the books are what they would be if nothing of what was corrected had ever been written.
/// </summary>
public sealed class RandomCorrectionTests(ITestOutputHelper report)
{
    private const int Histories = 2_000;
    private static readonly string[] Persons = ["P1", "P2"];

    [Fact]
    public void What_was_corrected_leaves_the_books_as_if_it_had_never_been_written()
    {
        var (corrected, afterUndoing, resting) = (new ConcurrentDictionary<RecordKind, int>(), 0, 0);
        Gen.Bool.SelectMany(ofCounty => Dice.Histories(4, ofCounty ? 100 : 50).Select(history => (ofCounty, history))).Sample(
            (ofCounty, history) =>
            {
                foreach (var counter in Run(ofCounty, history, ref resting))
                {
                    corrected.AddOrUpdate(counter.Target.Kind, 1, (_, times) => times + 1);
                    Interlocked.Add(ref afterUndoing, counter.IsExact ? 0 : 1);
                }
            },
            report.WriteLine, iter: Histories, print: h => $"{h.Item1} {RandomHistoryTests.Print(h.Item2)}");

        report.WriteLine(string.Join(", ", corrected));
        report.WriteLine($"{afterUndoing} corrected after an undoing, {resting} told of a later record");
        Assert.Equal(CorrectionSteps.Kinds.Append(RecordKind.ClaimBuilt).Order(), corrected.Keys.Order());
        Assert.True(afterUndoing > 0 && resting > 0, "neither undoings nor later records came about");
    }

    private static List<(ClearingRecord Target, bool IsExact)> Run(bool ofCounty, int[][] history, ref int resting)
    {
        var (office, visits) = (new Office(), new List<SettlementDocument>());
        for (var step = 0; step < history.Length; step++)
        {
            var dice = new Dice(history[step]);
            var isCorrection = dice.Next(4) == 0;
            var before = isCorrection ? CorrectionSteps.Picture(office.Books) : "";
            var refusal = isCorrection ? CorrectionSteps.Step(office, dice)
                : ofCounty ? CountyStep(office, visits, dice, $"{step}")
                : PatientStep(office, visits, dice, $"{step}");
            Interlocked.Add(ref resting, refusal == ClearingRefusal.LaterRecordFirst ? 1 : 0);
            Assert.Empty(office.Fold.Differences());
            Assert.True(office.Entries.Sum(e => e.AmountFen) == Fen.Zero, "the journals do not balance");
            if (refusal == ClearingRefusal.None && (isCorrection || step == history.Length - 1))
            {
                Check(office);
            }
            else if (isCorrection)
            {
                Assert.True(before == CorrectionSteps.Picture(office.Books), "a refused step changed something");
            }
        }

        return
        [
            .. from counter in office.Records.Where(Books.Corrections.IsCounter)
               let target = office.Records[(int)counter.Correction!.RecordNumber - 1]
               select (target, Negated(target).SequenceEqual(Sorted(counter.Entries))),
        ];
    }

    private static void Check(Office office)
    {
        var asIf = CorrectionSteps.AsIfNeverWritten(office);
        var (wanted, found) = (CorrectionSteps.Picture(asIf), CorrectionSteps.Picture(office.Books));
        Assert.True(wanted == found, $"as if never written:\n{wanted}\nbut the books say:\n{found}");
        foreach (var county in RandomHistoryTests.Counties)
        {
            // The statement of everything, and the copy against which bank statements are tried, leave it out as well.
            var order = new StatementOrder(default, new CountyCode(county), new DateOnly(2022, 7, 1), new DateOnly(2023, 12, 31));
            var (statement, without) = (StatementFold.Of(office.Books, order), StatementFold.Of(asIf, order));
            Assert.True(Figures(statement).SequenceEqual(Figures(without)), $"the statement of {county}");
            var copy = BookCopy.OfCounties(office.Books, new HospitalCode(Visits.Hospital), [new CountyCode(county)]);
            Assert.True(
                copy.Receivables.Values.All(r => r.Standings.SequenceEqual(office.Books.Receivables[r.ReceivableId].Standings)), "the copy");
            Assert.True(
                copy.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(county)) == office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(county)), "the copy's refunds");
        }
    }

    private static IEnumerable<object> Figures(CountyStatement s) =>
    [
        s.AdvancedFen, s.PaidFen, s.DeductedFen, s.ChargedFen, s.WrittenOffFen, s.UnwoundFen, s.ClosingFen, s.ClaimedFen, s.AcceptedFen, s.RefusedFen,
        s.RetainedFen, s.ReceivedFen, s.UnmatchedClosingFen, s.RefundNewFen, s.RefundPaidFen, s.RefundSetOffFen, s.RefundClosingFen,
        s.Forecast.DaysToPay, string.Join(';', s.Payments), string.Join(';', s.Refusals),
    ];

    private static IEnumerable<JournalEntry> Negated(ClearingRecord record) => Sorted(record.Entries.Select(e => e with { AmountFen = -e.AmountFen }));

    private static IEnumerable<JournalEntry> Sorted(IEnumerable<JournalEntry> entries) =>
        entries.OrderBy(e => e.Account).ThenBy(e => e.CountyCode).ThenBy(e => e.Fund);

    /// <summary>A step of a county, more often than else one at what was refused or kept back.</summary>
    private static ClearingRefusal CountyStep(Office office, List<SettlementDocument> visits, Dice random, string id)
    {
        var receivables = office.Books.Receivables.Values;
        if (random.Next(3) == 0 && receivables.FirstOrDefault(r => r.Fen(ReceivableStanding.Disputed) > 0) is { } disputed)
        {
            return office.Do((books, head) => RefusedDecisions.Of(
                books, head, RecordKind.DisputeDecided, [disputed.ReceivableId], "复核", random.Next(2) == 0));
        }

        if (random.Next(3) == 0 && receivables.FirstOrDefault(r => r.Fen(ReceivableStanding.Refused) > 0) is { } refused)
        {
            RecordKind[] kinds = [RecordKind.Corrected, RecordKind.Disputed, RecordKind.Charged, RecordKind.WrittenOff];
            return office.Do((books, head) => RefusedDecisions.Of(books, head, kinds[random.Next(4)], [refused.ReceivableId], "会议决定"));
        }

        if (random.Next(3) == 0 && office.Books.Payments.Values.FirstOrDefault(p => p.UnmatchedFen > 0 && CanMatch(p)) is { } waiting)
        {
            return office.Do((books, head) => PaymentDecisions.Match(books, head, waiting.PaymentId));
        }

        if (random.Next(3) == 0
            && Array.Find(RandomHistoryTests.Counties, c => office.Books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(c)) > 0) is { } county)
        {
            return office.Do((books, head) => RefundDecisions.Pay(
                books, head, $"back-{random.Next(20)}", new HospitalCode(Visits.Hospital), new CountyCode(county), Ward.Day, random.NextInt64(books.Refunds.DueFen(new HospitalCode(Visits.Hospital), new CountyCode(county)) + 2)));
        }

        bool CanMatch(Payment payment) => receivables.Any(r => r.CountyCode == payment.CountyCode && r.Fen(ReceivableStanding.Accepted) > 0);
        return random.Next(4) == 0 && receivables.FirstOrDefault(r => r.Fen(ReceivableStanding.Retained) > 0) is { } retained
            ? office.Do((books, head) => PaymentDecisions.Release(
                books, head, $"late-{random.Next(20)}", new HospitalCode(Visits.Hospital), retained.CountyCode, Ward.Day, random.NextInt64(retained.Fen(ReceivableStanding.Retained) + 2)))
            : RandomHistoryTests.Step(office, visits, random, id);
    }

    private static ClearingRefusal PatientStep(Office office, List<SettlementDocument> stays, Dice random, string id)
    {
        var account = Ward.Account(Persons[random.Next(8) / 7]);
        var fen = random.Next(120_01) - 1;
        var stay = stays.Count > 0 ? stays[random.Next(stays.Count)] : null;
        if (random.Next(4) == 0 && office.Fen(ShareStanding.RefundDue, account) is var dueFen and > 0)
        {
            return office.Refund(random.NextInt64(dueFen + 2), account);
        }

        switch (random.Next(12))
        {
            case 0:
                return office.Sign(account.PersonKey.Text, account.PersonKey.Text);
            case 1 or 2:
                var agreement = office.Books.Patients.InForce(account.PersonKey, account.HospitalCode, Ward.Day)?.AgreementId;
                stays.Add(Ward.Stay(id, random.Next(1, 200_01), random.Next(4) > 0 ? agreement : null, account.PersonKey.Text, day: Ward.Day.AddDays(random.Next(30))));
                office.Take(stays[^1]);
                return ClearingRefusal.None;
            case 3 when stay is not null:
                stays.Remove(stay);
                office.Take(Visits.Undone(stay, "u" + id));
                return ClearingRefusal.None;
            case 4 or 5:
                return office.PayDebt(random.Next(2) == 0 ? fen : office.Owed(account), account);
            case 6 or 7:
                return office.Propose("困难", account);
            case 8 when office.Books.Patients.Proposals.Count > 0:
                return office.Decide(office.LastProposal().ProposalId, random.Next(3) > 0);
            case 9:
                return office.TakeDeposit(fen, account);
            case 10 when stay is not null:
                return office.ApplyDeposit(stay, random.Next(2) == 0 ? 0 : Math.Max(0, fen), Ward.Account(stay.PersonKey.Text));
            default:
                return office.ReturnDeposit(random.NextInt64(office.Deposit(account) + 1), account);
        }
    }
}
