using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Proof;

/// <summary>
/// Whether what counties and patients owe, summed amount by amount, is what the accounts say for each hospital and county: the two are kept
/// apart all the way, so each proves the other. What was written off counties' and patients' debts alike goes to one account.
/// </summary>
internal static class BookTies
{
    private static readonly (ReceivableStanding Standing, Account Account)[] OfCounties =
    [
        (ReceivableStanding.Claimed, Account.ClaimedReceivable), (ReceivableStanding.Accepted, Account.AcceptedReceivable),
        (ReceivableStanding.Refused, Account.RefusedReceivable),
        (ReceivableStanding.Disputed, Account.DisputedReceivable), (ReceivableStanding.Retained, Account.RetainedReceivable),
        (ReceivableStanding.Deducted, Account.DeductionExpense), (ReceivableStanding.Charged, Account.PatientChargeReceivable),
    ];

    public static IEnumerable<string> Differences(
        Sums balances, Dictionary<(AmountOwner Owner, ReceivableStanding Standing), long> receivables, Sums refunds,
        Dictionary<AmountOwner, long> waiting,
        PatientFold patients)
    {
        var owed = receivables.GroupBy(r => (r.Key.Owner.HospitalCode, r.Key.Owner.CountyCode, r.Key.Standing))
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var advanced = receivables.Where(r => r.Key.Owner.Advanced && r.Key.Standing == ReceivableStanding.Open)
            .GroupBy(r => (r.Key.Owner.HospitalCode, r.Key.Owner.CountyCode)).ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var dueFen = refunds.All.GroupBy(r => (Hospital: new HospitalCode(r.Key.First), County: new CountyCode(r.Key.Second)))
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var waitingFen = waiting.ToDictionary(w => (w.Key.HospitalCode, w.Key.CountyCode), w => w.Value);
        var (shares, deposits) = (patients.Shares, patients.Deposits);
        var owners = balances.All.Select(b => (new HospitalCode(b.Key.First), new CountyCode(b.Key.Second)))
            .Concat(owed.Keys.Select(o => (o.HospitalCode, o.CountyCode))).Concat(waitingFen.Keys).Concat(dueFen.Keys)
            .Concat(shares.Keys.Select(s => (s.HospitalCode, s.CountyCode))).Concat(deposits.Keys);
        foreach (var owner in owners.Distinct().Order())
        {
            var (hospital, county) = owner;
            long Owed(ReceivableStanding standing) => owed.GetValueOrDefault((hospital, county, standing));
            long Share(ShareStanding standing) => shares.GetValueOrDefault((hospital, county, standing));
            var (due, waits) = (dueFen.GetValueOrDefault(owner), waitingFen.GetValueOrDefault(owner));
            (Account Account, long Fen)[] sides =
            [
                .. OfCounties.Select(s => (s.Account, Owed(s.Standing))),
                (Account.WriteOffExpense, checked(Owed(ReceivableStanding.WrittenOff) + Share(ShareStanding.WrittenOff))),
                (Account.AdvanceReceivable, advanced.GetValueOrDefault(owner)), (Account.RefundPayable, -due), (Account.UnmatchedReceipt, -waits),
                (Account.Bank, checked(Owed(ReceivableStanding.Paid) + due + waits)), (Account.PatientReceivable, Share(ShareStanding.Owed)),
                (Account.PatientDeposit, -deposits.GetValueOrDefault(owner)), (Account.PatientRefundPayable, -Share(ShareStanding.RefundDue)),
            ];
            foreach (var (account, fen) in sides)
            {
                if (balances[hospital.Text, county.Text, account.Text] is var balanceFen && balanceFen != fen)
                {
                    yield return $"机构 {hospital} 县区 {county} 科目 {account}："
                        + $"总账 {ExactNumber.Yuan(balanceFen)}，逐笔合计 {ExactNumber.Yuan(fen)}";
                }
            }
        }
    }
}
