using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>What a quote and a settlement say of an agreement to pay later: the patient pays nothing now.</summary>
internal static class PayLaterText
{
    /// <summary>One sentence for a visit under an agreement; none otherwise.</summary>
    public static IEnumerable<string> Of(ClaimCase claimCase, Breakdown breakdown)
    {
        if (claimCase.Agreement is { } agreement)
        {
            yield return $"先诊疗、后付费（协议 {agreement.AgreementId}，{agreement.SignedDate:yyyy-MM-dd} 签订，依据 {PolicySources.None.OnPapers(agreement.Cite)}）："
                + $"现在付 0.00 元，个人负担 {ExactNumber.Yuan(breakdown.CashFen)} 元{Beside(breakdown.Account?.AmountFen ?? 0)}记入应付，"
                + "以后可一次或分次付清。";
        }
    }

    /// <summary>What a reversal says of the patient's money.</summary>
    public static string OfReversal(BreakdownDocument original, string? agreementId) =>
        (agreementId is null
            ? $"本笔撤销原结算，应退患者 {ExactNumber.Yuan(original.CashFen)} 元；其中用押金支付的退回押金。"
            : $"本笔撤销原结算，原结算先诊疗、后付费（协议 {agreementId}）：窗口退 0.00 元，欠款 {ExactNumber.Yuan(original.CashFen)} 元注销，已付的从患者账户退还。")
        + (original.AccountFen == 0 ? "" : $"个人账户支付的 {ExactNumber.Yuan(original.AccountFen)} 元{OfHelper(original.HelperFen)}原路退回个人账户，不退现金。");

    private static string Beside(long accountFen) => accountFen == 0 ? "" : $"（个人账户另已支付 {ExactNumber.Yuan(accountFen)} 元）";

    private static string OfHelper(long helperFen) => helperFen == 0 ? "" : $"（其中家庭共济 {ExactNumber.Yuan(helperFen)} 元）";
}
