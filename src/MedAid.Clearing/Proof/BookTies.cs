using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Proof;

/// <summary>
/// Whether what counties and patients owe, told amount by amount, is what the accounts say: the two are kept apart all the way, so each
/// proves the other.
/// </summary>
internal static class BookTies
{
    private static readonly (Standing Standing, string Account)[] OfCounties =
    [
        (Standing.Claimed, Accounts.Claimed), (Standing.Accepted, Accounts.Accepted), (Standing.Refused, Accounts.Refused),
        (Standing.Disputed, Accounts.Disputed), (Standing.Retained, Accounts.Retained), (Standing.Deducted, Accounts.Deduction),
        (Standing.Charged, Accounts.Charged),
    ];

    public static IEnumerable<string> Differences(
        Sums balances, Dictionary<(Place Place, Standing Standing), long> receivables, Sums refunds, Dictionary<Place, long> waiting,
        PatientFold patients)
    {
        var owed = receivables.GroupBy(r => (r.Key.Place.HospitalCode, r.Key.Place.CountyCode, r.Key.Standing))
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var advanced = receivables.Where(r => r.Key.Place.Advanced && r.Key.Standing == Standing.Open)
            .GroupBy(r => (r.Key.Place.HospitalCode, r.Key.Place.CountyCode)).ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var dueFen = refunds.All.GroupBy(r => (r.Key.First, r.Key.Second)).ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var waitingFen = waiting.ToDictionary(w => (w.Key.HospitalCode, w.Key.CountyCode), w => w.Value);
        var places = balances.All.Select(b => (Hospital: b.Key.First, County: b.Key.Second))
            .Concat(owed.Keys.Select(o => (o.HospitalCode, o.CountyCode))).Concat(waitingFen.Keys)
            .Concat(dueFen.Keys);
        foreach (var (hospital, county) in places.Distinct().Order())
        {
            (string Account, long Fen)[] sides =
            [
                .. OfCounties.Select(s => (s.Account, owed.GetValueOrDefault((hospital, county, s.Standing)))),
                (Journal.AdvanceReceivable, advanced.GetValueOrDefault((hospital, county))),
                (Accounts.Refundable, -dueFen.GetValueOrDefault((hospital, county))),
                (Accounts.Unmatched, -waitingFen.GetValueOrDefault((hospital, county))),
            ];
            foreach (var (account, fen) in sides)
            {
                if (balances[hospital, county, account] is var balanceFen && balanceFen != fen)
                {
                    yield return $"机构 {hospital} 县区 {county} 科目 {account}："
                        + $"总账 {ExactNumber.Yuan(balanceFen)}，逐笔应收合计 {ExactNumber.Yuan(fen)}";
                }
            }
        }

        foreach (var difference in OfHospitals(balances, receivables, patients))
        {
            yield return difference;
        }
    }

    /// <summary>Accounts of patients have no county; what was written off counties' and patients' debts alike goes to one account.</summary>
    private static IEnumerable<string> OfHospitals(
        Sums balances, Dictionary<(Place Place, Standing Standing), long> receivables, PatientFold patients)
    {
        var (shares, deposits) = (patients.Shares, patients.Deposits);
        var writtenOff = receivables.Where(r => r.Key.Standing == Standing.WrittenOff).GroupBy(r => r.Key.Place.HospitalCode)
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Value));
        var sums = balances.All.GroupBy(b => (b.Key.First, b.Key.Third)).ToDictionary(g => g.Key, g => g.Sum(b => b.Value));
        var hospitals = sums.Keys.Select(s => s.First).Concat(shares.Keys.Select(s => s.HospitalCode)).Concat(deposits.Keys).Concat(writtenOff.Keys);
        foreach (var hospital in hospitals.Distinct().Order(StringComparer.Ordinal))
        {
            long Fen(ShareStanding standing) => shares.GetValueOrDefault((hospital, standing));
            (string Account, long Fen)[] sides =
            [
                (PatientJournal.Receivable, Fen(ShareStanding.Owed)),
                (PatientJournal.Deposit, -deposits.GetValueOrDefault(hospital)),
                (PatientJournal.Refundable, -Fen(ShareStanding.RefundDue)),
                (Accounts.WriteOff, writtenOff.GetValueOrDefault(hospital) + Fen(ShareStanding.WrittenOff)),
            ];
            foreach (var (account, fen) in sides)
            {
                if (sums.GetValueOrDefault((hospital, account)) is var balanceFen && balanceFen != fen)
                {
                    yield return $"机构 {hospital} 科目 {account}：总账 {ExactNumber.Yuan(balanceFen)}，逐笔合计 {ExactNumber.Yuan(fen)}";
                }
            }
        }
    }
}
