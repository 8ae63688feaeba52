using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Books;

/// <summary>
/// The journal of clearing (往来账): a move of a receivable from one standing to another credits the account of the one and debits that of
/// the other. Every record is of one county and one hospital, so its entries balance for each of them.
/// </summary>
public static class Accounts
{
    /// <summary>In a claim (应收已申报救助款).</summary>
    public const string Claimed = "claimed_receivable";

    /// <summary>Accepted (应收已核准救助款).</summary>
    public const string Accepted = "accepted_receivable";

    /// <summary>Refused (拒付待处理).</summary>
    public const string Refused = "refused_receivable";

    /// <summary>Disputed (申诉中).</summary>
    public const string Disputed = "disputed_receivable";

    /// <summary>Kept back by the county (应收质保金).</summary>
    public const string Retained = "retained_receivable";

    /// <summary>Money in the bank (银行存款).</summary>
    public const string Bank = "bank";

    /// <summary>Deducted for good (医保扣款支出).</summary>
    public const string Deduction = "deduction_expense";

    /// <summary>Charged to patients by decision (应收患者补缴).</summary>
    public const string Charged = "patient_charge_receivable";

    /// <summary>Written off (坏账损失).</summary>
    public const string WriteOff = "write_off_expense";

    /// <summary>Paid by a county for a settlement that was undone since; it gets it back or sets it off (应退县区款).</summary>
    public const string Refundable = "refund_payable";

    /// <summary>Received and not matched with any claim (待认领款).</summary>
    public const string Unmatched = "unmatched_receipt";

    /// <summary>The account of a standing. Open: the account to which the settlement posted it.</summary>
    public static string Of(Standing standing, Receivable receivable) => standing switch
    {
        Standing.Open => receivable.Advanced ? Journal.AdvanceReceivable : Journal.FundReceivable,
        Standing.Claimed => Claimed,
        Standing.Accepted => Accepted,
        Standing.Refused => Refused,
        Standing.Disputed => Disputed,
        Standing.Retained => Retained,
        Standing.Paid => Bank,
        Standing.Deducted => Deduction,
        Standing.Charged => Charged,
        Standing.WrittenOff => WriteOff,
        _ => throw new InvariantBrokenException($"{standing} has no account"),
    };

    /// <summary>
    /// The entries of moves. The reversal of a settlement has credited the account of what is open by the whole amount; what stands elsewhere
    /// comes back there, and what was paid is owed to the county from now on.
    /// </summary>
    public static IReadOnlyList<JournalEntry> EntriesOf(
        ClearingBooks books, IReadOnlyList<Move> moves, long waitingFen = 0, CountyCode county = default,
        CountyRefund? refund = null)
    {
        var sums = new SortedDictionary<(string Account, CountyCode County, string Fund), long>(Comparer);
        foreach (var move in moves)
        {
            var receivable = books.Receivables[move.ReceivableId];
            var to = move.To == Standing.Unwound ? Of(Standing.Open, receivable) : Of(move.To, receivable);
            var from = move is { From: Standing.Paid, To: Standing.Unwound } ? Refundable : Of(move.From, receivable);
            Add(sums, (to, receivable.CountyCode, receivable.Fund), move.AmountFen);
            Add(sums, (from, receivable.CountyCode, receivable.Fund), -move.AmountFen);
        }

        // Set off is as if the county had paid all of it and got back what was due on the same day.
        foreach (var fund in refund?.Funds ?? [])
        {
            Add(sums, (Refundable, county, fund.Fund), fund.AmountFen);
            Add(sums, (Bank, county, fund.Fund), -fund.AmountFen);
        }

        if (waitingFen != 0)
        {
            // The moves to Paid debit the bank by what was matched; the rest came in too, or went out of what waited for its claim.
            Add(sums, (Bank, county, ""), waitingFen);
            Add(sums, (Unmatched, county, ""), -waitingFen);
        }

        JournalEntry[] entries = [.. sums.Where(s => s.Value != 0).Select(s => new JournalEntry(s.Key.Account, s.Key.County, s.Key.Fund, s.Value))];
        Invariant.Holds(entries.Sum(e => e.AmountFen) == 0, "debits equal credits");
        return entries;
    }

    private static Comparer<(string Account, CountyCode County, string Fund)> Comparer { get; } =
        Comparer<(string Account, CountyCode County, string Fund)>.Create((a, b) =>
        {
            var account = string.CompareOrdinal(a.Account, b.Account);
            var county = account != 0 ? account : string.CompareOrdinal(a.County, b.County);
            return county != 0 ? county : string.CompareOrdinal(a.Fund, b.Fund);
        });

    private static void Add<TKey>(SortedDictionary<TKey, long> sums, TKey key, long amountFen)
        where TKey : notnull => sums[key] = checked(sums.GetValueOrDefault(key) + amountFen);
}
