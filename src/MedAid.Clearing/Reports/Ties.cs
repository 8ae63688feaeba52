using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Reports;

/// <summary>
/// Whether what counties owe, told receivable by receivable, is what the accounts say: the two are kept apart all the way, so each proves
/// the other.
/// </summary>
internal static class Ties
{
    private static readonly Standing[] InAccounts =
    [
        Standing.Claimed, Standing.Accepted, Standing.Refused, Standing.Disputed, Standing.Retained, Standing.Deducted, Standing.Charged,
        Standing.WrittenOff,
    ];

    public static IEnumerable<string> Differences(ClearingBooks books)
    {
        var balances = books.GeneralLedger.Turnovers.ToLookup(
            t => (t.HospitalCode, t.CountyCode, t.Account), t => checked(t.DebitFen - t.CreditFen));
        var owed = books.Receivables.Values.ToLookup(r => (r.HospitalCode, r.CountyCode));
        var waiting = books.Payments.Values.ToLookup(p => (p.HospitalCode, p.CountyCode), p => p.UnmatchedFen);
        foreach (var place in balances.Select(b => (b.Key.HospitalCode, b.Key.CountyCode)).Concat(owed.Select(o => o.Key)).Distinct().Order())
        {
            long Balance(string account) => balances[(place.HospitalCode, place.CountyCode, account)].Sum();
            var all = owed[place].ToArray();
            foreach (var standing in all.Length == 0 ? [] : InAccounts)
            {
                var account = Accounts.Of(standing, all[0]);
                if (Difference(place, account, Balance(account), all.Sum(r => r.Fen(standing))) is { } found)
                {
                    yield return found;
                }
            }

            var advanced = all.Where(r => r.Advanced).Sum(r => r.Fen(Standing.Open));
            if (Difference(place, Journal.AdvanceReceivable, Balance(Journal.AdvanceReceivable), advanced) is { } open)
            {
                yield return open;
            }

            var dueFen = books.Refunds.DueFen(place.HospitalCode, place.CountyCode);
            if (Difference(place, Accounts.Refundable, checked(-Balance(Accounts.Refundable)), dueFen) is { } refundable)
            {
                yield return refundable;
            }

            if (Difference(place, Accounts.Unmatched, checked(-Balance(Accounts.Unmatched)), waiting[place].Sum()) is { } unmatched)
            {
                yield return unmatched;
            }
        }
    }

    private static string? Difference((string Hospital, string County) place, string account, long balanceFen, long owedFen) =>
        balanceFen == owedFen
            ? null
            : $"机构 {place.Hospital} 县区 {place.County} 科目 {account}：总账 {ExactNumber.Yuan(balanceFen)}，逐笔应收合计 {ExactNumber.Yuan(owedFen)}";
}
