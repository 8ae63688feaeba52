using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Books;

/// <summary>
/// The journal of clearing (往来账): a move of a receivable from one standing to another credits the account of the one and debits that of
/// the other. Every record is of one county and one hospital, so its entries balance for each of them.
/// </summary>
public static class Accounts
{
    /// <summary>The account of a standing. Open: the account to which the settlement posted it.</summary>
    public static Account Of(ReceivableStanding standing, Receivable receivable) => standing switch
    {
        ReceivableStanding.Open => receivable.Advanced ? Account.AdvanceReceivable : Account.FundReceivable,
        ReceivableStanding.Claimed => Account.ClaimedReceivable,
        ReceivableStanding.Accepted => Account.AcceptedReceivable,
        ReceivableStanding.Refused => Account.RefusedReceivable,
        ReceivableStanding.Disputed => Account.DisputedReceivable,
        ReceivableStanding.Retained => Account.RetainedReceivable,
        ReceivableStanding.Paid => Account.Bank,
        ReceivableStanding.Deducted => Account.DeductionExpense,
        ReceivableStanding.Charged => Account.PatientChargeReceivable,
        ReceivableStanding.WrittenOff => Account.WriteOffExpense,
        _ => throw new InvariantBrokenException($"{standing} has no account"),
    };

    /// <summary>
    /// The entries of moves. The reversal of a settlement has credited the account of what is open by the whole amount; what stands elsewhere
    /// comes back there, and what was paid is owed to the county from now on.
    /// </summary>
    public static IReadOnlyList<JournalEntry> EntriesOf(
        ClearingState books, IReadOnlyList<Move> moves, Fen waitingFen = default, CountyCode county = default,
        CountyRefund? refund = null)
    {
        var sums = new SortedDictionary<(Account Account, CountyCode County, Fund Fund), Fen>(Comparer);
        foreach (var move in moves)
        {
            var receivable = books.Receivables[move.ReceivableId];
            var to = move.To == ReceivableStanding.Unwound ? Of(ReceivableStanding.Open, receivable) : Of(move.To, receivable);
            var from = move is { From: ReceivableStanding.Paid, To: ReceivableStanding.Unwound } ? Account.RefundPayable : Of(move.From, receivable);
            Add(sums, (to, receivable.CountyCode, receivable.Fund), new Fen(move.AmountFen));
            Add(sums, (from, receivable.CountyCode, receivable.Fund), -new Fen(move.AmountFen));
        }

        // Set off is as if the county had paid all of it and got back what was due on the same day.
        foreach (var fund in refund?.Funds ?? [])
        {
            Add(sums, (Account.RefundPayable, county, fund.Fund), new Fen(fund.AmountFen));
            Add(sums, (Account.Bank, county, fund.Fund), -new Fen(fund.AmountFen));
        }

        if (waitingFen != Fen.Zero)
        {
            // The moves to Paid debit the bank by what was matched; the rest came in too, or went out of what waited for its claim.
            Add(sums, (Account.Bank, county, default), waitingFen);
            Add(sums, (Account.UnmatchedReceipt, county, default), -waitingFen);
        }

        JournalEntry[] entries = [.. sums.Where(s => s.Value != Fen.Zero)
            .Select(s => new JournalEntry(s.Key.Account, s.Key.County, s.Key.Fund, s.Value))];
        Invariant.Holds(entries.Sum(e => e.AmountFen) == Fen.Zero, "debits equal credits");
        return entries;
    }

    private static Comparer<(Account Account, CountyCode County, Fund Fund)> Comparer { get; } =
        Comparer<(Account Account, CountyCode County, Fund Fund)>.Create((a, b) =>
        {
            var account = a.Account.CompareTo(b.Account);
            var county = account != 0 ? account : a.County.CompareTo(b.County);
            return county != 0 ? county : a.Fund.CompareTo(b.Fund);
        });

    private static void Add<TKey>(SortedDictionary<TKey, Fen> sums, TKey key, Fen amountFen)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + amountFen;
}
