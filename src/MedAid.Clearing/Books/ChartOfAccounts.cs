using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Books;

/// <summary>What an account is: on which side it normally stands, and in which statement.</summary>
public enum AccountClass
{
    /// <summary>What the hospital has or is owed (资产); normally a debit.</summary>
    Asset = 1,

    /// <summary>What the hospital owes (负债); normally a credit.</summary>
    Liability = 2,

    /// <summary>Income (收入); normally a credit.</summary>
    Revenue = 3,

    /// <summary>What the hospital bears (费用); normally a debit.</summary>
    Expense = 4,
}

/// <summary>An account with its Chinese name.</summary>
public sealed record AccountRow(Account Account, AccountClass Class, string Name);

/// <summary>
/// Every account of both journals (会计科目), in the order of a trial balance. docs/ACCOUNTS.md says when each is debited and credited.
/// </summary>
public static class ChartOfAccounts
{
    /// <summary>The accounts.</summary>
    public static readonly IReadOnlyList<AccountRow> Rows =
    [
        new(Account.Bank, AccountClass.Asset, "银行存款"),
        new(Account.PatientCash, AccountClass.Asset, "应收患者（窗口）"),
        new(Account.AccountReceivable, AccountClass.Asset, "应收个人账户"),
        new(Account.HelperReceivable, AccountClass.Asset, "应收共济账户"),
        new(Account.FundReceivable, AccountClass.Asset, "应收医保基金"),
        new(Account.AdvanceReceivable, AccountClass.Asset, "应收垫付医疗救助"),
        new(Account.ClaimedReceivable, AccountClass.Asset, "应收已申报救助款"),
        new(Account.AcceptedReceivable, AccountClass.Asset, "应收已核准救助款"),
        new(Account.RefusedReceivable, AccountClass.Asset, "拒付待处理"),
        new(Account.DisputedReceivable, AccountClass.Asset, "申诉中"),
        new(Account.RetainedReceivable, AccountClass.Asset, "应收质保金"),
        new(Account.PatientChargeReceivable, AccountClass.Asset, "应收患者补缴"),
        new(Account.PatientReceivable, AccountClass.Asset, "应收患者欠款"),
        new(Account.PatientDeposit, AccountClass.Liability, "住院押金"),
        new(Account.PatientRefundPayable, AccountClass.Liability, "应退患者款"),
        new(Account.RefundPayable, AccountClass.Liability, "应退县区款"),
        new(Account.UnmatchedReceipt, AccountClass.Liability, "待认领款"),
        new(Account.HospitalRevenue, AccountClass.Revenue, "医疗收入"),
        new(Account.SettlementDifference, AccountClass.Revenue, "医保结算差额"),
        new(Account.WaiverExpense, AccountClass.Expense, "费用减免"),
        new(Account.HospitalBorne, AccountClass.Expense, "医院负担"),
        new(Account.DeductionExpense, AccountClass.Expense, "医保扣款支出"),
        new(Account.WriteOffExpense, AccountClass.Expense, "坏账损失"),
    ];

    /// <summary>The row of an account, or null.</summary>
    public static AccountRow? Find(Account account) => Rows.FirstOrDefault(r => r.Account == account);

    /// <summary>Place in the order; what is not in the chart comes last.</summary>
    internal static int Place(Account account) => Rows.TakeWhile(r => r.Account != account).Count();
}
