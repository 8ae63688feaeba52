using System.Globalization;
using System.Text;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Tests.Corrections;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>
/// Random histories of settling with and without an agreement, undoing, paying, refunding, writing off, deposits and corrections, of two
/// persons at two hospitals. After every step what is owed is what was settled under agreements less what was paid and written off, no deposit is
/// negative, and both journals sum to zero for each hospital; a refused step changes no byte.
/// </summary>
public sealed class RandomAccountTests(ITestOutputHelper report)
{
    private const int Histories = 10_000;
    private static readonly string[] Hospitals = [Ward.Hospital, "H14112300102"];
    private static readonly string[] Persons = ["P1", "P2"];

    [Fact]
    public void Ten_thousand_histories_tie_after_every_step()
    {
        var seed = Seed.Next();
        report.WriteLine($"seed {seed}");
        var (steps, refused, standings) = (0, 0, new HashSet<ShareStanding>());
        for (var history = 0; history < Histories; history++)
        {
            var run = new Run(new Random(unchecked(seed + history)), seed + history);

            // Some are long, for what needs many steps: signed, settled, paid, undone and given back.
            var length = history % 10 == 0 ? 80 : run.Random.Next(4, 24);
            for (var step = 0; step < length; step++, steps++)
            {
                var before = Picture(run.Office);
                if (run.Step($"{history}-{step}") != ClearingRefusal.None)
                {
                    refused++;
                    Assert.True(before == Picture(run.Office), $"a refused step changed something, seed {seed + history}");
                }

                run.Check();
            }

            standings.UnionWith(run.Office.Books.Patients.Shares.Values.SelectMany(s => s.Standings.Select(f => f.Standing)));
        }

        report.WriteLine($"{steps} steps, {refused} refused");
        Assert.Equal(Enum.GetValues<ShareStanding>(), standings.Order());
        Assert.InRange(refused, 1, steps - 1);
    }

    private static string Picture(Office office)
    {
        var books = office.Books;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{books.Number} {books.OutboxNumber} {office.Booked.Count}");
        foreach (var share in books.Patients.Shares.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{share.Origin} {share.Undone} ").AppendJoin(',', share.Standings);
        }

        return text.AppendJoin(';', books.Patients.Agreements.Values).AppendJoin(';', books.Patients.Proposals.Values)
            .AppendJoin(';', books.Patients.Deposits).ToString();
    }

    /// <summary>One history, with its own count of money beside the books.</summary>
    private sealed class Run(Random random, int seed)
    {
        private readonly List<SettlementDocument> stays = [];
        private readonly Dictionary<(string Account, string Hospital), long> tally = [];

        public Random Random => random;

        public Office Office { get; } = new();

        public ClearingRefusal Step(string id)
        {
            var account = Random.Next(3) == 0 ? Ward.Account(Any(Persons), Any(Hospitals)) : Ward.Account(Persons[0], Hospitals[0]);
            var fen = Random.Next(-1, 120_00);
            switch (Random.Next(16))
            {
                case 14 or 15:
                    var written = Office.Records.Count;
                    var refusal = CorrectionSteps.Step(Office, Random);
                    foreach (var counter in Office.Records.Skip(written).Where(r => r.Kind == RecordKind.CounterRecorded))
                    {
                        Uncount(counter);
                    }

                    return refusal;
                case 0:
                    return Office.Sign(account.PersonKey, account.PersonKey, account.HospitalCode);
                case 1 or 2 or 3:
                    var agreement = Office.Books.Patients.InForce(account.PersonKey, account.HospitalCode, Ward.Day)?.AgreementId;
                    var stay = Ward.Stay(
                        id, Random.Next(0, 200_01), Random.Next(4) > 0 ? agreement : null, account.PersonKey, account.HospitalCode,
                        Ward.Day.AddDays(Random.Next(30)));
                    stays.Add(stay);
                    Office.Take(stay);
                    return ClearingRefusal.None;
                case 4 when stays.Count > 0:
                    var undone = Any(stays);
                    stays.Remove(undone);
                    Office.Take(Visits.Undone(undone, "u" + id));
                    return ClearingRefusal.None;
                case 5 or 6:
                    return Counted("paid", account, fen, Office.PayDebt(fen, account));
                case 7:
                    // Little is ever due back: mostly some of that, or refunds would hardly come about.
                    var dueFen = Office.Books.Patients.Shares.Values
                        .Where(s => s.Origin.PersonKey == account.PersonKey && s.Origin.HospitalCode == account.HospitalCode)
                        .Sum(s => s.Fen(ShareStanding.RefundDue));
                    var backFen = Random.Next(3) == 0 ? fen : Random.NextInt64(dueFen + 1);
                    return Counted("refunded", account, backFen, Office.Refund(backFen, account));
                case 8:
                    return Office.Propose(Random.Next(5) == 0 ? "" : "困难", account);
                case 9:
                    return Office.Decide($"W{Random.Next(1, (int)Office.Books.Number + 2)}", Random.Next(3) > 0, Any(["王会计", "赵科长"]));
                case 10:
                    return Counted("taken", account, fen, Office.TakeDeposit(fen, account));
                case 11 when stays.Count > 0:
                    return Office.ApplyDeposit(Any(stays), Math.Max(0, fen - 40_00), account);
                case 12:
                    var depositFen = Office.Deposit(account);
                    return Counted("returned", account, fen == 0 ? depositFen : fen, Office.ReturnDeposit(fen, account));
                default:
                    return Office.Do((books, head) => AgreementDecisions.End(books, head, $"{account.HospitalCode}.{account.PersonKey}", Ward.Day.AddDays(40), "出院"));
            }
        }

        public void Check()
        {
            foreach (var hospital in Hospitals)
            {
                var shares = Office.Books.Patients.Shares.Values.Where(s => s.Origin.HospitalCode == hospital).ToArray();
                long Sum(ShareStanding standing) => shares.Sum(s => s.Fen(standing));
                long Balance(string account) => Office.Booked.Where(b => b.Hospital == hospital && b.Entry.Account == account).Sum(b => b.Entry.AmountFen);
                var standing = stays.Where(s => s.HospitalCode == hospital).ToArray();
                var settled = standing.Where(s => s.AgreementId is not null).Sum(s => s.Breakdown.PatientFen);
                var open = shares.Where(s => !s.Undone && s.Origin.AgreementId is not null).ToArray();
                var settledLess = settled - open.Sum(
                    s => s.Fen(ShareStanding.Paid) + s.Fen(ShareStanding.FromDeposit) + s.Fen(ShareStanding.WrittenOff));
                True(Sum(ShareStanding.Owed) == settledLess, "what is owed is what was settled less what became of it");
                True(Sum(ShareStanding.Paid) + Sum(ShareStanding.RefundDue) + Sum(ShareStanding.Refunded) == Tally("paid", hospital), "payments");
                True(Sum(ShareStanding.Refunded) == Tally("refunded", hospital), "refunds");
                var deposits = Office.Books.Patients.Deposits.Where(d => d.Key.HospitalCode == hospital).ToArray();
                True(deposits.All(d => d.Value > 0), "no deposit is negative");
                True(
                    deposits.Sum(d => d.Value) == Tally("taken", hospital) - Tally("returned", hospital) - Sum(ShareStanding.FromDeposit),
                    "deposits are what was taken less what was returned and applied");

                True(Balance(PatientJournal.Receivable) == Sum(ShareStanding.Owed), "receivable");
                True(Balance(PatientJournal.Deposit) == -deposits.Sum(d => d.Value), "deposit");
                True(Balance(PatientJournal.Refundable) == -Sum(ShareStanding.RefundDue), "refund");
                True(Balance(Accounts.WriteOff) == Sum(ShareStanding.WrittenOff), "written off");

                // Cash: what was paid at the window and not from a deposit, what was paid and deposited since, less what went back.
                var window = standing.Where(s => s.AgreementId is null).Sum(s => s.Breakdown.PatientFen)
                    - shares.Where(s => !s.Undone && s.Origin.AgreementId is null).Sum(s => s.Fen(ShareStanding.FromDeposit));
                True(
                    Balance(Journal.PatientCash) == window + Tally("paid", hospital) - Tally("refunded", hospital)
                        + Tally("taken", hospital) - Tally("returned", hospital),
                    "cash is what patients handed over");
                True(Office.Booked.Where(b => b.Hospital == hospital).Sum(b => b.Entry.AmountFen) == 0, "both journals balance");
            }
        }

        private T Any<T>(IReadOnlyList<T> list) => list[Random.Next(list.Count)];

        private ClearingRefusal Counted(string what, AccountKey account, long fen, ClearingRefusal refusal)
        {
            if (refusal == ClearingRefusal.None)
            {
                tally[(what, account.HospitalCode)] = Tally(what, account.HospitalCode) + fen;
            }

            return refusal;
        }

        private void Uncount(ClearingRecord counter)
        {
            var target = Office.Records[(int)counter.Correction!.RecordNumber - 1];
            var what = target.Kind switch
            {
                RecordKind.PatientPaid => "paid",
                RecordKind.PatientRefunded => "refunded",
                RecordKind.DepositTaken => "taken",
                RecordKind.DepositReturned => "returned",
                _ => "",
            };
            tally[(what, target.HospitalCode)] = Tally(what, target.HospitalCode) - CorrectionText.AmountFen(target);
        }

        private long Tally(string what, string hospital) => tally.GetValueOrDefault((what, hospital));

        private void True(bool holds, string what) => Assert.True(holds, $"{what}: not so, seed {seed}");
    }
}
