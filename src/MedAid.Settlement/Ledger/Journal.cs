using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// Double entry (复式记账): the gross bill is revenue; against it stand the patient's cash, personal accounts, each fund by county of insurance,
/// what the hospital advances, waives and bears. Debits are positive, credits negative; they always sum to zero.
/// </summary>
public static class Journal
{
    /// <summary>The fund of personal accounts, by its national code (职工基本医疗保险个人账户): employees alone have accounts.</summary>
    public static Fund AccountFund { get; } = new("310200");

    /// <summary>The fund that pays by head (按人头包干): the id of its line, for the packs name no other.</summary>
    public static Fund CapitationFund { get; } = new("capitation");

    /// <summary>The entries of a settlement; amounts of zero have none.</summary>
    public static IReadOnlyList<JournalEntry> EntriesOf(BreakdownDocument breakdown, CountyCode county)
    {
        var entries = new List<JournalEntry>(breakdown.Lines.Count + 6);
        Add(entries, Account.HospitalRevenue, default, default, -new Fen(breakdown.GrossFen));
        Add(entries, Account.PatientCash, default, default, new Fen(breakdown.CashFen));
        Add(entries, Account.AccountReceivable, county, AccountFund, new Fen(breakdown.AccountFen) - new Fen(breakdown.HelperFen));
        Add(entries, Account.HelperReceivable, county, AccountFund, new Fen(breakdown.HelperFen));
        Add(entries, Account.WaiverExpense, default, default, new Fen(breakdown.WaivedFen));
        Add(entries, Account.HospitalBorne, default, default, new Fen(breakdown.HospitalBorneFen));
        foreach (var line in breakdown.Lines)
        {
            Add(entries, line.Advanced ? Account.AdvanceReceivable : Account.FundReceivable, county, line.Fund, new Fen(line.DueFen));
            Add(entries, Account.SettlementDifference, county, line.Fund, new Fen(line.PaidFen) - new Fen(line.DueFen));
        }

        AssertBalanced(entries);
        return entries;
    }

    /// <summary>
    /// The entries of a claim of a capitation month: the fund owes for the heads. The visits owe nothing and are a loss each, so that the
    /// difference of the month is what is claimed for the heads less what the visits cost, whatever is settled or undone after the claim.
    /// </summary>
    public static IReadOnlyList<JournalEntry> EntriesOfHeads(Fen amountFen, CountyCode county)
    {
        var entries = new List<JournalEntry>(2);
        Add(entries, Account.FundReceivable, county, CapitationFund, amountFen);
        Add(entries, Account.SettlementDifference, county, CapitationFund, -amountFen);
        return entries;
    }

    /// <summary>The mirror entries that undo others.</summary>
    public static IReadOnlyList<JournalEntry> Mirrored(IReadOnlyList<JournalEntry> entries)
    {
        JournalEntry[] mirrored = [.. entries.Select(e => e with { AmountFen = -e.AmountFen })];
        AssertBalanced(mirrored);
        return mirrored;
    }

    private static void Add(List<JournalEntry> entries, Account account, CountyCode county, Fund fund, Fen amountFen)
    {
        if (amountFen != Fen.Zero)
        {
            entries.Add(new JournalEntry(account, county, fund, amountFen));
        }
    }

    private static void AssertBalanced(IReadOnlyList<JournalEntry> entries) =>
        Invariant.Holds(entries.Sum(e => e.AmountFen) == Fen.Zero, "debits equal credits");
}
