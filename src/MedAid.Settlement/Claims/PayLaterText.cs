using MedAid.Core;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a quote and a settlement say of an agreement to pay later: the patient pays nothing now. The code at the end is for programs and
/// stays the same.
/// </summary>
internal static class PayLaterText
{
    /// <summary>One sentence for a visit under an agreement; none otherwise.</summary>
    public static IEnumerable<string> Of(ClaimCase claimCase, long patientFen)
    {
        if (claimCase.Agreement is { } agreement)
        {
            yield return $"先诊疗、后付费（协议 {agreement.AgreementId}，{agreement.SignedDate:yyyy-MM-dd} 签订，依据 {agreement.Cite}）："
                + $"现在付 0.00 元，个人负担 {ExactNumber.Yuan(patientFen)} 元记入应付，以后可一次或分次付清。（PAY_LATER）";
        }
    }

    /// <summary>What a reversal says of the patient's money.</summary>
    public static string OfReversal(long patientFen, string? agreementId) => agreementId is null
        ? $"本笔撤销原结算，应退患者 {ExactNumber.Yuan(patientFen)} 元；其中用押金支付的退回押金。"
        : $"本笔撤销原结算，原结算先诊疗、后付费（协议 {agreementId}）：窗口退 0.00 元，欠款 {ExactNumber.Yuan(patientFen)} 元注销，已付的从患者账户退还。";
}
