using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Sheets;

/// <summary>
/// Money that went out to a county by a bank's statement: as a rule a payment that was taken back (撤回), else a refund. Nothing is written for
/// it; two persons correct the payment.
/// </summary>
/// <param name="Line">Line of the file.</param>
/// <param name="PaymentId">The bank's reference; empty if none is written.</param>
/// <param name="CountyCode">County.</param>
/// <param name="Day">Day.</param>
/// <param name="AmountFen">How much; 0 if the file does not say.</param>
public sealed record BankDebit(int Line, string PaymentId, CountyCode CountyCode, DateOnly Day, long AmountFen)
{
    /// <summary>References of the payments that it may undo: that of the same reference, then those of the same amount, the last first.</summary>
    public IReadOnlyList<string> Undoes { get; private init; } = [];

    /// <summary>What it may be and what to do, in Chinese.</summary>
    public string Advice { get; private init; } = "";

    /// <summary>Looks for what it undoes among the payments of the books.</summary>
    internal BankDebit Against(ClearingState books, ClearingState withFile, HospitalCode hospitalCode)
    {
        string[] undoes = AmountFen == 0 ? [] :
        [
            .. withFile.Payments.Values
                .Where(p => p.HospitalCode == hospitalCode && p.CountyCode == CountyCode && p.ReceivedFen == AmountFen && p.PaidDate <= Day)
                .OrderByDescending(p => p.PaymentId == PaymentId).ThenByDescending(p => p.PaidDate).ThenBy(p => p.PaymentId, StringComparer.Ordinal)
                .Select(p => p.PaymentId),
        ];
        var yuan = ExactNumber.Yuan(AmountFen);
        var advice = books.Refunds.IsPaidBack(PaymentId) ? "已登记为退还县区的款，不用再办"
            : undoes.Length > 0
                ? $"疑为撤回流水号 {undoes[0]} 的到账 {yuan} 元，请核对银行回单；属实的，由一人申请、另一人批准冲正（medaid receivables correct find --payment {undoes[0]}）"
            : AmountFen > 0 && books.Refunds.DueFen(hospitalCode, CountyCode) >= AmountFen ? "疑为退还县区的款，请用 medaid receivables refund 登记"
            : "付给县区的款，账上没有同额的到账，也没有同额的应退款，请核对银行回单";
        return this with { Undoes = undoes, Advice = advice };
    }
}
