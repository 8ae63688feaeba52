using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>An item that is given back, and how much of it; an empty quantity is all that is left.</summary>
public readonly record struct ReturnedItem(int ItemNumber, string Quantity);

/// <summary>A partial refund (部分退费): what was undone, what took its place, and what goes back to whom.</summary>
public sealed record Refunded(SettlementDocument Reversal, Settled Settled)
{
    private const string PaidAlready = "其中已经付过的，请到收费处从患者账户退还。";

    /// <summary>What the window gives back in cash, in fen; negative: the patient pays it more.</summary>
    public long CashFen => -Reversal.PayNowFen - Settled.Document.PayNowFen;

    /// <summary>What goes back to the patient's own account, in fen.</summary>
    public long AccountFen => OwnFen(Reversal, -1) - OwnFen(Settled.Document, 1);

    /// <summary>What goes back to the helper's account, in fen.</summary>
    public long HelperFen => -Reversal.Breakdown.HelperFen - Settled.Document.Breakdown.HelperFen;

    /// <summary>Under an agreement to pay later, by how much the debt falls, in fen.</summary>
    public long DebtFen => Reversal.AgreementId is null ? 0 : -Reversal.Breakdown.CashFen - Settled.Document.Breakdown.CashFen;

    /// <summary>The same in Chinese, for the patient.</summary>
    public string Sentence
    {
        get
        {
            string[] parts =
            [
                Part("现金退", "现金补收", CashFen), Part("退回个人账户", "个人账户补支付", AccountFen),
                Part("退回家庭共济账户", "家庭共济账户补支付", HelperFen), Part("后付的金额减少", "后付的金额增加", DebtFen),
            ];
            var said = string.Join("，", parts.Where(p => p.Length > 0));
            return said.Length == 0 ? "退费后您应承担的金额不变，不退不补。" : $"按退费后的明细重新结算：{said}。{(DebtFen > 0 ? PaidAlready : "")}";
        }
    }

    private static string Part(string back, string more, long fen) => fen switch
    {
        0 => "",
        > 0 => $"{back} {ExactNumber.Yuan(fen)} 元",
        _ => $"{more} {ExactNumber.Yuan(-fen)} 元",
    };

    private static long OwnFen(SettlementDocument document, int sign) =>
        sign * (document.Breakdown.AccountFen - document.Breakdown.HelperFen);
}
