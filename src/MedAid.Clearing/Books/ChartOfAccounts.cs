using MedAid.Clearing.Patients;
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
public sealed record AccountRow(string Account, AccountClass Class, string Name);

/// <summary>
/// Every account of both journals (会计科目), in the order of a trial balance. docs/ACCOUNTS.md says when each is debited and credited.
/// </summary>
public static class ChartOfAccounts
{
    /// <summary>The accounts.</summary>
    public static readonly IReadOnlyList<AccountRow> Rows =
    [
        new(Accounts.Bank, AccountClass.Asset, "银行存款"),
        new(Journal.PatientCash, AccountClass.Asset, "应收患者（窗口）"),
        new(Journal.AccountReceivable, AccountClass.Asset, "应收个人账户"),
        new(Journal.HelperReceivable, AccountClass.Asset, "应收共济账户"),
        new(Journal.FundReceivable, AccountClass.Asset, "应收医保基金"),
        new(Journal.AdvanceReceivable, AccountClass.Asset, "应收垫付医疗救助"),
        new(Accounts.Claimed, AccountClass.Asset, "应收已申报救助款"),
        new(Accounts.Accepted, AccountClass.Asset, "应收已核准救助款"),
        new(Accounts.Refused, AccountClass.Asset, "拒付待处理"),
        new(Accounts.Disputed, AccountClass.Asset, "申诉中"),
        new(Accounts.Retained, AccountClass.Asset, "应收质保金"),
        new(Accounts.Charged, AccountClass.Asset, "应收患者补缴"),
        new(PatientJournal.Receivable, AccountClass.Asset, "应收患者欠款"),
        new(PatientJournal.Deposit, AccountClass.Liability, "住院押金"),
        new(PatientJournal.Refundable, AccountClass.Liability, "应退患者款"),
        new(Accounts.Refundable, AccountClass.Liability, "应退县区款"),
        new(Accounts.Unmatched, AccountClass.Liability, "待认领款"),
        new(Journal.Revenue, AccountClass.Revenue, "医疗收入"),
        new(Journal.SettlementDifference, AccountClass.Revenue, "医保结算差额"),
        new(Journal.WaiverExpense, AccountClass.Expense, "费用减免"),
        new(Journal.HospitalBorne, AccountClass.Expense, "医院负担"),
        new(Accounts.Deduction, AccountClass.Expense, "医保扣款支出"),
        new(Accounts.WriteOff, AccountClass.Expense, "坏账损失"),
    ];

    /// <summary>The row of an account, or null.</summary>
    public static AccountRow? Find(string account) => Rows.FirstOrDefault(r => r.Account == account);

    /// <summary>Place in the order; what is not in the chart comes last.</summary>
    internal static int Place(string account) => Rows.TakeWhile(r => r.Account != account).Count();
}
