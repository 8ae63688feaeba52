using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// Double entry (复式记账): the gross bill is revenue; against it stand the patient's cash, personal accounts, each fund by county of insurance,
/// what the hospital advances, waives and bears. Debits are positive, credits negative; they always sum to zero.
/// </summary>
public static class Journal
{
    /// <summary>Revenue of the hospital (医疗收入), credited with the gross bill.</summary>
    public const string Revenue = "hospital_revenue";

    /// <summary>What the patient pays at the window (应收患者).</summary>
    public const string PatientCash = "patient_cash";

    /// <summary>What a fund owes for its payment (应收医保基金), by county of insurance.</summary>
    public const string FundReceivable = "fund_receivable";

    /// <summary>
    /// What the insurance office owes for the patient's personal account (应收个人账户), by county of insurance. It is no part of the funds' payment
    /// (NHSA <c>fund_pay_sumamt</c>) and is stated apart in the monthly clearing.
    /// </summary>
    public const string AccountReceivable = "account_receivable";

    /// <summary>The same for a helper's account (应收共济账户), which notices of appropriation state in a column of its own.</summary>
    public const string HelperReceivable = "helper_receivable";

    /// <summary>The fund of personal accounts, by its national code (职工基本医疗保险个人账户): employees alone have accounts.</summary>
    public static string AccountFund => "310200";

    /// <summary>What the home county owes for relief that the hospital advanced (应收垫付医疗救助).</summary>
    public const string AdvanceReceivable = "advance_receivable";

    /// <summary>What the hospital waived (费用减免).</summary>
    public const string WaiverExpense = "waiver_expense";

    /// <summary>What the hospital bears above a package (医院负担).</summary>
    public const string HospitalBorne = "hospital_borne";

    /// <summary>
    /// What a fund owes by quota or by head, less what the visits' splits came to (医保结算差额): a credit is the hospital's gain, a debit its loss.
    /// By county of insurance and fund.
    /// </summary>
    public const string SettlementDifference = "settlement_difference";

    /// <summary>The fund that pays by head (按人头包干): the id of its line, for the packs name no other.</summary>
    public static string CapitationFund => "capitation";

    /// <summary>The entries of a settlement; amounts of zero have none.</summary>
    public static IReadOnlyList<JournalEntry> EntriesOf(BreakdownDocument breakdown, CountyCode county)
    {
        var entries = new List<JournalEntry>(breakdown.Lines.Count + 6);
        Add(entries, Revenue, default, "", -breakdown.GrossFen);
        Add(entries, PatientCash, default, "", breakdown.CashFen);
        Add(entries, AccountReceivable, county, AccountFund, breakdown.AccountFen - breakdown.HelperFen);
        Add(entries, HelperReceivable, county, AccountFund, breakdown.HelperFen);
        Add(entries, WaiverExpense, default, "", breakdown.WaivedFen);
        Add(entries, HospitalBorne, default, "", breakdown.HospitalBorneFen);
        foreach (var line in breakdown.Lines)
        {
            Add(entries, line.Advanced ? AdvanceReceivable : FundReceivable, county, line.Fund, line.DueFen);
            Add(entries, SettlementDifference, county, line.Fund, checked(line.PaidFen - line.DueFen));
        }

        AssertBalanced(entries);
        return entries;
    }

    /// <summary>
    /// The entries of a claim of a capitation month: the fund owes for the heads. The visits owe nothing and are a loss each, so that the
    /// difference of the month is what is claimed for the heads less what the visits cost, whatever is settled or undone after the claim.
    /// </summary>
    public static IReadOnlyList<JournalEntry> EntriesOfHeads(long amountFen, CountyCode county)
    {
        var entries = new List<JournalEntry>(2);
        Add(entries, FundReceivable, county, CapitationFund, amountFen);
        Add(entries, SettlementDifference, county, CapitationFund, -amountFen);
        return entries;
    }

    /// <summary>The mirror entries that undo others.</summary>
    public static IReadOnlyList<JournalEntry> Mirrored(IReadOnlyList<JournalEntry> entries)
    {
        JournalEntry[] mirrored = [.. entries.Select(e => e with { AmountFen = -e.AmountFen })];
        AssertBalanced(mirrored);
        return mirrored;
    }

    private static void Add(List<JournalEntry> entries, string account, CountyCode county, string fund, long amountFen)
    {
        if (amountFen != 0)
        {
            entries.Add(new JournalEntry(account, county, fund, amountFen));
        }
    }

    private static void AssertBalanced(IReadOnlyList<JournalEntry> entries) =>
        Invariant.Holds(entries.Sum(e => e.AmountFen) == 0, "debits equal credits");
}
