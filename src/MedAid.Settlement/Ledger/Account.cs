using System.Collections.Frozen;
using System.Text.Json.Serialization;
using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// An account of the journals (会计科目): one of <see cref="All"/>. A text that is none of them can only be read from a store; it is kept so
/// that damage can be named, is not <see cref="IsKnown"/>, and no record with it enters the books.
/// </summary>
[JsonConverter(typeof(TextValueJson<Account>))]
public readonly record struct Account : ITextValue<Account>, IComparable<Account>
{
    /// <summary>Revenue of the hospital (医疗收入), credited with the gross bill.</summary>
    public static readonly Account HospitalRevenue = new("hospital_revenue");

    /// <summary>What the patient pays at the window (应收患者).</summary>
    public static readonly Account PatientCash = new("patient_cash");

    /// <summary>What a fund owes for its payment (应收医保基金), by county of insurance.</summary>
    public static readonly Account FundReceivable = new("fund_receivable");

    /// <summary>
    /// What the insurance office owes for the patient's personal account (应收个人账户), by county of insurance. It is no part of the funds' payment
    /// (NHSA <c>fund_pay_sumamt</c>) and is stated apart in the monthly clearing.
    /// </summary>
    public static readonly Account AccountReceivable = new("account_receivable");

    /// <summary>The same for a helper's account (应收共济账户), which notices of appropriation state in a column of its own.</summary>
    public static readonly Account HelperReceivable = new("helper_receivable");

    /// <summary>What the home county owes for relief that the hospital advanced (应收垫付医疗救助).</summary>
    public static readonly Account AdvanceReceivable = new("advance_receivable");

    /// <summary>What the hospital waived (费用减免).</summary>
    public static readonly Account WaiverExpense = new("waiver_expense");

    /// <summary>What the hospital bears above a package (医院负担).</summary>
    public static readonly Account HospitalBorne = new("hospital_borne");

    /// <summary>
    /// What a fund owes by quota or by head, less what the visits' splits came to (医保结算差额): a credit is the hospital's gain, a debit its loss.
    /// By county of insurance and fund.
    /// </summary>
    public static readonly Account SettlementDifference = new("settlement_difference");

    /// <summary>In a claim (应收已申报救助款).</summary>
    public static readonly Account ClaimedReceivable = new("claimed_receivable");

    /// <summary>Accepted (应收已核准救助款).</summary>
    public static readonly Account AcceptedReceivable = new("accepted_receivable");

    /// <summary>Refused (拒付待处理).</summary>
    public static readonly Account RefusedReceivable = new("refused_receivable");

    /// <summary>Disputed (申诉中).</summary>
    public static readonly Account DisputedReceivable = new("disputed_receivable");

    /// <summary>Kept back by the county (应收质保金).</summary>
    public static readonly Account RetainedReceivable = new("retained_receivable");

    /// <summary>Money in the bank (银行存款).</summary>
    public static readonly Account Bank = new("bank");

    /// <summary>Deducted for good (医保扣款支出).</summary>
    public static readonly Account DeductionExpense = new("deduction_expense");

    /// <summary>Charged to patients by decision (应收患者补缴).</summary>
    public static readonly Account PatientChargeReceivable = new("patient_charge_receivable");

    /// <summary>Written off (坏账损失).</summary>
    public static readonly Account WriteOffExpense = new("write_off_expense");

    /// <summary>Paid by a county for a settlement that was undone since; it gets it back or sets it off (应退县区款).</summary>
    public static readonly Account RefundPayable = new("refund_payable");

    /// <summary>Received and not matched with any claim (待认领款).</summary>
    public static readonly Account UnmatchedReceipt = new("unmatched_receipt");

    /// <summary>Owed by patients who pay later (应收患者款).</summary>
    public static readonly Account PatientReceivable = new("patient_receivable");

    /// <summary>Deposits of patients (住院押金，预收款).</summary>
    public static readonly Account PatientDeposit = new("patient_deposit");

    /// <summary>Due back to patients (应退患者款).</summary>
    public static readonly Account PatientRefundPayable = new("patient_refund_payable");

    /// <summary>Every account there is.</summary>
    public static readonly IReadOnlyList<Account> All =
    [
        HospitalRevenue, PatientCash, FundReceivable, AccountReceivable, HelperReceivable, AdvanceReceivable,
        WaiverExpense, HospitalBorne, SettlementDifference, ClaimedReceivable, AcceptedReceivable, RefusedReceivable,
        DisputedReceivable, RetainedReceivable, Bank, DeductionExpense, PatientChargeReceivable, WriteOffExpense,
        RefundPayable, UnmatchedReceipt, PatientReceivable, PatientDeposit, PatientRefundPayable,
    ];

    private static readonly FrozenDictionary<string, Account> ByText = All.ToFrozenDictionary(a => a.Text, StringComparer.Ordinal);

    private readonly string? text;

    private Account(string? text) => this.text = string.IsNullOrEmpty(text) ? null : text;

    /// <inheritdoc/>
    public string Text => text ?? "";

    /// <summary>Whether it is one of the accounts.</summary>
    public bool IsKnown => text is not null && ByText.ContainsKey(text);

    /// <summary>The account of a text, or null if it is none.</summary>
    public static Account? Find(string text) => ByText.TryGetValue(text, out var known) ? known : null;

    /// <summary>What a store says, known or not.</summary>
    public static Account FromText(string? text) => text is not null && ByText.TryGetValue(text, out var known) ? known : new Account(text);

    /// <summary>Compares by ordinals.</summary>
    public int CompareTo(Account other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
