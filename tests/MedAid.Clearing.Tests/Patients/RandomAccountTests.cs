using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CsCheck;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Tests.Corrections;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>
/// Random histories of settling with and without an agreement, undoing, paying, refunding, writing off, deposits and corrections, of two persons at two
/// hospitals, insured in two counties. After every step what is owed is what was settled under agreements less what was paid and written off, no
/// deposit is negative, and for each hospital and county every account is the sum of the shares and both journals sum to zero; a refused step
/// changes no byte.
/// </summary>
public sealed class RandomAccountTests(ITestOutputHelper report)
{
    private const int Histories = 10_000;
    private const int ProvedEvery = 16;
    private static readonly string[] Hospitals = [Ward.Hospital, "H14112300102"];
    private static readonly string[] Persons = ["P1", "P2"];
    private static readonly string[] Counties = [Ward.County, "141102"];

    /// <summary>Some are long, for what needs many steps: signed, settled, paid, undone and given back.</summary>
    [Fact]
    public void Ten_thousand_histories_tie_after_every_step()
    {
        var (steps, refused, standings, undone) =
            (0, 0, new ConcurrentDictionary<ShareStanding, bool>(), new ConcurrentDictionary<ShareStanding, bool>());
        Gen.Frequency((9, Dice.Histories(4, 24)), (1, Dice.Histories(80, 80))).Sample(
            history =>
            {
                var run = new Run(history.Length > 24);
                for (var step = 0; step < history.Length; step++)
                {
                    var before = Picture(run.Office);
                    Interlocked.Increment(ref steps);
                    if (run.Step($"{step}", new Dice(history[step])) != ClearingRefusal.None)
                    {
                        Interlocked.Increment(ref refused);
                        Assert.True(before == Picture(run.Office), "a refused step changed something");
                    }

                    run.Check();
                    if (step % ProvedEvery == 0)
                    {
                        run.Prove();
                    }
                }

                run.Prove();
                run.Undone.ToList().ForEach(standing => undone[standing] = true);
                foreach (var standing in run.Office.Books.Patients.Shares.Values.SelectMany(s => s.Standings))
                {
                    standings[standing.Standing] = true;
                }
            },
            report.WriteLine, iter: Histories, print: RandomHistoryTests.Print);

        report.WriteLine($"{steps} steps, {refused} refused");
        Assert.Equal(Enum.GetValues<ShareStanding>(), standings.Keys.Order());
        Assert.Equal(
            [ShareStanding.Owed, ShareStanding.Window, ShareStanding.Paid, ShareStanding.FromDeposit, ShareStanding.WrittenOff],
            undone.Keys.Order());
        Assert.InRange(refused, 1, steps - 1);
    }

    internal static string Picture(Office office)
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

    /// <summary>One history, with its own count of money beside the books. Persons move between two counties as they like.</summary>
    private sealed class Run(bool careful)
    {
        private readonly List<SettlementDocument> stays = [];
        private readonly Dictionary<(string Account, string Hospital), long> tally = [];

        public Office Office { get; } = new() { Careful = careful };

        /// <summary>Standings that shares were in when they were undone.</summary>
        public HashSet<ShareStanding> Undone { get; } = [];

        public ClearingRefusal Step(string id, Dice dice)
        {
            var account = dice.Next(3) == 0 ? Ward.Account(Any(Persons, dice), Any(Hospitals, dice)) : Ward.Account(Persons[0], Hospitals[0]);
            var fen = dice.Next(120_01) - 1;
            switch (dice.Next(16))
            {
                case 14 or 15:
                    var written = Office.Records.Count;
                    var refusal = CorrectionSteps.Step(Office, dice);
                    foreach (var counter in Office.Records.Skip(written).Where(r => r.Kind == RecordKind.CounterRecorded))
                    {
                        Uncount(counter);
                    }

                    return refusal;
                case 0:
                    return Office.Sign(account.PersonKey.Text, account.PersonKey.Text, account.HospitalCode.Text);
                case 1 or 2 or 3:
                    var agreement = Office.Books.Patients.InForce(account.PersonKey, account.HospitalCode, Ward.Day)?.AgreementId;
                    var stay = Ward.Stay(
                        id, dice.Next(200_01), dice.Next(4) > 0 ? agreement : null, account.PersonKey.Text, account.HospitalCode.Text,
                        Ward.Day.AddDays(dice.Next(30)), Any(Counties, dice));
                    var accountFen = dice.Next(3) == 0 ? dice.NextInt64(stay.Breakdown.PatientFen + 1) : 0;
                    stay = stay.ByAccount(accountFen, dice.NextInt64(accountFen + 1));
                    stays.Add(stay);
                    Office.Take(stay);
                    return ClearingRefusal.None;
                case 4 when stays.Count > 0:
                    Undo(Any(stays, dice), "u" + id);
                    return ClearingRefusal.None;
                case 5 or 6:
                    return Counted("paid", account, fen, Office.PayDebt(fen, account));
                case 7:
                    // Little is ever due back: mostly some of that, or refunds would hardly come about.
                    var dueFen = Office.Fen(ShareStanding.RefundDue, account);
                    var backFen = dice.Next(3) == 0 ? fen : dice.NextInt64(dueFen + 1);
                    return Counted("refunded", account, backFen, Office.Refund(backFen, account));
                case 8:
                    return Office.Propose(dice.Next(5) == 0 ? "" : "困难", account);
                case 9:
                    return Office.Decide(
                        $"W{dice.Next(1, (int)Office.Books.Number + 2)}", dice.Next(3) > 0, dice.Next(2) == 0 ? "王会计" : "赵科长");
                case 10:
                    return Counted("taken", account, fen, Office.TakeDeposit(fen, account, Any(Counties, dice)));
                case 11 when stays.Count > 0:
                    return Office.ApplyDeposit(Any(stays, dice), Math.Max(0, fen - 40_00), account);
                case 12:
                    var depositFen = Office.Deposit(account);
                    return Counted("returned", account, fen == 0 ? depositFen : fen, Office.ReturnDeposit(fen, account));
                default:
                    return Office.Do((books, head) => AgreementDecisions.End(
                        books, head, $"{account.HospitalCode}.{account.PersonKey}", Ward.Day.AddDays(40), "出院"));
            }
        }

        public void Check()
        {
            foreach (var hospital in Hospitals)
            {
                Check(hospital);
                foreach (var county in Counties.Append(""))
                {
                    Check(hospital, county);
                }
            }
        }

        /// <summary>What the proof of the book says; it is slower, so not after every step.</summary>
        public void Prove()
        {
            Assert.Empty(Office.Fold.Differences());
        }

        private void Undo(SettlementDocument stay, string id)
        {
            stays.Remove(stay);
            if (Office.Books.Patients.Shares.TryGetValue(stay.SettlementId, out var share))
            {
                Undone.UnionWith(share.Standings.Select(s => s.Standing));
            }

            Office.Take(Visits.Undone(stay, id));
        }

        private void Check(string hospital)
        {
            var shares = Office.Books.Patients.Shares.Values.Where(s => s.Origin.HospitalCode.Text == hospital).ToArray();
            long Sum(ShareStanding standing) => shares.Sum(s => s.Fen(standing));
            var standing = stays.Where(s => s.HospitalCode.Text == hospital).ToArray();
            var settled = standing.Where(s => s.AgreementId is not null).Sum(s => s.Breakdown.CashFen);
            var open = shares.Where(s => !s.Undone && s.Origin.AgreementId is not null).ToArray();
            var settledLess = settled - open.Sum(
                s => s.Fen(ShareStanding.Paid) + s.Fen(ShareStanding.FromDeposit) + s.Fen(ShareStanding.WrittenOff));
            True(Sum(ShareStanding.Owed) == settledLess, "what is owed is what was settled less what became of it");
            True(Sum(ShareStanding.Paid) + Sum(ShareStanding.RefundDue) + Sum(ShareStanding.Refunded) == Tally("paid", hospital), "payments");
            True(Sum(ShareStanding.Refunded) == Tally("refunded", hospital), "refunds");
            var deposits = Office.Books.Patients.Deposits.Where(d => d.HospitalCode.Text == hospital).ToArray();
            True(deposits.All(d => d.AmountFen > 0), "no deposit is negative");
            True(
                deposits.Sum(d => d.AmountFen) == Tally("taken", hospital) - Tally("returned", hospital) - Sum(ShareStanding.FromDeposit),
                "deposits are what was taken less what was returned and applied");

            // Cash: what was paid at the window and not from a deposit, what was paid and deposited since, less what went back.
            var window = standing.Where(s => s.AgreementId is null).Sum(s => s.Breakdown.CashFen)
                - shares.Where(s => !s.Undone && s.Origin.AgreementId is null).Sum(s => s.Fen(ShareStanding.FromDeposit));
            True(
                Balance(hospital, null, Account.PatientCash) == window + Tally("paid", hospital) - Tally("refunded", hospital)
                    + Tally("taken", hospital) - Tally("returned", hospital),
                "cash is what patients handed over");
            True(
                Balance(hospital, null, Account.AccountReceivable) + Balance(hospital, null, Account.HelperReceivable)
                    == standing.Sum(s => s.Breakdown.AccountFen),
                "what personal accounts paid is due from the insurance office");
        }

        private void Check(string hospital, string county)
        {
            var shares = Office.Books.Patients.Shares.Values
                .Where(s => s.Origin.HospitalCode.Text == hospital && s.Origin.CountyCode.Text == county).ToArray();
            long Sum(ShareStanding standing) => shares.Sum(s => s.Fen(standing));
            var depositFen = Office.Books.Patients.Deposits.Where(d => d.HospitalCode.Text == hospital && d.CountyCode.Text == county).Sum(d => d.AmountFen);
            True(Balance(hospital, county, Account.PatientReceivable) == Sum(ShareStanding.Owed), $"receivable of {county}");
            True(Balance(hospital, county, Account.PatientDeposit) == -depositFen, $"deposit of {county}");
            True(Balance(hospital, county, Account.PatientRefundPayable) == -Sum(ShareStanding.RefundDue), $"refund of {county}");
            True(Balance(hospital, county, Account.WriteOffExpense) == Sum(ShareStanding.WrittenOff), $"written off of {county}");
            True(Balance(hospital, county, null) == 0, $"both journals balance in {county}");
        }

        private long Balance(string hospital, string? county, Account? account) => Office.Booked
            .Where(b => b.Hospital == hospital && (county ?? b.Entry.CountyCode.Text) == b.Entry.CountyCode.Text && (account ?? b.Entry.Account) == b.Entry.Account)
            .Sum(b => b.Entry.AmountFen.Value);

        private static T Any<T>(IReadOnlyList<T> list, Dice dice) => list[dice.Next(list.Count)];

        private ClearingRefusal Counted(string what, AccountKey account, long fen, ClearingRefusal refusal)
        {
            if (refusal == ClearingRefusal.None)
            {
                tally[(what, account.HospitalCode.Text)] = Tally(what, account.HospitalCode.Text) + fen;
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
            tally[(what, target.HospitalCode.Text)] = Tally(what, target.HospitalCode.Text) - CorrectionText.AmountFen(target);
        }

        private long Tally(string what, string hospital) => tally.GetValueOrDefault((what, hospital));

        private static void True(bool holds, string what) => Assert.True(holds, $"{what}: not so");
    }
}
