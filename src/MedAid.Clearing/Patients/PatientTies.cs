using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Patients;

/// <summary>
/// Whether what patients owe, have deposited and get back, told share by share, is what the accounts say, hospital by hospital; and whether
/// every debt has its agreement, which the window has looked at in memory only.
/// </summary>
internal static class PatientTies
{
    public static IEnumerable<string> Differences(ClearingBooks books)
    {
        foreach (var share in books.Patients.Shares.Values.Where(s => s.Origin.AgreementId is { } id && !IsCovered(books, s.Origin, id)))
        {
            yield return $"结算 {share.SettlementId}：所依据的协议 {share.Origin.AgreementId} 不存在，或不属于该患者、机构和日期";
        }

        var balances = books.GeneralLedger.Turnovers.ToLookup(t => (t.HospitalCode, t.Account), t => checked(t.DebitFen - t.CreditFen));
        var shares = books.Patients.Shares.Values.ToLookup(s => s.Origin.HospitalCode);
        var deposits = books.Patients.Deposits.ToLookup(d => d.Key.HospitalCode, d => d.Value);
        var hospitals = balances.Select(b => b.Key.HospitalCode).Concat(shares.Select(s => s.Key)).Concat(deposits.Select(d => d.Key));
        foreach (var hospital in hospitals.Distinct().Order(StringComparer.Ordinal))
        {
            (string Account, long Fen)[] accounts =
            [
                (PatientJournal.Receivable, shares[hospital].Sum(s => s.Fen(ShareStanding.Owed))),
                (PatientJournal.Deposit, -deposits[hospital].Sum()),
                (PatientJournal.Refundable, -shares[hospital].Sum(s => s.Fen(ShareStanding.RefundDue))),
            ];
            foreach (var (account, fen) in accounts)
            {
                if (balances[(hospital, account)].Sum() is var balanceFen && balanceFen != fen)
                {
                    yield return $"机构 {hospital} 科目 {account}：总账 {ExactNumber.Yuan(balanceFen)}，逐笔患者账户合计 {ExactNumber.Yuan(fen)}";
                }
            }
        }
    }

    private static bool IsCovered(ClearingBooks books, NewShare origin, string agreementId) =>
        books.Patients.Agreements.TryGetValue(agreementId, out var agreement) && agreement.PersonKey == origin.PersonKey
        && agreement.HospitalCode == origin.HospitalCode && agreement.HoldsOn(origin.ServiceDate);
}
